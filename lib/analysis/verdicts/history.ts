import type { ModelInfo } from '../../protocol/run.ts';

/** Gradient flow of one recurrent layer at one snapshot. */
export interface LayerHistory {
  /** Layer path. */
  readonly layer: string;
  /** What the profile is of: h (SimpleRNN, GRU) or joint [h; c] (LSTM). */
  readonly quantity: 'h' | 'joint';
  /** Median ‖∂L/∂s‖ by lag, anchored at the last step: the result of `judgedProfile`. */
  readonly profile: Float64Array;
}

/** How many steps (loss, gradient) or values (weight) of an epoch were NaN or infinite. */
export interface NonFiniteCounts {
  readonly loss: number;
  readonly gradient: number;
  readonly weight: number;
}

/** What one finished epoch left behind, as far as the rules look at it. */
export interface EpochHistory {
  /** 1-based. */
  readonly epoch: number;
  /** Whether the probe was measured; rules over time look at snapshots only. */
  readonly snapshot: boolean;
  /** Training loss of the epoch as `fit` reports it; null when there is none. */
  readonly trainLoss: number | null;
  readonly valLoss: number | null;
  readonly nonFinite: NonFiniteCounts;
  /** Empty without a snapshot. */
  readonly layers: readonly LayerHistory[];
  /** Median over the epoch of the global gradient norm before clipping; where to clip, when known. */
  readonly gradientNorm?: number | null;
  /** Learning rate in use, when known. */
  readonly learningRate?: number | null;
}

/** A run as far as it has come: all that a verdict depends on. */
export interface RunHistory {
  readonly model: ModelInfo | null;
  /** How many steps back the task needs, as declared. */
  readonly memory: number | null;
  /** In rising order. */
  readonly epochs: readonly EpochHistory[];
  /** Loss of a prediction that ignores the input: `constantPredictionLoss`. null = unknown, and VAN-T cannot fire. */
  readonly constantPredictionLoss: number | null;
}
