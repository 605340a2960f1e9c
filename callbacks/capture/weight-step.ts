import type { WeightStep } from './capture.ts';
import { engineState, type Gradients, type Tensor, type Tf } from './tfjs-internals.ts';

/** Below this ‖W‖ the update ratio says nothing. */
const SMALLEST_WEIGHT_NORM = 1e-8;
/** Sums of squares outside this range may have lost digits, or all, to float32. */
const TRUSTED_SQUARES = { least: 1e-30, most: 1e36 };

interface WeightTensors {
  readonly name: string;
  readonly gradient: Tensor;
  readonly before: Tensor;
  after: Tensor | null;
}

/** What one optimizer step does to the weights: handles to gradients and weights, kept until they are read or dropped. */
export class WeightsOfStep {
  private readonly tf: Tf;
  private readonly weights: WeightTensors[];

  /** Takes hold of the gradients and the weights before the update. Copies handles, not data. */
  constructor(tf: Tf, gradients: Gradients) {
    this.tf = tf;
    const variables = engineState(tf).registeredVariables;
    this.weights = namedGradients(gradients).flatMap(([name, tensor]) => {
      const variable = variables[name];
      return variable === undefined || !tensor
        ? []
        : [{ name, gradient: hold(tf, tensor), before: hold(tf, variable), after: null }];
    });
  }

  /** Takes hold of the weights after the update. */
  updated(): void {
    const variables = engineState(this.tf).registeredVariables;
    for (const weight of this.weights) {
      const variable = variables[weight.name];
      if (variable !== undefined) weight.after = hold(this.tf, variable);
    }
  }

  /** Norms of all weights, reduced by the backend and read back once. `nameOf` gives a variable its paths. */
  read(nameOf: (variable: string) => { readonly layer: string; readonly weight: string }): {
    readonly globalGradientNorm: number;
    readonly weights: WeightStep[];
  } {
    const changes = this.weights.map(({ before, after }) => (after === null ? null : this.tf.sub(after, before)));
    const tensors = this.weights.flatMap(({ gradient, before }, i) => [gradient, before, changes[i] ?? before]);
    const norms = l2Norms(this.tf, tensors);
    this.tf.dispose(changes.filter((change) => change !== null));
    const weights = this.weights.map(({ name, after }, i) => {
      const [gradientNorm, weightNorm, change] = norms.slice(3 * i, 3 * i + 3) as [number, number, number];
      const measurable = after !== null && !(weightNorm < SMALLEST_WEIGHT_NORM);
      return { ...nameOf(name), gradientNorm, weightNorm, updateRatio: measurable ? change / weightNorm : Number.NaN };
    });
    return { globalGradientNorm: Math.hypot(...weights.map(({ gradientNorm }) => gradientNorm)), weights };
  }

  dispose(): void {
    for (const { gradient, before, after } of this.weights.splice(0)) {
      gradient.dispose();
      before.dispose();
      after?.dispose();
    }
  }
}

function hold(tf: Tf, tensor: Tensor): Tensor {
  return tf.keep(tensor.clone());
}

/** Gradients by the name of their variable, whichever form they come in. */
export function namedGradients(gradients: Gradients): [string, Tensor | null | undefined][] {
  if (Array.isArray(gradients)) return gradients.map(({ name, tensor }) => [name, tensor]);
  return Object.entries(gradients);
}

/**
 * L2 norms, one kernel pair a tensor, one read back for all. Where a float32 sum of squares is so small or so large
 * that it cannot be trusted, that tensor is done again after division by its largest element.
 */
export function l2Norms(tf: Tf, tensors: readonly Tensor[]): number[] {
  if (tensors.length === 0) return [];
  const squares = readScalars(tf, () => tensors.map((tensor) => tf.sum(tf.square(tensor))));
  const doubtful = [...squares.keys()].filter((i) => {
    const value = squares[i]!;
    return !(value >= TRUSTED_SQUARES.least && value <= TRUSTED_SQUARES.most);
  });
  const norms = Array.from(squares, Math.sqrt);
  if (doubtful.length === 0) return norms;
  const largest = readScalars(tf, () => doubtful.map((i) => tf.max(tf.abs(tensors[i]!))));
  const scaled = readScalars(tf, () =>
    doubtful.map((i, at) => {
      // the reciprocal of the largest may itself overflow: dividing twice by its root never does
      const root = Math.sqrt(Math.max(largest[at]!, Number.MIN_VALUE));
      return tf.sum(tf.square(tf.div(tf.div(tensors[i]!, root), root)));
    }),
  );
  for (const [at, i] of doubtful.entries()) {
    const most = largest[at]!;
    norms[i] = most > 0 && Number.isFinite(most) ? most * Math.sqrt(scaled[at]!) : norms[i]!;
  }
  return norms;
}

function readScalars(tf: Tf, make: () => Tensor[]): Float32Array {
  const packed = tf.tidy(() => tf.stack(make()));
  const values = packed.dataSync() as Float32Array;
  packed.dispose();
  return values;
}
