import type { Tensor } from '@tensorflow/tfjs';
import type { Tf } from '../tfjs-internals.ts';

/** How a query and a key are compared: q·k, qᵀWk, or vᵀ tanh(W_q q + W_k k). */
export type AttentionScore = 'dot' | 'general' | 'additive';

/** What a score is made of, per head. */
export interface ScoreParts {
  readonly score: AttentionScore;
  /** Scores are multiplied by it: 1, or 1/√depth. */
  readonly factor: number;
  /** `general`: [head, query depth, key depth]; `additive`: [head, depth]; absent for `dot`. */
  readonly weight?: Tensor;
}

/**
 * Scores of every query against every key: query [sequence, head, target, depth] and key [sequence, head, source, depth]
 * give [sequence, head, target, source]. For `additive`, query and key are the projected ones.
 */
export function attentionScores(tf: Tf, query: Tensor, key: Tensor, { score, factor, weight }: ScoreParts): Tensor {
  const scores = score === 'additive' ? additive(tf, query, key, weight!) : dot(tf, through(tf, query, weight), key);
  return factor === 1 ? scores : tf.mul(scores, factor);
}

/**
 * Softmax over the sources that are valid. `mask` [sequence, source] is true where one is; a row without any becomes
 * zeros, never NaN.
 */
export function maskedSoftmax(tf: Tf, scores: Tensor, mask: Tensor | null): Tensor {
  if (mask === null) return tf.softmax(scores);
  const valid = tf.reshape(tf.cast(mask, 'float32'), [mask.shape[0]!, 1, 1, mask.shape[1]!]);
  // e^−1e9 is 0 in float32, so valid sources share all of the weight; a row that is padding alone is zeroed after it
  const masked = tf.add(tf.mul(scores, valid), tf.mul(tf.sub(valid, 1), 1e9));
  return tf.mul(tf.softmax(masked), valid);
}

function dot(tf: Tf, query: Tensor, key: Tensor): Tensor {
  return tf.matMul(query, key, false, true);
}

function additive(tf: Tf, query: Tensor, key: Tensor, weight: Tensor): Tensor {
  const [heads, depth] = weight.shape as [number, number];
  const met = tf.tanh(tf.add(tf.expandDims(query, 3), tf.expandDims(key, 2)));
  return tf.sum(tf.mul(met, tf.reshape(weight, [1, heads, 1, 1, depth])), -1);
}

/** query·W per head. The matrices are repeated over sequences: the gradient of matMul does not sum over what it broadcasts. */
function through(tf: Tf, query: Tensor, weight: Tensor | undefined): Tensor {
  if (weight === undefined) return query;
  const repeated = tf.tile(tf.expandDims(weight, 0), [query.shape[0]!, 1, 1, 1]);
  return tf.matMul(query, repeated);
}
