import { expect, test } from 'vitest';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { matrixAlignmentError } from './alignment.ts';
import { cellOf, labelStyle } from './axes.ts';
import { attentionMatrix, pooled } from './matrix.ts';
import { sumsToOne } from './matrix-state.ts';
import { spreadSnapshots } from './snapshots.ts';

function tensorOf(
  shape: readonly [number, number, number, number],
  values: readonly number[],
  validSources: number[][][] | null = null,
): DecodedTensor {
  const info = { id: 1, epoch: 1, shape, attributes: { validSources } } as unknown as StoredTensor;
  return { info, values: Float32Array.from(values), half: null };
}

const ALL = { targets: null, sources: null };

test('a head is shown alone, or the mean of all', () => {
  const two = tensorOf([1, 2, 1, 2], [1, 0, 0, 1]);
  expect(attentionMatrix(two, 0, 1, ALL)!.value(0, 1)).toBe(1);
  const mean = attentionMatrix(two, 0, null, ALL)!;
  expect([mean.value(0, 0), mean.value(0, 1)]).toEqual([0.5, 0.5]);
  expect(mean.rows[0]!.entropy).toBeCloseTo(1, 12);
});

test('weight on padding is told by itself, and padding behind the words has no column', () => {
  const padded = attentionMatrix(tensorOf([1, 1, 1, 4], [0.5, 0.25, 0.125, 0.125], [[[0, 2]]]), 0, null, ALL)!;
  expect([padded.sources, padded.allSources, padded.hasPadding]).toEqual([2, 4, true]);
  expect(padded.rows[0]).toMatchObject({ sum: 1, padded: 0.25, largest: 0 });
});

test('sources beyond the words count as padding where nothing else is known', () => {
  const matrix = attentionMatrix(tensorOf([1, 1, 2, 3], [0.5, 0.25, 0.25, 0, 0, 1]), 0, null, {
    targets: 1,
    sources: 2,
  })!;
  expect([matrix.targets, matrix.sources]).toEqual([1, 2]);
  expect(matrix.rows[0]!.padded).toBe(0.25);
});

test('a sequence that was not kept has no matrix', () => {
  expect(attentionMatrix(tensorOf([1, 1, 1, 2], [1, 0]), 1, null, ALL)).toBeNull();
});

test('a row that does not sum to 1, or has a NaN, says so', () => {
  const odd = attentionMatrix(tensorOf([1, 1, 2, 2], [0.5, 0.25, Number.NaN, 1]), 0, null, ALL)!;
  expect(odd.rows[0]!.sum).toBe(0.75);
  expect([sumsToOne(odd), odd.largest]).toEqual([false, 1]);
  const even = attentionMatrix(tensorOf([1, 1, 1, 2], [0.5, 0.5]), 0, null, ALL)!;
  expect([sumsToOne(even), even.largest, sumsToOne(null)]).toEqual([true, 0.5, true]);
  expect(odd.rows[1]!.sum).toBeNaN();
  expect(odd.rows[1]!.largest).toBe(1);
});

test('a matrix too large for its place keeps its largest weights', () => {
  const values = Array.from({ length: 1000 }, (_, s) => (s === 777 ? 0.9 : 0.0001));
  const wide = attentionMatrix(tensorOf([1, 1, 1, 1000], values), 0, null, ALL)!;
  const cells = pooled(wide, 10, 100);
  expect([cells.cols, cells.perCol]).toEqual([100, 10]);
  expect(cells.value(0, 77)).toBeCloseTo(0.9, 6);
  expect(cellOf(777, cells.perCol, cells.cols)).toBe(77);
  const small = pooled(wide, 10, 1000);
  expect([small.perCol, small.value(0, 777)]).toEqual([1, wide.value(0, 777)]);
});

test('the alignment error of an example is the share of rows that look elsewhere', () => {
  const matrix = attentionMatrix(tensorOf([1, 1, 2, 2], [0.9, 0.1, 0.8, 0.2]), 0, null, ALL)!;
  expect(matrixAlignmentError(matrix, [[0], [1]])).toBeCloseTo(0.5, 12);
  expect(matrixAlignmentError(matrix, [[0], [0, 1]])).toBe(0);
  expect(matrixAlignmentError(matrix, [[], []])).toBeNaN();
});

test('words stand level where they fit, else upright, else only steps are numbered', () => {
  expect(labelStyle([30, 40], 40).kind).toBe('level');
  expect(labelStyle([30, 40], 20)).toEqual({ kind: 'upright', room: 40 });
  expect(labelStyle([30, 40], 6).kind).toBe('numbers');
});

test('small matrices are spread evenly, and the playhead takes the place of the one beside it', () => {
  const snapshots = Array.from({ length: 21 }, (_, i) => ({ id: i, epoch: i + 1 }) as StoredTensor);
  const epochs = (keep: StoredTensor | null) => spreadSnapshots(snapshots, 5, keep).map(({ epoch }) => epoch);
  expect(epochs(null)).toEqual([1, 6, 11, 16, 21]);
  expect(epochs(snapshots[11]!)).toEqual([1, 6, 12, 16, 21]);
  expect(epochs(snapshots[20]!)).toEqual([1, 6, 11, 16, 21]);
});
