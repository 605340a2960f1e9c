import type { TensorRef, TensorSource } from './tensor-ref.ts';

/** Version of what similarities are: a change makes kept results old. */
export const SIMILARITY_VERSION = 1;

/** What a worker needs to say how alike states of the same probe are. */
export interface SimilarityInput {
  readonly source: TensorSource;
  /** State snapshots: [sequence, time, unit] each, of as many timesteps; of different runs or layers. */
  readonly snapshots: readonly TensorRef[];
}

/** How alike sets of states are. */
export interface SimilarityResult {
  readonly count: number;
  /** [snapshot, snapshot]: see `debiasedCka`. NaN: one of the two has no finite states, or does not move. */
  readonly values: Float64Array;
  /** [snapshot]: the largest CKA with the first one when its steps are turned around the circle; NaN for the first. */
  readonly chance: Float64Array;
  /** Steps that were looked at: those at which all have finite states, evenly. */
  readonly steps: number;
}
