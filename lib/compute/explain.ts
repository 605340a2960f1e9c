import { messageOf, UnrolledError } from '../base/errors.ts';
import { attentionClass } from '../model/attention/attention-layer.ts';
import { readModelLayers } from '../model/model-layers.ts';
import type { SaliencyMap } from '../model/saliency/map.ts';
import { saliencyMap } from '../model/saliency/saliency-map.ts';
import type { ModelParts, Tensor, Tf } from '../model/tfjs-internals.ts';
import type { ExplainJob, OnShare, PlainTensor } from './job.ts';

/**
 * Puts a kept model together and explains sequences of the probe, in the backend tfjs is set to. The same computation as
 * while training: equal to it to 1e-5 on any backend (explain.test.ts). Leaves no tensor behind. Rejects with an
 * UnrolledError: `saved-model` where the parts do not fit, and those of a saliency map.
 */
export async function explain(tf: Tf, job: ExplainJob, onShare: OnShare = () => {}): Promise<readonly SaliencyMap[]> {
  const model = await rebuilt(tf, job);
  const own: Tensor[] = [];
  try {
    const take = (tensors: readonly PlainTensor[]) => tensors.map((each) => tensorOf(tf, each, own));
    const [x, y] = [take(job.inputs), take(job.targets)];
    const parts = model as unknown as ModelParts;
    const { cells } = readModelLayers(parts);
    const count = job.requests.length;
    return job.requests.map((options, at) => {
      const onRows = (done: number, expected: number) => onShare((at + done / expected) / count);
      const subject = { tf, model: parts, cells, x, y: y.length > 0 ? y : null, sequences: job.sequences, onRows };
      return saliencyMap(subject, options);
    });
  } finally {
    tf.dispose(own);
    model.dispose();
  }
}

async function rebuilt(tf: Tf, { topology, weights }: ExplainJob) {
  // registers our layer with this tfjs
  attentionClass(tf);
  try {
    const model = await tf.models.modelFromJSON(JSON.parse(topology));
    const own: Tensor[] = [];
    try {
      model.setWeights(weights.map((each) => tensorOf(tf, each, own)));
    } finally {
      tf.dispose(own);
    }
    return model;
  } catch (cause) {
    throw new UnrolledError(
      'saved-model',
      `kept model: ${messageOf(cause)} — its topology and weights do not make a model in this tfjs (${tf.version.tfjs})`,
      { cause },
    );
  }
}

function tensorOf(tf: Tf, { values, shape, dtype }: PlainTensor, own: Tensor[]): Tensor {
  const tensor = tf.tensor(values, [...shape], dtype);
  own.push(tensor);
  return tensor;
}
