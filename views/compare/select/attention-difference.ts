import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import { type AttentionMatrix, attentionMatrix, type Extent } from '../../attention/select/matrix.ts';

/** Attention of two runs on one example, of the same size. */
export interface AttentionDifference {
  readonly targets: number;
  readonly sources: number;
  readonly reference: AttentionMatrix;
  readonly other: AttentionMatrix;
  /** Per target ½Σ|a − b| over all sources, padding included: 0 the same, 1 elsewhere altogether; NaN where a weight is. */
  readonly moved: Float64Array;
  /** Mean of `moved` over the targets that have it. */
  readonly mean: number;
}

/** Holds two matrices of the same target and source steps against each other. */
export function attentionDifference(reference: AttentionMatrix, other: AttentionMatrix): AttentionDifference {
  const targets = Math.min(reference.targets, other.targets);
  const allSources = Math.min(reference.allSources, other.allSources);
  const moved = Float64Array.from({ length: targets }, (_, target) => {
    let sum = 0;
    for (let s = 0; s < allSources; s += 1) sum += Math.abs(reference.value(target, s) - other.value(target, s));
    return sum / 2;
  });
  return {
    ...{ targets, reference, other, moved, mean: meanOf(moved) },
    // what is padding to both is left out
    sources: Math.max(reference.sources, other.sources),
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
