import type { JsonObject } from './json.ts';
import type { Verdict } from './verdict.ts';

/** What a value is about: `{ subset: 'val' }`, `{ layer: 'lstm_1' }`. Keys are sorted wherever a context is a key. */
export interface Context {
  readonly [key: string]: string;
}

/** A named scalar over steps. Within one segment of a run, (name, context) is a series. */
export interface SeriesKey {
  readonly name: string;
  readonly context: Context;
}

/**
 * Scalars in columns: what crosses threads and enters the store, free of per-point objects.
 * Point i is `values[i]` of series `keys[seriesIndex[i]]` at row `rowIndex[i]`; a row is one moment of training.
 * NaN and ±Infinity are data.
 */
export interface ScalarBlock {
  readonly keys: readonly SeriesKey[];
  /** Optimizer updates since the start of training, one per row. */
  readonly steps: Float64Array;
  /** 1-based epoch of each row; 0 = before training. */
  readonly epochs: Int32Array;
  /** Wall time of each row, ms since the Unix epoch. */
  readonly wallMs: Float64Array;
  readonly seriesIndex: Uint32Array;
  readonly rowIndex: Uint32Array;
  readonly values: Float64Array;
}

export type Dtype = 'float32' | 'float16' | 'int32' | 'uint8';

/** Where and when a tensor, event or epoch belongs. */
export interface Moment {
  readonly step: number;
  /** 1-based; 0 = before training. */
  readonly epoch: number;
  readonly wallMs: number;
}

/** What a tensor is, without its bytes. */
export interface TensorInfo extends Moment {
  /** One of {@link TENSOR}, or a name of a later measurement. */
  readonly name: string;
  /** Layer path, or null where the tensor belongs to no layer. */
  readonly layer: string | null;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Meaning of each axis, same length as shape: `['sequence', 'time', 'unit']`. */
  readonly axes: readonly string[];
  readonly attributes: JsonObject;
}

/** Little-endian bytes, row-major. The receiver owns the buffer. */
export interface TensorRecord extends TensorInfo {
  readonly data: Uint8Array;
}

export type EventKind =
  | 'log'
  | 'capture'
  | 'learning-rate'
  | 'resume'
  | 'note'
  /** What the training printed. */
  | 'console'
  /** What was changed in the code since the commit: `data.diff`. */
  | 'diff'
  /** A finding of the linter: what the model's settings get wrong. */
  | 'lint'
  /** Why the flight recorder kept its last steps; they are in {@link TENSOR.flight}. */
  | 'flight'
  /** What the rules look at, of one epoch: `data` is an EpochHistory, so that a run can be judged again. */
  | 'readings';

/** Something that happened: a console line, what was not captured and why, a change of learning rate. */
export interface EventRecord extends Moment {
  readonly kind: EventKind;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly data: JsonObject;
}

/** One finished epoch. */
export interface EpochRecord extends Moment {
  readonly firstStep: number;
  /** Whether the probe was measured: an epoch without a snapshot says so, it is never interpolated. */
  readonly snapshot: boolean;
}

/** One flush: all of it is committed or none. */
export interface RecordBatch {
  readonly scalars: ScalarBlock | null;
  readonly tensors: readonly TensorRecord[];
  readonly events: readonly EventRecord[];
  readonly epochs: readonly EpochRecord[];
  /** A verdict with the same id replaces the one stored before. */
  readonly verdicts: readonly Verdict[];
}

/**
 * The names of what is recorded. Series carry their subject in the context:
 * `subset` train|val, `per` step|epoch, `layer` (path), `weight` (path `lstm_1/kernel`).
 */
export const SERIES = {
  loss: 'loss',
  learningRate: 'learning_rate',
  /** ‖g‖₂ over all trainable weights, before clipping. Context {}. */
  globalGradientNorm: 'global_gradient_norm',
  /** ‖∂L/∂W‖₂ of one weight. Context { layer, weight }. */
  gradientNorm: 'gradient_norm',
  /** ‖W‖₂ before the update. Context { layer, weight }. */
  weightNorm: 'weight_norm',
  /** ‖W_after − W_before‖ / ‖W_before‖. Context { layer, weight }. */
  updateRatio: 'update_ratio',
  /** Memory horizon in steps, on the probe, per epoch. Context { layer }. */
  memoryHorizon: 'memory_horizon',
  /** p_{T−1} / max p: share of the flow's peak that reaches t = 1, on the probe, per epoch. Context { layer }. */
  flowRatio: 'flow_ratio',
  /** λ̂, Theil–Sen slope of ln p_k in nats per step, on the probe, per epoch. Context { layer }. */
  decaySlope: 'decay_slope',
  /** Cosine between the gradients of two consecutive steps, −1…1. Context {}. */
  gradientCosine: 'gradient_cosine',
  /** z-score of ln‖g‖ against its running mean. Context {}. */
  gradientSpike: 'gradient_spike',
  /** 1 where the clipping helper scaled the step's gradients down, else 0. Context {}. */
  clipped: 'gradient_clipped',
  /** Shares 0…1 of units on the probe, per epoch. Context { layer }. */
  saturated: 'saturated_share',
  dead: 'dead_share',
  frozen: 'frozen_share',
  redundant: 'redundant_share',
  /** Linear CKA of this snapshot's states with the snapshot before, 0…1. Context { layer }. */
  cka: 'cka_previous',
  /** ρ(U), σ_max(U), ‖UᵀU−I‖_F/√n of a recurrent matrix. Context { layer, gate } (SimpleRNN: no gate). */
  spectralRadius: 'spectral_radius',
  largestSingular: 'largest_singular_value',
  nonOrthogonality: 'non_orthogonality',
  /** Largest Lyapunov exponent of the joint state, nats per step. Context { layer }. */
  lyapunov: 'lyapunov_largest',
  /** Fixed points found, and how many of them are stable. Context { layer }. */
  fixedPoints: 'fixed_points',
  stableFixedPoints: 'stable_fixed_points',
  /** Attention on the probe, per epoch. Context { layer }. */
  attentionEntropy: 'attention_entropy',
  attentionPadMass: 'attention_pad_mass',
  /** Largest distance of a row's sum from 1. Context { layer }. */
  attentionRowSumError: 'attention_row_sum_error',
  /** Where the true alignment was given: alignment error rate 0…1, and the share of the weight off the true sources. Context { layer }. */
  attentionAlignmentError: 'attention_alignment_error',
  attentionOffAlignment: 'attention_off_alignment',
  /** Share 0…1 of the probe's sequences that the model writes as their reference says. Context {}. */
  decodedExact: 'decoded_exact',
  /** Of the training process: share of all cores 0…1, resident memory in bytes. Context {}. */
  systemCpu: 'system/cpu',
  systemMemory: 'system/memory',
} as const;

export const TENSOR = {
  /**
   * Gradient flow on the probe at epoch end, anchored at the last step: [quantity, statistic, time] float32,
   * quantities h (SimpleRNN, GRU) or h, c, joint (LSTM); statistics median, q10, q90 over sequences of ‖∂L/∂s_t‖₂.
   * attributes: { quantities, statistics, scale: 'batch-mean x B' | 'raw', anchor: 'last' | 'all', lag: false }.
   * Time is true time (backward layers are flipped); padded steps are NaN.
   */
  flow: 'gradient_flow',
  /** Same layout, of training batches, as training goes on (every k-th step), anchor 'all'. */
  batchFlow: 'gradient_flow_batch',
  /** Hidden states of the probe at epoch end: [sequence, time, unit] float16; padded steps NaN. */
  h: 'state_h',
  /** Cell states of the probe (LSTM): [sequence, time, unit] float16. */
  c: 'state_c',
  /** Probe inputs, once, at epoch 0: [sequence, time, feature] float32, or [sequence, time] int32 for token ids. */
  probeX: 'probe_x',
  /** Probe targets, once, at epoch 0. */
  probeY: 'probe_y',
  /** Model output on the probe at epoch end. */
  probeOutput: 'probe_output',
  /** {@link flow} by lag, where padding makes it another thing than `flow` reversed. attributes.lag: true. */
  flowByLag: 'gradient_flow_by_lag',
  /** ‖∂L_k/∂s_t‖₂ of the loss at single anchor steps: [anchor, time] float32; attributes: { anchors, quantity }. */
  itemisedFlow: 'gradient_flow_itemised',
  /** Gate activations of the probe: [gate, sequence, time, unit] float16; attributes: { gates: ['i', 'f', 'o'] }. */
  gates: 'gates',
  /** Share of (sequence, time) with activation < 0.1 and > 0.9: [gate, side, unit] float32; attributes: { gates }. */
  saturation: 'gate_saturation',
  /** What a unit is: [unit] uint8, bits 1 dead, 2 frozen, 4 redundant, 8 no gradient. */
  unitState: 'unit_state',
  /**
   * Histogram of a weight or its gradient: [bin] int32 counts; attributes: { weight, exponent (bins are 2^exponent wide,
   * bin 32 starts at 0), nan, positiveInfinity, negativeInfinity, zero, min, max, mean, std }.
   */
  weightHistogram: 'weight_histogram',
  gradientHistogram: 'gradient_histogram',
  /** A weight's values: its own shape, float32; attributes: { weight, reason: 'last' | 'best' | 'budget' }. */
  weight: 'weight',
  /** Model topology as `model.toJSON` gives it, UTF-8: [byte] uint8, once. */
  topology: 'model_topology',
  /** Eigenvalues of a recurrent matrix: [eigenvalue, part] float32 (re, im); attributes: { gate }. */
  eigenvalues: 'recurrent_eigenvalues',
  /** Lyapunov spectrum, descending, nats per step: [exponent] float32; attributes: { standardErrors, dimension }. */
  lyapunov: 'lyapunov_spectrum',
  /** Fixed points: [point, unit] float32 joint states; attributes: { speeds, largest (max|λ|), stable, kinds }. */
  fixedPoints: 'fixed_points',
  /** Attention weights of the probe: [sequence, head, target, source] float16. */
  attention: 'attention',
  /** What the model wrote for the probe: JSON, a list of tokens per sequence, in UTF-8: [byte] uint8; attributes: { sequences }. */
  decoded: 'decoded',
  /** Saliency of probe examples: [sequence, time, feature] float32; attributes: { method, target, completeness }. */
  saliency: 'saliency',
  /** Last steps before trouble: [step, quantity] float32; attributes: { quantities, reason, steps }. */
  flight: 'flight_recorder',
} as const;
