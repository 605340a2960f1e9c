import { expect, test } from 'vitest';
import type { ScalarBlock } from '../protocol/record.ts';
import { cutAtReturns, LastSteps } from './segments.ts';

/** Points as [series, step]. */
function block(points: readonly (readonly [number, number])[]): ScalarBlock {
  const rows: number[] = [];
  const rowIndex = points.map(([, step]) => {
    if (rows.at(-1) !== step) rows.push(step);
    return rows.length - 1;
  });
  return {
    keys: ['a', 'b', 'c'].map((name) => ({ name, context: {} })),
    steps: Float64Array.from(rows),
    epochs: new Int32Array(rows.length),
    wallMs: new Float64Array(rows.length),
    seriesIndex: Uint32Array.from(points, ([series]) => series),
    rowIndex: Uint32Array.from(rowIndex),
    values: Float64Array.from(points, (_, i) => i),
  };
}

function points({ steps, rowIndex, seriesIndex }: ScalarBlock): (readonly [number, number])[] {
  return [...seriesIndex].map((series, i) => [series, steps[rowIndex[i] as number] as number]);
}

test('a series that goes back to an earlier step begins the next segment for all', () => {
  const before = [
    [0, 1],
    [1, 1],
    [0, 2],
    [1, 2],
    [0, 3],
  ] as const;
  const after = [
    [0, 2],
    [1, 2],
    [0, 3],
  ] as const;
  const stretches = cutAtReturns(block([...before, ...after]), new LastSteps());
  expect(stretches.map(({ returnsTo }) => returnsTo)).toEqual([null, 2]);
  expect(stretches.map(({ block }) => points(block))).toEqual([before, after]);
  expect([...(stretches[1]?.block.values ?? [])]).toEqual([5, 6, 7]);
});

test('the whole row goes back, also its points of series that had not come so far', () => {
  const stretches = cutAtReturns(
    block([
      [0, 5],
      [1, 4],
      [0, 4],
    ]),
    new LastSteps(),
  );
  expect(stretches.map(({ block }) => points(block))).toEqual([
    [[0, 5]],
    [
      [1, 4],
      [0, 4],
    ],
  ]);
});

test('a series that lags behind others, or repeats its step, opens nothing', () => {
  const lagging = [
    [0, 5],
    [0, 6],
    [1, 1],
    [1, 2],
    [0, 6],
  ] as const;
  const stretches = cutAtReturns(block(lagging), new LastSteps());
  expect(stretches).toHaveLength(1);
  expect(stretches[0]?.returnsTo).toBeNull();
});

test('how far a series has come is known from one block to the next', () => {
  const last = new LastSteps();
  cutAtReturns(block([[0, 5]]), last);
  const [first] = cutAtReturns(
    block([
      [0, 3],
      [0, 4],
    ]),
    last,
  );
  expect(first?.returnsTo).toBe(3);
  expect(cutAtReturns(block([[0, 5]]), last)[0]?.returnsTo).toBeNull();
});
