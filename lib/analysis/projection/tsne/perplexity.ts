const ENTROPY_TOLERANCE = 1e-6;
const MOST_TRIES = 100;

/** A row's conditional probabilities as they were found: p_j ∝ exp(−β(d_j² − least)). */
export interface RowBandwidth {
  readonly beta: number;
  /** Σ_j exp(−β(d_j² − least)). */
  readonly sum: number;
  readonly least: number;
  /** False where no β reaches the entropy: all distances equal, as among duplicates. */
  readonly converged: boolean;
}

/**
 * The β at which the row's probabilities have entropy ln(perplexity), by Newton's steps kept inside a bracket; `start` is
 * a first guess (a neighbour's β). Distances are squared, finite, ≥ 1 of them, perplexity < their number.
 * Source: van der Maaten & Hinton 2008 §2. Checked: |H − ln perplexity| < 1e-5 on random rows.
 */
export function rowBandwidth(squares: Float64Array, perplexity: number, start: number): RowBandwidth {
  let least = Infinity;
  for (let j = 0; j < squares.length; j++) least = Math.min(least, squares[j]!);
  const target = Math.log(perplexity);
  let low = 0;
  let high = Infinity;
  let beta = start;
  let sum = 0;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    sum = 0;
    let first = 0;
    let second = 0;
    for (let j = 0; j < squares.length; j++) {
      const d = squares[j]! - least;
      const weight = Math.exp(-d * beta);
      sum += weight;
      first += d * weight;
      second += d * d * weight;
    }
    const mean = first / sum;
    const excess = Math.log(sum) + beta * mean - target;
    if (Math.abs(excess) < ENTROPY_TOLERANCE) return { beta, sum, least, converged: true };
    if (excess > 0) low = beta;
    else high = beta;
    // dH/dβ = −β·variance of the distances
    const next = beta + excess / (beta * (second / sum - mean * mean));
    if (next > low && next < high) beta = next;
    else beta = high === Infinity ? beta * 2 : (low + high) / 2;
  }
  return { beta, sum, least, converged: false };
}

/** A first guess of β where no neighbour's is at hand: one over the mean squared distance, 1 where that is 0. */
export function firstBeta(squares: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < squares.length; j++) sum += squares[j]!;
  return sum > 0 ? squares.length / sum : 1;
}
