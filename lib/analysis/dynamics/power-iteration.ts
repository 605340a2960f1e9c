import { normal, seededRandom } from '../../base/random.ts';

/** Estimates for a matrix too large to be decomposed. */
export interface SpectrumEstimate {
  /** ρ: rate at which a random vector grows, mean over the second half of the steps, so that complex pairs average out. */
  readonly radius: number;
  /** σ_max by power iteration on UᵀU: never above the true one. */
  readonly largest: number;
}

/**
 * Of U [n, n] row-major, by `steps` products each (σ: two), 3 n² multiplications a step. With 100 steps ρ is good to a
 * few percent, σ_max to about one. A vector that dies out gives ρ = 0.
 */
export function estimateSpectrum(values: Float64Array, n: number, steps: number, seed: number): SpectrumEstimate {
  const random = seededRandom(seed);
  let v = unit(Float64Array.from({ length: n }, () => normal(random))).vector;
  const half = Math.floor(steps / 2);
  let logGrowth = 0;
  for (let step = 0; step < steps; step++) {
    const { vector, norm } = unit(times(values, n, v));
    v = vector;
    if (step >= half) logGrowth += Math.log(norm);
  }
  const radius = Math.exp(logGrowth / (steps - half));
  let w = unit(Float64Array.from({ length: n }, () => normal(random))).vector;
  let largest = 0;
  for (let step = 0; step < steps; step++) {
    const { vector, norm } = unit(times(values, n, w));
    largest = norm;
    w = unit(transposedTimes(values, n, vector)).vector;
  }
  return { radius, largest };
}

function times(values: Float64Array, n: number, v: Float64Array): Float64Array {
  const out = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    let sum = 0;
    for (let q = 0; q < n; q++) sum += values[a * n + q]! * v[q]!;
    out[a] = sum;
  }
  return out;
}

function transposedTimes(values: Float64Array, n: number, v: Float64Array): Float64Array {
  const out = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    for (let q = 0; q < n; q++) out[q]! += values[a * n + q]! * v[a]!;
  }
  return out;
}

function unit(v: Float64Array): { readonly vector: Float64Array; readonly norm: number } {
  let squared = 0;
  for (const value of v) squared += value * value;
  const norm = Math.sqrt(squared);
  return { vector: norm > 0 ? v.map((value) => value / norm) : v, norm };
}
