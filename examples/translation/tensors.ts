import type * as TensorFlow from '@tensorflow/tfjs';
import type { Pair } from './pair.ts';
import { givenIds, type Ids, PADDING, sourceIds, type Vocabularies, wantedIds } from './vocabulary.ts';

type Tf = typeof TensorFlow;

/** Token numbers as a tensor [rows, steps]; the caller disposes of it. */
export function idTensor(tf: Tf, { ids, rows, steps }: Ids): TensorFlow.Tensor2D {
  return tf.tensor2d(ids, [rows, steps]);
}

/** What `fit` is given: [source, given] and the wanted characters; the caller disposes of them. */
export function tensorsOf(
  tf: Tf,
  pairs: readonly Pair[],
  words: Vocabularies,
): { x: TensorFlow.Tensor2D[]; y: TensorFlow.Tensor3D } {
  return {
    x: [idTensor(tf, sourceIds(pairs, words)), idTensor(tf, givenIds(pairs, words))],
    y: oneHot(tf, wantedIds(pairs, words), words.target.tokens.length),
  };
}

/** One-hot [rows, steps, depth]; padding is all zeros, so that it adds nothing to the loss. */
function oneHot(tf: Tf, { ids, rows, steps }: Ids, depth: number): TensorFlow.Tensor3D {
  const values = new Float32Array(ids.length * depth);
  ids.forEach((id, i) => {
    if (id !== PADDING) values[i * depth + id] = 1;
  });
  return tf.tensor3d(values, [rows, steps, depth]);
}
