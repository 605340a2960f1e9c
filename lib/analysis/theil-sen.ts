import { assert } from '../base/errors.ts';
import { median } from './quantiles.ts';

/**
 * The Theil–Sen slope: the median of (y_j − y_i)/(x_j − x_i) over all pairs with x_j > x_i, in units of y per unit of
 * x. Up to 29 % of arbitrarily wrong points do not carry it away, which a least-squares line cannot say.
 * `x` need not be sorted; pairs of equal x are left out; NaN when no pair is left. Values must be finite. O(n²) time
 * and memory (n = 1,000: 4 MB for a moment).
 * Source: Sen, JASA 63 (1968). Checked: `scipy.stats.theilslopes` to 1e-12 relative (scripts/reference/analysis.py).
 */
export function theilSenSlope(x: ArrayLike<number>, y: ArrayLike<number>): number {
  assert(x.length === y.length, `x and y must be of one length, got ${x.length} and ${y.length}`);
  const n = x.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const run = x[j]! - x[i]!;
      if (run !== 0) slopes[count++] = (y[j]! - y[i]!) / run;
    }
  }
  return median(slopes.subarray(0, count));
}
