import { assert } from '../base/errors.ts';

/**
 * The q-quantile (0 ≤ q ≤ 1) by linear interpolation between order statistics: with sorted x and r = q·(n−1),
 * x[⌊r⌋] + (r − ⌊r⌋)·(x[⌈r⌉] − x[⌊r⌋]). NaN values are missing values; NaN when nothing is left. Same unit as the
 * values; the input is not touched.
 * Source: Hyndman & Fan 1996, type 7. Checked: `numpy.nanquantile` to 1e-12 relative (scripts/reference/analysis.py).
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  assert(q >= 0 && q <= 1, `a quantile lies in 0…1, got ${q}`);
  const present = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  const rank = q * (present.length - 1);
  const below = Math.floor(rank);
  if (present.length === 0) return Number.NaN;
  const low = select(present, below);
  if (rank === below) return low;
  // what select leaves right of `below` is no smaller, so the next order statistic is the smallest of it
  let high = Infinity;
  for (let i = below + 1; i < present.length; i++) high = Math.min(high, present[i]!);
  // equal infinities must not become ∞ − ∞
  return low === high ? low : low + (rank - below) * (high - low);
}

/** The 0.5-quantile of the values that are not NaN: {@link quantile}. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/**
 * The k-th smallest (0-based) of numbers without NaN, in expected O(n). Reorders `values`: afterwards those before k
 * are no larger and those after k no smaller. Hoare's selection with median-of-three pivots, so it needs no randomness.
 */
function select(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = middleOf(values[left]!, values[(left + right) >> 1]!, values[right]!);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swapped;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
