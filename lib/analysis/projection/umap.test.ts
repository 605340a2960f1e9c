import { expect, test } from 'vitest';
import { pickRows, rowsOf } from '../linalg/rows.ts';
import { digits, projectionReference } from '../testing/projection-reference.ts';
import { neighbourhoodQuality } from './trustworthiness.ts';
import { finish } from './tsne/tsne.ts';
import { umap } from './umap.ts';

const some = pickRows(
  digits,
  Int32Array.from({ length: 120 }, (_, i) => i),
);

test('on the digits neighbourhoods are kept nearly as by umap-learn', () => {
  const { layout } = finish(umap(digits));
  const ours = neighbourhoodQuality(digits, layout).trustworthiness;
  expect(ours).toBeGreaterThan(projectionReference.umap.trustworthiness - 0.02);
});

test('a seed tells the layout, another gives another, in two and three dimensions', () => {
  const first = finish(umap(some, { seed: 4 })).layout;
  expect(finish(umap(some, { seed: 4 })).layout).toEqual(first);
  expect(finish(umap(some, { seed: 5 })).layout).not.toEqual(first);
  const space = finish(umap(some, { dimensions: 3 })).layout;
  expect([space.rows, space.cols, space.data.every(Number.isFinite)]).toEqual([120, 3, true]);
});

test('progress rises to 1', () => {
  const done = Array.from(umap(some), (progress) => progress.done);
  expect(done[0]).toBe(0);
  expect(done.at(-1)).toBe(1);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
});

test('few points lower the neighbours, too few are refused, constant ones give finite layouts', () => {
  const few = finish(umap(pickRows(digits, [0, 1, 2, 3, 4, 5])));
  expect([few.neighbours, few.layout.data.every(Number.isFinite)]).toEqual([5, true]);
  expect(() => finish(umap(pickRows(digits, [0, 1, 2])))).toThrow('3 points — needs at least 4');
  const constant = rowsOf(new Float64Array(60).fill(3), 30, 2);
  expect(finish(umap(constant)).layout.data.every(Number.isFinite)).toBe(true);
  expect(() => finish(umap(rowsOf([1, 2, 3, Number.NaN], 4, 1)))).toThrow('UMAP: NaN in row 3');
});
