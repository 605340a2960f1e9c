import type { ModelInfo } from '../../protocol/run.ts';

/** What the rules look at of a gradient-flow profile; plain numbers, so that a history can be kept and judged again. */
export interface FlowSummary {
  /** p_{T−1} / max p, 0…1; 0 where the gradient is 0 at every step, NaN where it is not known. */
  readonly ratio: number;
  /** p_{T−1} / p_0; NaN without a gradient. */
  readonly explosion: number;
  /** Memory horizon in steps; null without a gradient. */
  readonly horizon: number | null;
  /** The gradient never fell below 1 % of its peak: "≥ horizon". */
  readonly lowerBound: boolean;
  /** T_valid: longest valid sequence of the probe. */
  readonly steps: number;
}

/** Gradient flow of one recurrent layer at one snapshot, anchored at the last step. */
export interface LayerHistory {
  /** Layer path. */
  readonly layer: string;
  /** What the flow is of: h (SimpleRNN, GRU) or joint [h; c] (LSTM). */
  readonly quantity: 'h' | 'joint';
  readonly flow: FlowSummary;
}

/** How the units of one recurrent layer behave on the probe at one snapshot. All shares 0…1. */
export interface UnitsHistory {
  readonly layer: string;
  /** Share of (unit, gate) pairs, tanh states counted as a gate, that are near an end in more than 95 % of the time. */
  readonly saturated: number;
  /** Share of units that hardly move: std < 1e-3 of the layer's median, or |h| < 0.01 throughout. */
  readonly dead: number;
  /** Share of units stuck at ±1: |h| > 0.99 in more than 95 % of the steps. */
  readonly frozen: number;
  /** Share of units whose course follows an earlier unit's: |correlation| > 0.98. */
  readonly redundant: number;
}

/** One weight over the sampled steps of an epoch. Medians of L2 norms; NaN where nothing could be measured. */
export interface WeightHistory {
  readonly layer: string;
  /** `lstm_1/kernel` */
  readonly weight: string;
  readonly gradientNorm: number;
  /** ‖W_after − W_before‖ / ‖W_before‖ */
  readonly updateRatio: number;
}

/** Spikes of the global gradient norm in an epoch: z-scores of ln‖g‖ against its running mean. */
export interface SpikeHistory {
  readonly count: number;
  /** Largest z. */
  readonly worst: number;
  /** ‖g‖ of that step over the running median. */
  readonly timesMedian: number;
}

/** Largest Lyapunov exponent of one layer's joint state along the probe, in nats per step. */
export interface LyapunovHistory {
  readonly layer: string;
  readonly largest: number;
  readonly standardError: number;
}

/** Attention of one layer on the probe. */
export interface AttentionHistory {
  readonly layer: string;
  /** Largest |Σ row − 1|. */
  readonly rowSumError: number;
  /** Mean share of the weight that lies on padding, 0…1; null without padding. */
  readonly padMass: number | null;
  /** Mean entropy over rows ÷ ln(valid sources), 0…1. */
  readonly entropy: number;
}

/** How many steps (loss, gradient) or values (weight) of an epoch were NaN or infinite. */
export interface NonFiniteCounts {
  readonly loss: number;
  readonly gradient: number;
  readonly weight: number;
}

/** What measurements find for the rules to judge. Whatever is absent was not measured, and no rule speaks of it. */
export interface EpochReadings {
  /** Empty without a snapshot. */
  readonly layers: readonly LayerHistory[];
  readonly units?: readonly UnitsHistory[];
  /** In model order. */
  readonly weights?: readonly WeightHistory[];
  readonly spikes?: SpikeHistory | null;
  /** Moving average of the cosine between consecutive gradients, −1…1, at the epoch's end. */
  readonly gradientCosine?: number | null;
  readonly lyapunov?: readonly LyapunovHistory[];
  readonly attention?: readonly AttentionHistory[];
}

/** What one finished epoch left behind, as far as the rules look at it. */
export interface EpochHistory extends EpochReadings {
  /** 1-based. */
  readonly epoch: number;
  /** Whether the probe was measured; rules over time look at snapshots only. */
  readonly snapshot: boolean;
  /** Training loss of the epoch as `fit` reports it; null when there is none. */
  readonly trainLoss: number | null;
  readonly valLoss: number | null;
  readonly nonFinite: NonFiniteCounts;
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
  /** Epochs asked of `fit`, when known: rules that wait for half of the training look at it. */
  readonly epochsPlanned?: number | null;
  /** In rising order. */
  readonly epochs: readonly EpochHistory[];
  /** Loss of a prediction that ignores the input: `constantPredictionLoss`. null = unknown, and VAN-T cannot fire. */
  readonly constantPredictionLoss: number | null;
}
