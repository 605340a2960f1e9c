import type * as TensorFlow from '@tensorflow/tfjs';
import { UnrolledError } from '../lib/base/errors.ts';
import { hookMethod } from '../lib/model/method-hook.ts';
import type { Gradients, Optimizer, Tensor } from '../lib/model/tfjs-internals.ts';
import { noteClipping, noteOriginals } from './capture/clipping-notes.ts';
import { namedGradients } from './capture/gradients.ts';
import { type Tf, tfNamespace } from './tfjs-instance.ts';

/** Where to clip: by one of the two. */
export interface ClippingOptions {
  /** Largest ‖g‖₂ over all gradients together; above it all are scaled down by the same factor. */
  readonly norm?: number;
  /** Largest magnitude of a single entry; beyond it entries are cut. */
  readonly value?: number;
  /** The tfjs namespace the optimizer was made with, where there is none to import. */
  readonly tf?: unknown;
}

/** Clipping that is switched on. */
export interface Clipping {
  /** Gives the optimizer back as it was. Idempotent. */
  release(): void;
}

/** What PyTorch adds to the norm before dividing by it. */
const EPSILON = 1e-6;

/**
 * Clips the gradients of one optimizer from now on, which tfjs itself cannot:
 *
 * ```ts
 * const optimizer = tf.train.adam(1e-3);
 * clipGradients(optimizer, { norm: 1 });
 * model.compile({ optimizer, loss: 'categoricalCrossentropy' });
 * ```
 *
 * By norm: g ← g · min(1, c / (‖g‖ + 1e-6)), ‖g‖ over all gradients of the step (Pascanu et al. 2013; equal to PyTorch's
 * `clip_grad_norm_` to 1e-6, as by value to `clip_grad_value_`). Nothing is read back from the backend. NaN stays NaN:
 * clipping does not hide it. A norm beyond 1.8e19 overflows float32, and that step changes nothing.
 *
 * Works in `fit` and in loops of your own, with and without a run that watches; one that does records the gradients as
 * they were before clipping, whichever of the two came first, and whether a step was clipped. It belongs to the optimizer:
 * after `compile` with another one, call it again.
 *
 * Throws an UnrolledError: `bad-option` for limits that are none or an optimizer that is none, `no-tfjs`.
 */
export function clipGradients(optimizer: TensorFlow.Optimizer, options: ClippingOptions): Clipping {
  const { norm = null, value = null } = limitsOf(optimizer, options);
  const tf = tfNamespace(options.tf);
  const target = optimizer as unknown as Optimizer;
  type Apply = Optimizer['applyGradients'];
  const unhook = hookMethod<'applyGradients', Apply>(target, 'applyGradients', (original) => (gradients) => {
    const present = namedGradients(gradients).filter((pair): pair is [string, Tensor] => !!pair[1]);
    const tensors = present.map(([, tensor]) => tensor);
    // handles of our own: what was handed in belongs to whoever handed it in
    const clipped = tf.tidy(() => (norm !== null ? byNorm(tf, tensors, norm) : byValue(tf, tensors, value!)));
    const handedOn = inTheFormOf(gradients, new Map(present.map(([name], i) => [name, clipped[i]!])));
    noteOriginals(handedOn, gradients);
    try {
      original.call(target, handedOn);
    } finally {
      tf.dispose(clipped);
    }
  });
  const forget = noteClipping(optimizer, { norm, value });
  return {
    release() {
      unhook();
      forget();
    },
  };
}

function byNorm(tf: Tf, gradients: readonly Tensor[], limit: number): Tensor[] {
  if (gradients.length === 0) return [];
  const squares = tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient))));
  const scale = tf.minimum(1, tf.div(limit, tf.add(tf.sqrt(squares), EPSILON)));
  return gradients.map((gradient) => tf.mul(gradient, scale));
}

function byValue(tf: Tf, gradients: readonly Tensor[], limit: number): Tensor[] {
  return gradients.map((gradient) => tf.clipByValue(gradient, -limit, limit));
}

function inTheFormOf(gradients: Gradients, clipped: ReadonlyMap<string, Tensor>): Gradients {
  if (Array.isArray(gradients)) {
    return gradients.map((each) => ({ ...each, tensor: clipped.get(each.name) ?? each.tensor }));
  }
  return Object.fromEntries(Object.entries(gradients).map(([name, tensor]) => [name, clipped.get(name) ?? tensor]));
}

function limitsOf(optimizer: unknown, options: unknown): Pick<ClippingOptions, 'norm' | 'value'> {
  if (typeof (optimizer as Partial<Optimizer> | null)?.applyGradients !== 'function') {
    throw new UnrolledError(
      'bad-option',
      'optimizer: has no applyGradients — give a tf.train optimizer, such as tf.train.adam()',
    );
  }
  const { norm, value } = (options ?? {}) as ClippingOptions;
  const given = [norm, value].filter((limit) => limit !== undefined);
  const [limit] = given;
  if (given.length !== 1 || typeof limit !== 'number' || !(limit > 0)) {
    throw new UnrolledError(
      'bad-option',
      `clipping: norm ${String(norm)}, value ${String(value)} — give one of them, a number above 0: { norm: 1 }`,
    );
  }
  return { ...(norm === undefined ? {} : { norm }), ...(value === undefined ? {} : { value }) };
}
