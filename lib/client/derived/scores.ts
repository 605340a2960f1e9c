import type { Concept } from '../../analysis/states/concepts.ts';
import type { TensorRef, TensorSource } from './tensor-ref.ts';

/** Version of what scores are: a change makes kept results old. */
export const SCORES_VERSION = 1;

/** What a worker needs to score the units of a layer. */
export interface ScoresInput {
  readonly source: TensorSource;
  /** State snapshots of one layer, by epoch: [sequence, time, unit] each. */
  readonly snapshots: readonly TensorRef[];
  readonly concepts: readonly Concept[];
}

/** How well each unit tells each concept, at each epoch. */
export interface ScoresResult {
  readonly concepts: readonly string[];
  readonly measures: readonly ('auroc' | 'spearman')[];
  readonly units: number;
  /** Epochs that were scored, ascending. */
  readonly epochs: Int32Array;
  /** [concept, epoch, unit], −1…1: 2·(AUROC − ½), or Spearman's ρ. NaN: can't say. */
  readonly values: Float32Array;
  /** [concept, epoch], 0…1: what the best unit reaches by chance (99.9 % of the shifted labels). NaN: can't say. */
  readonly chance: Float32Array;
  /** Steps of the probe that were scored, of how many. */
  readonly steps: number;
  readonly valid: number;
}
