import type { Neighbours } from './neighbours.ts';
import { firstBeta, rowBandwidth } from './perplexity.ts';

/** A symmetric P without its diagonal: each unordered pair with a probability once, at its smaller point. */
export interface Affinities {
  readonly points: number;
  /** First pair of each point, and the number of pairs at the end. */
  readonly starts: Int32Array;
  /** The larger point of each pair. */
  readonly others: Int32Array;
  /** p_ij (= p_ji) of each pair; all of them sum to ½. */
  readonly weights: Float64Array;
  /** Σ p_ij·ln p_ij over all ordered pairs. */
  readonly negentropy: number;
}

/**
 * P of t-SNE: conditional probabilities of the given neighbours at the perplexity, symmetrised: (p_j|i + p_i|j)/2N.
 * Needs perplexity ≤ the number of neighbours; duplicates share their probability evenly.
 * Checked: ΣP = 1 and each row's perplexity; golden KL (kl.ts).
 */
export function affinitiesOf({ count, ids, squares }: Neighbours, perplexity: number): Affinities {
  const points = ids.length / count;
  const conditional = new Float64Array(squares.length);
  let guess = 0;
  for (let i = 0; i < points; i++) {
    const row = squares.subarray(i * count, (i + 1) * count);
    const { beta, sum, least, converged } = rowBandwidth(row, perplexity, guess || firstBeta(row));
    guess = converged ? beta : 0;
    for (let k = 0; k < count; k++) {
      conditional[i * count + k] = Math.exp(-(row[k]! - least) * beta) / sum / (2 * points);
    }
  }
  return pairsOf(points, count, ids, conditional);
}

function pairsOf(points: number, count: number, ids: Int32Array, conditional: Float64Array): Affinities {
  // by counting: what each pair gives to its smaller point, both directions of it
  const starts = new Int32Array(points + 1);
  for (let i = 0; i < points; i++) {
    for (let k = 0; k < count; k++) starts[Math.min(i, ids[i * count + k]!) + 1]!++;
  }
  for (let i = 0; i < points; i++) starts[i + 1]! += starts[i]!;
  const fill = starts.slice(0, points);
  const others = new Int32Array(ids.length);
  const weights = new Float64Array(ids.length);
  for (let i = 0; i < points; i++) {
    for (let k = 0; k < count; k++) {
      const j = ids[i * count + k]!;
      const at = fill[Math.min(i, j)]!++;
      others[at] = Math.max(i, j);
      weights[at] = conditional[i * count + k]!;
    }
  }
  return merged(points, starts, others, weights);
}

/** Adds up the two directions of a pair where both are there. */
function merged(points: number, starts: Int32Array, others: Int32Array, weights: Float64Array): Affinities {
  const place = new Int32Array(points).fill(-1);
  const packed = new Int32Array(points + 1);
  let write = 0;
  for (let i = 0; i < points; i++) {
    const begin = write;
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const j = others[e]!;
      const weight = weights[e]!;
      if (place[j]! >= begin) {
        weights[place[j]!]! += weight;
      } else {
        place[j] = write;
        others[write] = j;
        weights[write++] = weight;
      }
    }
    packed[i + 1] = write;
  }
  const kept = weights.slice(0, write);
  return { points, starts: packed, others: others.slice(0, write), weights: kept, negentropy: negentropyOf(kept) };
}

/** Of pairs that stand for both directions; p ln p is 0 at 0. */
function negentropyOf(weights: Float64Array): number {
  let sum = 0;
  for (const p of weights) if (p > 0) sum += 2 * p * Math.log(p);
  return sum;
}
