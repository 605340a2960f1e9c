import { expect, test } from 'vitest';
import { rowsOf } from '../linalg/rows.ts';
import { projectionReference, readRows } from '../testing/projection-reference.ts';
import { nearestStates } from './nearest-states.ts';

test('the nearest states by cosine are those of scikit-learn', () => {
  const { states, row, rows, cosines, tolerance } = projectionReference.nearest;
  const all = readRows(states);
  const found = nearestStates(all, all.data.subarray(row * all.cols, (row + 1) * all.cols), rows.length, row);
  expect(found.map((near) => near.row)).toEqual(rows);
  found.forEach(({ cosine }, i) => {
    expect(Math.abs(cosine - cosines[i]!)).toBeLessThan(tolerance);
  });
});

test('states without a direction are left out, equal ones come by row, length does not matter', () => {
  const states = rowsOf([0, 0, 2, 2, 1, 1, Number.NaN, 1, -1, -1], 5, 2);
  const found = nearestStates(states, [3, 3], 10);
  expect(found.map(({ row }) => row)).toEqual([1, 2, 4]);
  expect(found.at(-1)!.cosine).toBeCloseTo(-1, 12);
  expect(nearestStates(states, [0, 0], 10)).toEqual([]);
});
