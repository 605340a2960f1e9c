import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import { type AttentionMatrix, attentionMatrix, type Extent } from '../../attention/select/matrix.ts';

/** Attention of two runs on one example, of the same size. */
export interface AttentionDifference {
  readonly targets: number;
  /** Sources from the first to the last that is not padding in either. */
  readonly sources: number;
  /** One more than there are sources where weight lies on padding: the last column is all of it. */
  readonly columns: number;
  /** Weights, target × column. */
  readonly reference: (target: number, column: number) => number;
  readonly other: (target: number, column: number) => number;
  /** Per target ½Σ|a − b| over all sources, padding included: 0 the same, 1 elsewhere altogether; NaN where a weight is. */
  readonly moved: Float64Array;
  /** Mean of `moved` over the targets that have it. */
  readonly mean: number;
}

/** Weight on padding below this needs no column. */
const LEAST_PADDING = 5e-4;

/** Holds two matrices of the same target and source steps against each other. */
export function attentionDifference(left: AttentionMatrix, right: AttentionMatrix): AttentionDifference {
  const targets = Math.min(left.targets, right.targets);
  const allSources = Math.min(left.allSources, right.allSources);
  const sources = Math.max(left.sources, right.sources);
  const moved = Float64Array.from({ length: targets }, (_, target) => {
    let sum = 0;
    for (let s = 0; s < allSources; s += 1) sum += Math.abs(left.value(target, s) - right.value(target, s));
    return sum / 2;
  });
  const beyond = [left, right].map(({ value }) =>
    Float64Array.from({ length: targets }, (_, target) => {
      let sum = 0;
      for (let s = sources; s < allSources; s += 1) sum += value(target, s);
      return sum;
    }),
  );
  const hasPadding = beyond.some((sums) => sums.some((sum) => !(sum < LEAST_PADDING)));
  const weights =
    ({ value }: AttentionMatrix, padded: Float64Array) =>
    (target: number, column: number) =>
      column < sources ? value(target, column) : padded[target]!;
  return {
    ...{ targets, sources, moved, mean: meanOf(moved) },
    columns: sources + (hasPadding ? 1 : 0),
    reference: weights(left, beyond[0]!),
    other: weights(right, beyond[1]!),
  };
}

/** Mean of `mean` over the examples that both tensors hold, and how many of them have one. */
export function movedOverProbe(
  left: DecodedTensor,
  right: DecodedTensor,
  head: number | null,
  extentOf: (sequence: number) => Extent,
): { readonly mean: number; readonly examples: number } {
  const count = Math.min(left.info.shape[0] ?? 0, right.info.shape[0] ?? 0);
  const means = Float64Array.from({ length: count }, (_, sequence) => {
    const [a, b] = [left, right].map((tensor) => attentionMatrix(tensor, sequence, head, extentOf(sequence)));
    return a && b ? attentionDifference(a, b).mean : Number.NaN;
  });
  return { mean: meanOf(means), examples: means.filter(Number.isFinite).length };
}

/** Mean of the finite ones; NaN of none. */
function meanOf(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}
