import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickRows, rowsOf } from '../linalg/rows.ts';
import { jointSample, poolEpochs, splitEpochs, stratifiedRows } from './joint.ts';

test('a joint sample stays within its cap, keeps first and last epoch, and says what it left out', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 20, max: 3000 }),
      (epochs, rows, cap) => {
        const strata = Array.from({ length: rows }, (_, i) => i % 3);
        const sample = jointSample(epochs, strata, { cap });
        const size = sample.epochs.length * sample.rows.length;
        expect(size).toBeLessThanOrEqual(cap);
        expect(sample.leftOut).toBe(epochs * rows - size);
        expect(sample.epochs.at(-1)).toBe(epochs - 1);
        if (sample.epochs.length > 1) expect(sample.epochs[0]).toBe(0);
        expect(new Set(sample.epochs).size).toBe(sample.epochs.length);
      },
    ),
  );
});

test('what fits is taken whole', () => {
  const sample = jointSample(3, [0, 0, 1, 1]);
  expect([[...sample.epochs], [...sample.rows], sample.leftOut]).toEqual([[0, 1, 2], [0, 1, 2, 3], 0]);
});

test('every stratum keeps its share', () => {
  const strata = Array.from({ length: 1000 }, (_, i) => (i < 700 ? 'a' : i < 950 ? 'b' : 'c').charCodeAt(0));
  const rows = stratifiedRows(strata, 100, 3);
  const count = (low: number, high: number) => rows.filter((row) => row >= low && row < high).length;
  expect([rows.length, count(0, 700), count(700, 950), count(950, 1000)]).toEqual([100, 70, 25, 5]);
  expect([...stratifiedRows(strata, 100, 3)]).toEqual([...rows]);
  expect([...stratifiedRows(strata, 100, 4)]).not.toEqual([...rows]);
});

test('epochs pooled and split are the chosen rows again', () => {
  const epochs = [0, 1, 2].map((e) =>
    rowsOf(
      Array.from({ length: 20 }, (_, i) => 100 * e + i),
      10,
      2,
    ),
  );
  const sample = jointSample(3, new Float64Array(10), { cap: 12, fewestRows: 2 });
  const split = splitEpochs(poolEpochs(epochs, sample), sample);
  expect(split).toEqual(Array.from(sample.epochs, (e) => pickRows(epochs[e]!, sample.rows)));
});
