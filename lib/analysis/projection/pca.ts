import { assert, UnrolledError } from '../../base/errors.ts';
import { lessRow, timesTransposed, transposedTimes } from '../linalg/products.ts';
import { columnMeans, type Rows, requireFinite } from '../linalg/rows.ts';
import { symmetricEigen } from '../linalg/symmetric-eigen.ts';
import { randomisedBasis } from './randomised-basis.ts';

/** Up to this many columns (or rows) all eigenvalues are found exactly; beyond it only the leading ones, approximately. */
export const PCA_EXACT_UP_TO = 512;

/** A basis fitted once and good for any later states of the same width. */
export interface Pca {
  /** The mean of the states it was fitted on [cols]. */
  readonly mean: Float64Array;
  /** Unit directions [components × cols], the strongest first, each with its largest entry (by size) positive. */
  readonly components: Rows;
  /** Variance along each component, by N − 1. */
  readonly variances: Float64Array;
  /** Each variance as a share of the total one; zeros where nothing varies. */
  readonly ratios: Float64Array;
  /** The sum of all variances, those left out too. */
  readonly totalVariance: number;
  /** (Σλ)²/Σλ² over all components: how many directions carry the variance. NaN where nothing varies or not exact. */
  readonly participationRatio: number;
  /** False where the leading components come from a randomised SVD: say so beside the picture. */
  readonly exact: boolean;
}

/**
 * Principal components of `points` [N × cols], N ≥ 1: eigenvectors of the covariance, or of the N × N inner products
 * where N is the smaller; randomised SVD (seeded) where both exceed 512. Gives at most min(N, cols) components. Constant
 * points and a single point give variances of 0 and ratios of 0. Throws `not-finite`, `no-points`.
 * Checked: scikit-learn `PCA(svd_solver='full')` on the digits, variances, ratios and scores to 1e-6.
 */
export function fitPca(points: Rows, components = 2, seed = 1): Pca {
  if (points.rows < 1) throw new UnrolledError('no-points', 'PCA: no points — wait for a snapshot');
  requireFinite(points, 'PCA');
  const mean = columnMeans(points);
  const centred = lessRow(points, mean);
  const wanted = Math.max(1, Math.min(components, points.rows, points.cols));
  const exact = Math.min(points.rows, points.cols) <= PCA_EXACT_UP_TO;
  const degrees = Math.max(1, points.rows - 1);
  const { values, vectors } = exact ? exactBasis(centred) : randomisedBasis(centred, wanted, seed);
  const totalVariance = centred.data.reduce((sum, x) => sum + x * x, 0) / degrees;
  const all = values.map((value) => Math.max(0, value) / degrees);
  const variances = all.slice(0, wanted);
  const squares = all.reduce((sum, variance) => sum + variance * variance, 0);
  return {
    mean,
    components: withSigns({ ...vectors, data: vectors.data.slice(0, wanted * points.cols), rows: wanted }),
    variances,
    ratios: variances.map((variance) => (totalVariance > 0 ? variance / totalVariance : 0)),
    totalVariance,
    participationRatio: exact && squares > 0 ? totalVariance ** 2 / squares : Number.NaN,
    exact,
  };
}

/** Coordinates [N × components] of states of the width the basis was fitted on. NaN entries give NaN coordinates. */
export function transformPca({ mean, components }: Pca, points: Rows): Rows {
  assert(points.cols === components.cols, `PCA of ${components.cols} columns on ${points.cols}`);
  return timesTransposed(lessRow(points, mean), components);
}

/**
 * The share of the variance of `points` (about their own mean) that lies along the basis, 0…1; NaN where nothing varies. A
 * basis from earlier epochs is refitted when this falls well below what the newest epoch's own basis would hold.
 */
export function shareInBasis(pca: Pca, points: Rows): number {
  const sum = (of: Rows) => lessRow(of, columnMeans(of)).data.reduce((total, x) => total + x * x, 0);
  const total = sum(points);
  return total > 0 ? sum(transformPca(pca, points)) / total : Number.NaN;
}

/** Eigenpairs of XᵀX, through XXᵀ where that is the smaller. Vectors of value 0 are then filled with zeros. */
function exactBasis(centred: Rows): { readonly values: Float64Array; readonly vectors: Rows } {
  if (centred.cols <= centred.rows) return symmetricEigen(transposedTimes(centred, centred));
  const { values, vectors } = symmetricEigen(timesTransposed(centred, centred));
  const directions = transposedTimes({ ...transposed(vectors) }, centred);
  const { data, rows, cols } = directions;
  for (let r = 0; r < rows; r++) {
    const row = data.subarray(r * cols, (r + 1) * cols);
    const length = Math.hypot(...row);
    // below the rounding of the largest one there is no direction to speak of
    const scale = values[r]! > 1e-14 * values[0]! && length > 0 ? 1 / length : 0;
    for (let c = 0; c < cols; c++) row[c]! *= scale;
  }
  return { values, vectors: directions };
}

function transposed({ data, rows, cols }: Rows): Rows {
  const turned = new Float64Array(data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) turned[c * rows + r] = data[r * cols + c]!;
  return { data: turned, rows: cols, cols: rows };
}

/** A component and its opposite are equally right: the largest entry decides, so that epochs don't flip. */
function withSigns(components: Rows): Rows {
  const { data, rows, cols } = components;
  for (let r = 0; r < rows; r++) {
    const row = data.subarray(r * cols, (r + 1) * cols);
    const largest = row.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    if (largest < 0) for (let c = 0; c < cols; c++) row[c] = -row[c]!;
  }
  return components;
}
