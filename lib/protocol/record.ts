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

export type EventKind = 'log' | 'capture' | 'learning-rate' | 'resume' | 'note';

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
} as const;
