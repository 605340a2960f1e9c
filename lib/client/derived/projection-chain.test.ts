import { expect, test } from 'vitest';
import type { EpochsRequest } from '../../analysis/projection/over-epochs.ts';
import type { StoredTensor } from '../../protocol/delta.ts';
import type { BasisData, ProjectionResult } from './projection.ts';
import { type ProjectionChain, projectionStep, withStep } from './projection-chain.ts';
import { decodeProjection, encodeProjection } from './projection-codec.ts';

const PCA: EpochsRequest = { method: 'pca', dimensions: 2, perplexity: 30, neighbours: 15, joint: false };

function snapshots(count: number): StoredTensor[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ id: 10 + i, epoch: i + 1, name: 'state_h', layer: 'lstm_1', dtype: 'float16', shape: [1, 2, 3] },
    ...{ axes: [], attributes: { large: 'x' }, step: i, wallMs: 0, bytes: 12 },
  }));
}

const basis: BasisData = {
  mean: Float64Array.of(1, 2, 3),
  components: Float64Array.of(1, 0, 0, 0, 1, 0),
  ratios: Float64Array.of(0.7, 0.2),
  ...{ totalVariance: 3, participationRatio: Number.NaN, exact: true },
};

/** A result of two states in two axes: epoch e lies at e. */
function resultOf(epochs: readonly number[], request = PCA): ProjectionResult {
  return {
    ...{ request, sequences: 1, time: 2, units: 3, valid: 2, thinned: 0, axes: 2, refitted: false },
    rows: Int32Array.of(0, 1),
    epochs: Int32Array.from(epochs),
    notFinite: new Int32Array(0),
    coordinates: Float32Array.from(epochs.flatMap((epoch) => [epoch, epoch, epoch, epoch])),
    quality: Float64Array.from(epochs.flatMap((epoch) => [1, 12, Number.NaN, epoch, 0.5])),
    basis: request.method === 'pca' ? basis : null,
    parameter: Number.NaN,
  };
}

function chainOf(count: number, request = PCA): ProjectionChain {
  const step = projectionStep(null, snapshots(count), request)!;
  return withStep(
    null,
    step,
    resultOf(
      Array.from({ length: count }, (_, i) => i + 1),
      request,
    ),
  );
}

test('at first everything is laid out, then what came since, started from the last epoch that is', () => {
  const first = projectionStep(null, snapshots(2), PCA)!;
  expect(first).toMatchObject({ kind: 'whole', ids: [10, 11], input: { start: null } });
  expect(JSON.stringify(first.input)).not.toContain('large');
  const chain = chainOf(2);
  expect(projectionStep(chain, snapshots(2), PCA)).toBeNull();
  const more = projectionStep(chain, snapshots(4), PCA)!;
  expect(more.kind).toBe('more');
  expect(more.input.snapshots.map(({ epoch }) => epoch)).toEqual([2, 3, 4]);
  expect(more.input.start).toMatchObject({ basis, layout: null });
  const longer = withStep(chain, more, resultOf([2, 3, 4]));
  expect([...longer.result.epochs]).toEqual([1, 2, 3, 4]);
  expect([...longer.result.coordinates].filter((_, i) => i % 4 === 0)).toEqual([1, 2, 3, 4]);
  expect(longer.result.quality).toHaveLength(4 * 5);
});

test('a basis that no longer shows what came is fitted anew on all, laid over the one before', () => {
  const step = projectionStep(chainOf(2), snapshots(3), PCA, true)!;
  expect(step.kind).toBe('whole');
  expect(step.input.snapshots).toHaveLength(3);
  expect(step.input.start).toMatchObject({ basis, layout: null });
  expect(step.identity).not.toBe(projectionStep(null, snapshots(3), PCA)!.identity);
});

test('a warm t-SNE goes on from its last layout, one layout of all epochs begins anew', () => {
  const warm: EpochsRequest = { ...PCA, method: 'tsne' };
  const more = projectionStep(chainOf(2, warm), snapshots(3), warm)!;
  expect([...more.input.start!.layout!]).toEqual([2, 2, 2, 2]);
  const joint: EpochsRequest = { ...warm, joint: true };
  expect(projectionStep(chainOf(2, joint), snapshots(3), joint)).toMatchObject({
    kind: 'whole',
    input: { start: null },
  });
  expect(projectionStep(chainOf(2, joint), snapshots(2), joint)).toBeNull();
  // another request, or other snapshots at the same places (a resume), are another chain
  expect(projectionStep(chainOf(2, warm), snapshots(2), joint)!.kind).toBe('whole');
  const replaced = snapshots(2).map((each) => ({ ...each, id: each.id + 100 }));
  expect(projectionStep(chainOf(2), replaced, PCA)!.kind).toBe('whole');
});

test('a projection is kept and read again, number for number', () => {
  for (const result of [resultOf([1, 2]), resultOf([3], { ...PCA, method: 'umap' })]) {
    expect(decodeProjection(encodeProjection(result))).toEqual(result);
  }
});

test('what is no projection, or one cut off, is refused', () => {
  const bytes = encodeProjection(resultOf([1, 2]));
  expect(() => decodeProjection(Uint8Array.of(1, 2, 3))).toThrow(/packet/);
  expect(() => decodeProjection(bytes.subarray(0, bytes.length - 16))).toThrow(/packet/);
  const { basis: _, ...rest } = resultOf([1, 2]);
  const wrong = encodeProjection({ ...rest, basis: { ...basis, ratios: Float64Array.of(1) } });
  expect(() => decodeProjection(wrong)).toThrow(/do not fit/);
});
