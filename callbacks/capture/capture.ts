import type { NotCaptured } from '../../lib/model/model-layers.ts';
import type { SaliencyMap } from '../../lib/model/saliency/map.ts';
import type { SaliencyOptions } from '../../lib/model/saliency/request.ts';
import type { LayerInfo } from '../../lib/protocol/run.ts';

/**
 * ‖∂L/∂s_t‖ of one recurrent layer: [quantity, statistic, time], row-major float32, layout of TENSOR.flow. A state is
 * what a step hands to the next: h_t and c_t are independent coordinates, so c is what reaches L by c_{t+1} alone.
 */
export interface LayerFlow {
  /** Path of the layer; of its n-th call in one pass, where it is used more than once: `lstm_1`, `lstm_1/call_2`. */
  readonly layer: string;
  /** `['h']`, or `['h', 'c', 'joint']` for LSTM. */
  readonly quantities: readonly string[];
  readonly time: number;
  /** quantities × 3 (median, q10, q90 over sequences) × time; NaN where every sequence is padded. */
  readonly values: Float32Array;
  /**
   * The same layout by lag: entry k is taken over each sequence's k-th valid step counted back from the step its
   * recurrence came to last. Null when it would only be `values` reversed: nothing padded, layer running forwards.
   */
  readonly lagValues: Float32Array | null;
  readonly scale: 'batch-mean x B' | 'raw';
  /** How many sequences the statistics are over, out of how many of the batch. */
  readonly sequences: number;
  readonly of: number;
}

/** What one optimizer step showed of one weight. Norms are L2; `updateRatio` is NaN where ‖W‖ < 1e-8. */
export interface WeightStep {
  readonly layer: string;
  /** `lstm_1/kernel` */
  readonly weight: string;
  readonly gradientNorm: number;
  readonly weightNorm: number;
  readonly updateRatio: number;
  /** The same per gate block (columns of a kernel, part of a bias), in the cell's order; absent where there are no gates. */
  readonly gates?: readonly GateStep[];
}

/** One gate's part of a {@link WeightStep}: LSTM i, f, c, o; GRU z, r, h. */
export interface GateStep {
  readonly gate: string;
  readonly gradientNorm: number;
  readonly weightNorm: number;
  readonly updateRatio: number;
}

/** Values of one weight, or of its gradient, out of tfjs. */
export interface WeightValues {
  readonly layer: string;
  /** `lstm_1/kernel` */
  readonly weight: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What one optimizer step left behind. */
export interface StepCapture {
  readonly globalGradientNorm: number;
  readonly weights: readonly WeightStep[];
  /** Empty when the flow was not sampled on this step. */
  readonly flows: readonly LayerFlow[];
  /** Cosine to the gradient of the step right before, when both were sampled; else absent. */
  readonly cosine?: number;
  /** Whether the clipping helper changed this step's gradients; absent where it does not clip. */
  readonly clipped?: boolean;
}

/**
 * Gate activations of one layer on the probe, time in true order, NaN on padded steps. Of the first sequences only where
 * a layer is so large that all would take seconds.
 */
export interface LayerGates {
  readonly layer: string;
  /** LSTM i, f, o and the candidate c; GRU z, r and the candidate h. */
  readonly gate: string;
  /** [sequence, time, unit] */
  readonly shape: readonly [number, number, number];
  readonly values: Float32Array;
}

/**
 * ‖∂L_k/∂s_t‖ of the loss at one anchor step each, L_k a sequence's own loss at step t_k: row k is 0 after its anchor
 * (in a layer that runs backwards, before it).
 */
export interface ItemisedFlow {
  readonly layer: string;
  readonly quantity: 'h' | 'joint';
  /** 0-based time steps of the loss, rising. */
  readonly anchors: readonly number[];
  readonly time: number;
  /** [anchor, time], medians over the sequences valid at both, true time; NaN where there is none. */
  readonly values: Float32Array;
  /** How many sequences the medians are over at most: the first ones of the probe. */
  readonly sequences: number;
}

/** How strongly the loss on the probe depends on each unit of a layer. */
export interface UnitGradients {
  readonly layer: string;
  /** Per unit: median over sequences of the norm over time of ∂L/∂h (LSTM: of ∂L/∂[h; c]). */
  readonly values: Float64Array;
}

/** Attention weights of one layer on the probe. */
export interface LayerAttention {
  readonly layer: string;
  /** [sequence, head, target, source] */
  readonly shape: readonly [number, number, number, number];
  readonly values: Float32Array;
  /** 1 where a source is valid, [sequence, source]; null when nothing is padded or it is not known. */
  readonly sourceMask: Uint8Array | null;
}

/** Hidden states of the probe, time in true order, NaN on padded steps. */
export interface LayerStates {
  readonly layer: string;
  readonly quantity: 'h' | 'c';
  /** [sequence, time, unit] */
  readonly shape: readonly [number, number, number];
  readonly values: Float32Array;
  /** 1 where a step is not padded, [time, sequence] in true time; null when nothing is padded. */
  readonly validSteps: Uint8Array | null;
}

/** What one measurement of the probe left behind. */
export interface ProbeCapture {
  readonly flows: readonly LayerFlow[];
  /** Whether the flow is anchored at the last valid step alone, or at all steps of the loss. */
  readonly anchor: 'last' | 'all';
  readonly states: readonly LayerStates[];
  /** Absent in a capture that has not learned to read them. */
  readonly gates?: readonly LayerGates[];
  /** Of the layers that have a flow. */
  readonly unitGradients?: readonly UnitGradients[];
  readonly attention?: readonly LayerAttention[];
  readonly output: { readonly shape: readonly number[]; readonly values: Float32Array } | null;
  /** Loss on the probe; NaN when the model has no single loss. */
  readonly loss: number;
}

/**
 * The hooks on one model. Nothing here draws from Math.random, changes a value that training reads, leaks a tensor,
 * or throws into training: what fails is handed to `onError` and the hook goes quiet.
 */
export interface Capture {
  readonly layers: readonly LayerInfo[];
  readonly notCaptured: readonly NotCaptured[];
  /** Installs the hooks: identity nodes in the cells, a wrapper around the optimizer's applyGradients. Idempotent. */
  install(): void;
  /** Says what the coming optimizer steps should capture. Gradient norms come out of the step's own gradients. */
  sample(what: {
    readonly weights: boolean;
    readonly flow: boolean;
    /** Also the cosine to the gradients of the step before, if their norms were sampled. */
    readonly cosine?: boolean;
  }): void;
  /** What the last optimizer step left, once; null when nothing was sampled. Reads tensors synchronously, once. */
  take(): StepCapture | null;
  /**
   * Measures the probe between training steps: states, output, anchored gradient flow, in inference mode. State of
   * stateful layers is restored. Throws an UnrolledError (`probe-shape`) when x or y do not fit the model.
   */
  measureProbe(x: unknown, y: unknown): ProbeCapture;
  /**
   * The flow of the loss at single steps (`anchors`: 0-based, rising), of a model whose loss has a time axis; empty of any
   * other, and of one too large for it. Same manners as {@link measureProbe}. Dear: as many passes as anchors.
   */
  itemised(x: unknown, y: unknown, anchors: readonly number[]): readonly ItemisedFlow[];
  /**
   * How much every input step of some probe sequences matters for one number of the output. Same manners as
   * {@link measureProbe}: between training steps, in inference mode. Throws an UnrolledError for what does not fit.
   */
  saliency(x: unknown, y: unknown, request: SaliencyOptions & { readonly sequences?: readonly number[] }): SaliencyMap;
  /** All weights of the model as they are now, in the order of `model.getWeights()`. */
  weights(): readonly WeightValues[];
  /** The gradients of the last sampled step, before clipping; empty before the first. */
  gradients(): readonly WeightValues[];
  /** Time spent inside hooks and wrappers so far, in ms. */
  readonly spentMs: number;
  /** Puts everything back as it was. Idempotent. */
  uninstall(): void;
}
