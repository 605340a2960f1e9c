import { assert } from '../../base/errors.ts';
import { type Rows, requireFinite, squaredDistance } from '../linalg/rows.ts';
import { firstBeta, rowBandwidth } from './tsne/perplexity.ts';

/**
 * KL(P‖Q) of a layout [N × 1…3] against the complete P of `points` [N × cols] at a perplexity (never more than
 * (N − 1)/3): the one number by which layouts of different methods and libraries can be compared. O(N²·cols) time,
 * O(N) room. NaN for fewer than 4 points. Throws `not-finite`.
 * Checked: NumPy on the digits to 1e-6 (scripts/reference/projection.py).
 */
export function fullDivergence(points: Rows, layout: Rows, perplexity = 30): number {
  return fullDivergences(points, [layout], perplexity)[0]!;
}

/** {@link fullDivergence} of several layouts of the same points, making P but once. */
export function fullDivergences(points: Rows, layouts: readonly Rows[], perplexity = 30): Float64Array {
  requireFinite(points, 'KL');
  for (const layout of layouts) {
    assert(points.rows === layout.rows, `a layout of ${layout.rows} rows for ${points.rows} points`);
    requireFinite(layout, 'KL layout');
  }
  const n = points.rows;
  if (n < 4) return new Float64Array(layouts.length).fill(Number.NaN);
  const { betas, sums, leasts } = bandwidths(points, Math.max(1, Math.min(perplexity, (n - 1) / 3)));
  const cross = new Float64Array(layouts.length);
  const z = new Float64Array(layouts.length);
  let mass = 0;
  let entropy = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const square = squaredDistance(points, i, points, j);
      const forward = Math.exp(-(square - leasts[i]!) * betas[i]!) / sums[i]!;
      const backward = Math.exp(-(square - leasts[j]!) * betas[j]!) / sums[j]!;
      const p = (forward + backward) / n;
      mass += p;
      if (p > 0) entropy += p * Math.log(p / 2);
      for (let k = 0; k < layouts.length; k++) {
        const apart = 1 + squaredDistance(layouts[k]!, i, layouts[k]!, j);
        z[k]! += 2 / apart;
        cross[k]! += p * Math.log(apart);
      }
    }
  }
  return cross.map((sum, k) => entropy + sum + mass * Math.log(z[k]!));
}

interface Bandwidths {
  readonly betas: Float64Array;
  readonly sums: Float64Array;
  readonly leasts: Float64Array;
}

function bandwidths(points: Rows, perplexity: number): Bandwidths {
  const n = points.rows;
  const found = { betas: new Float64Array(n), sums: new Float64Array(n), leasts: new Float64Array(n) };
  const row = new Float64Array(n - 1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) if (j !== i) row[j < i ? j : j - 1] = squaredDistance(points, i, points, j);
    const { beta, sum, least } = rowBandwidth(row, perplexity, firstBeta(row));
    found.betas[i] = beta;
    found.sums[i] = sum;
    found.leasts[i] = least;
  }
  return found;
}
