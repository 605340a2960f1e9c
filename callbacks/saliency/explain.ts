import type { LayersModel } from '@tensorflow/tfjs';
import type { SaliencyMap } from '../../lib/model/saliency/map.ts';
import type { SaliencyOptions } from '../../lib/model/saliency/request.ts';
import { tfOf } from '../tfjs-instance.ts';

/** Options of {@link saliency}. */
export interface ExplainOptions extends SaliencyOptions {
  /** Targets, in the form of `x`: their classes are explained unless `target.class` is given. */
  readonly y?: unknown;
  /** The tfjs namespace the model was made with. Default: the installed `@tensorflow/tfjs`. */
  readonly tf?: unknown;
}

/**
 * How much every input step matters for one number of a model's output: `await saliency(model, x, { method:
 * 'integrated-gradients' })`. `x` is a tensor or nested array [sequence, …], or, of several inputs, a list or record of
 * tensors; it stays the caller's. Not for the middle of a training step. Rejects with an UnrolledError (`bad-option`,
 * `probe-shape`, `saliency-output`, `not-a-model`, `other-tfjs`, `no-tfjs`).
 */
export async function saliency(model: LayersModel, x: unknown, options: ExplainOptions = {}): Promise<SaliencyMap> {
  const { y = null, tf: given, ...rest } = options;
  const tf = tfOf(model, given);
  const { saliencyOf } = await import('../../lib/model/saliency/saliency.ts');
  const made: ReturnType<typeof tf.tensor>[] = [];
  const asTensors = (value: unknown): unknown => {
    if (!isNumbers(value)) return value;
    made.push(tf.tensor(value as number[]));
    return made.at(-1);
  };
  try {
    return saliencyOf(tf, model, asTensors(x), asTensors(y), rest);
  } finally {
    tf.dispose(made);
  }
}

function isNumbers(value: unknown): boolean {
  return typeof value === 'number' || ArrayBuffer.isView(value) || (Array.isArray(value) && isNumbers(value[0]));
}
