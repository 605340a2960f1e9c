import type { EpochsRequest } from '../../analysis/projection/over-epochs.ts';
import type { TensorRef, TensorSource } from './tensor-ref.ts';

/** Version of what a projection is: a change makes kept results old. */
export const PROJECTION_VERSION = 1;

/** Numbers of {@link ProjectionResult.quality}, in this order for each epoch. */
export const QUALITIES = ['trustworthiness', 'k', 'divergence', 'drift', 'trueMovement'] as const;
export type QualityName = (typeof QUALITIES)[number];

/** A PCA basis as it travels. */
export interface BasisData {
  readonly mean: Float64Array;
  /** [components × units]. */
  readonly components: Float64Array;
  /** Share of the variance along each component. */
  readonly ratios: Float64Array;
  readonly totalVariance: number;
  readonly participationRatio: number;
  readonly exact: boolean;
}

/** What an earlier projection of a live run left, for the epochs after it. */
export interface ProjectionStart {
  /** Which states are laid out: rows of [sequence · time]. */
  readonly rows: Int32Array;
  readonly basis: BasisData | null;
  /** t-SNE: the layout of the first given snapshot. */
  readonly layout: Float32Array | null;
}

/** What a worker needs to lay out the states of several epochs. */
export interface ProjectionInput {
  readonly source: TensorSource;
  /** State snapshots of one layer, by epoch: [sequence, time, unit] each. */
  readonly snapshots: readonly TensorRef[];
  readonly request: EpochsRequest;
  /** To go on from: the first snapshot is then the last one that was laid out before. */
  readonly start: ProjectionStart | null;
}

/** States laid out, epoch by epoch. */
export interface ProjectionResult {
  readonly request: EpochsRequest;
  readonly sequences: number;
  readonly time: number;
  readonly units: number;
  /** States of an epoch that are finite, and those that are laid out: rows of [sequence · time], ascending. */
  readonly valid: number;
  readonly rows: Int32Array;
  /** Epochs with a layout, ascending. */
  readonly epochs: Int32Array;
  /** Epochs left out because states that are finite at others were not. */
  readonly notFinite: Int32Array;
  /** Epochs left out because there was no room for all. */
  readonly thinned: number;
  /** [epoch, row, axis]. */
  readonly coordinates: Float32Array;
  /** Axes of the coordinates: 2 or 3; of a PCA as many components as there are. */
  readonly axes: number;
  /** [epoch, {@link QUALITIES}]. */
  readonly quality: Float64Array;
  readonly basis: BasisData | null;
  readonly refitted: boolean;
  /** Perplexity or neighbours that were used; NaN for PCA. */
  readonly parameter: number;
}
