import { assert } from '../base/errors.ts';

/**
 * Ranks from 1, equal values sharing the mean of their ranks (`scipy.stats.rankdata`, method average). Values must not
 * be NaN.
 */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]! || 0);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Pearson's r of two lists of equal length; NaN where either does not vary or holds NaN. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assert(a.length === b.length, `a correlation of ${a.length} and ${b.length} values`);
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]! - meanA;
    const y = b[i]! - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  // what is left of equal values after the mean is rounding, not variation
  const varies = (squares: number, mean: number) => squares > a.length * (1e-14 * mean) ** 2;
  if (!varies(aa, meanA) || !varies(bb, meanB)) return Number.NaN;
  return Math.max(-1, Math.min(1, ab / Math.sqrt(aa) / Math.sqrt(bb)));
}

/**
 * Spearman's rank correlation, ties by mean ranks; NaN where either list does not vary or holds NaN.
 * Checked: `scipy.stats.spearmanr` to 1e-12 (scripts/reference/projection.py).
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (const values of [a, b]) for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return Number.NaN;
  return correlation(ranksOf(a), ranksOf(b));
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
