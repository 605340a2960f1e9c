import { expect, test } from 'vitest';
import { missingPoints } from '../../e2e/stage/missing-points.ts';

const csv = 'run,id,series,segment,step,value\r\na,r1,loss,0,1,0.1\r\na,r1,loss,0,2,NaN\r\na,r2,loss,0,1,-Infinity\r\n';
const points = (...values: number[]) => ({ steps: values.map((_, i) => i + 1), values });

test('every point has a line of its own, one that is not finite too', () => {
  const stored = new Map([
    ['r1', points(0.1, Number.NaN)],
    ['r2', points(Number.NEGATIVE_INFINITY)],
  ]);
  expect(missingPoints(csv, stored)).toBe(0);
});

test('a point that is not there, or has another value, is missing, and one line is not two points', () => {
  expect(missingPoints(csv, new Map([['r1', points(0.1, 3, 4)]]))).toBe(2);
  expect(missingPoints(csv, new Map([['r2', { steps: [1, 1], values: [-Infinity, -Infinity] }]]))).toBe(1);
});
