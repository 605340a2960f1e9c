import { normal, seededRandom } from '../../base/random.ts';
import type { Cell } from './cell.ts';
import { stateSize } from './cell.ts';
import type { StepPoint } from './cell-jacobian.ts';
import { jacobianTimes } from './jacobian-times.ts';
import { orthonormalise } from './qr.ts';

/** Lyapunov spectrum along trajectories, in nats per step, largest exponent first as far as the steps tell them apart. */
export interface LyapunovSpectrum {
  readonly exponents: Float64Array;
  /** Standard error of each over sequences; NaN with one sequence. */
  readonly standardErrors: Float64Array;
  /** Steps that were summed, over all sequences: M. */
  readonly steps: number;
  /** Sequences that were long enough to count. */
  readonly sequences: number;
}

/** A linear map of tangent vectors: V [n, k] row-major to J V. */
export type TangentMap = (V: Float64Array, k: number) => Float64Array;

export interface LyapunovOptions {
  /** How many exponents, at most n. */
  readonly k: number;
  /** Steps of each sequence that only turn Q: they align it and are not summed. */
  readonly warmUp: number;
  /** Of the random Q that every sequence starts from. */
  readonly seed: number;
}

/**
 * λ_i = mean ln R_ii over the steps after warm-up, where Z = J_t Q = Q′ R (Benettin's method, QR in Float64 every step;
 * Engelken, Wolf, Abbott, arXiv 2006.02427). Every sequence is a trajectory of its own and starts with a Q of its own:
 * to carry Q over would align it to states that never followed each other. Each step counts the same. With k = n the
 * exponents sum to mean ln|det J|. −Infinity where a direction dies altogether; NaN without steps.
 */
export function lyapunovSpectrum(
  sequences: Iterable<readonly TangentMap[]>,
  n: number,
  { k, warmUp, seed }: LyapunovOptions,
): LyapunovSpectrum {
  const total = new Float64Array(k);
  const means: Float64Array[] = [];
  let steps = 0;
  const random = seededRandom(seed);
  for (const maps of sequences) {
    let Q: Float64Array = Float64Array.from({ length: n * k }, () => normal(random));
    orthonormalise(Q, n, k);
    const own = new Float64Array(k);
    for (const [t, map] of maps.entries()) {
      Q = map(Q, k);
      const diagonal = orthonormalise(Q, n, k);
      if (t < warmUp) continue;
      for (let i = 0; i < k; i++) own[i]! += Math.log(diagonal[i]!);
    }
    const counted = maps.length - warmUp;
    if (counted <= 0) continue;
    steps += counted;
    for (let i = 0; i < k; i++) total[i]! += own[i]!;
    means.push(own.map((sum) => sum / counted));
  }
  return {
    exponents: total.map((sum) => sum / steps),
    standardErrors: total.map((_, i) => standardError(means.map((mean) => mean[i]!))),
    steps,
    sequences: means.length,
  };
}

/** {@link lyapunovSpectrum} of a cell along the steps it took; an empty result where no sequence outlasts the warm-up. */
export function cellLyapunov(
  cell: Cell,
  trajectories: readonly (readonly StepPoint[])[],
  options: LyapunovOptions,
): LyapunovSpectrum {
  const maps = trajectories.map((points) =>
    points.map(
      (point): TangentMap =>
        (V, k) =>
          jacobianTimes(cell, point, V, k),
    ),
  );
  return lyapunovSpectrum(maps, stateSize(cell), options);
}

/** How many steps of a sequence of `steps` are warm-up: 50, but no more than a quarter of a short one. */
export function warmUpOf(steps: number): number {
  return Math.min(50, Math.floor(steps / 4));
}

/**
 * Kaplan–Yorke dimension D = j + Σ_{i≤j} λ_i / |λ_{j+1}|, j the most exponents that sum to ≥ 0; 0 where all directions
 * shrink. Null where the spectrum given ends before its sum turns negative: D is at least its length then.
 */
export function kaplanYorke(exponents: ArrayLike<number>): number | null {
  const sorted = Float64Array.from(exponents).sort().reverse();
  let sum = 0;
  for (const [j, exponent] of sorted.entries()) {
    if (sum + exponent < 0) return j + sum / -exponent;
    sum += exponent;
  }
  return null;
}

function standardError(values: readonly number[]): number {
  const count = values.length;
  if (count < 2) return Number.NaN;
  const mean = values.reduce((a, b) => a + b, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (count - 1) / count);
}
