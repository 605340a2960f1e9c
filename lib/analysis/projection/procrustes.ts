import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { assert } from '../../base/errors.ts';
import { lessRow, transposedTimes } from '../linalg/products.ts';
import { columnMeans, type Rows, requireFinite } from '../linalg/rows.ts';

/** A motion that lays one set of points over another: centred, turned (perhaps mirrored), scaled only if asked. */
export interface Procrustes {
  /** What is taken off the moved points first [d]. */
  readonly from: Float64Array;
  /** Orthogonal [d × d]: centred rows are multiplied by it from the right. */
  readonly rotation: Rows;
  /** 1 unless a scale was asked for. */
  readonly scale: number;
  /** What is added last [d]. */
  readonly to: Float64Array;
  /** Σ‖moved − fixed‖² after the motion, as a share of the fixed points' Σ‖·‖² about their mean; NaN where that is 0. */
  readonly residual: number;
}

/**
 * The orthogonal Procrustes motion of `moving` onto `fixed` (both [N × d], row by row the same points, N ≥ 1): with
 * UΣVᵀ = (moving − mean)ᵀ(fixed − mean), R = UVᵀ, reflections allowed. With `scale`, Σσ/Σ‖moving‖² as well. Points that
 * do not vary are only shifted. Throws `not-finite`.
 * Source: Schönemann 1966. Checked: `scipy.linalg.orthogonal_procrustes` to 1e-10; a turn, mirror and shift is undone.
 */
export function procrustes(moving: Rows, fixed: Rows, { scale = false } = {}): Procrustes {
  assert(moving.rows === fixed.rows && moving.cols === fixed.cols, 'Procrustes needs the same points on both sides');
  requireFinite(moving, 'Procrustes');
  requireFinite(fixed, 'Procrustes');
  const from = columnMeans(moving);
  const to = columnMeans(fixed);
  const a = lessRow(moving, from);
  const b = lessRow(fixed, to);
  const product = transposedTimes(a, b);
  const svd = new SingularValueDecomposition(Matrix.from1DArray(product.rows, product.cols, product.data));
  const turn = svd.leftSingularVectors.mmul(svd.rightSingularVectors.transpose());
  const rotation = { data: Float64Array.from(turn.to1DArray()), rows: turn.rows, cols: turn.columns };
  const total = sumOfSquares(a);
  const size = scale && total > 0 ? svd.diagonal.reduce((sum, value) => sum + value, 0) / total : 1;
  const motion = { from, rotation, scale: size, to, residual: Number.NaN };
  const difference = applyProcrustes(motion, moving).data.map((x, i) => x - fixed.data[i]!);
  const whole = sumOfSquares(b);
  return { ...motion, residual: whole > 0 ? difference.reduce((sum, x) => sum + x * x, 0) / whole : Number.NaN };
}

/** Moves points [N × d] (any points of that space) by a motion; a new matrix. */
export function applyProcrustes({ from, rotation, scale, to }: Omit<Procrustes, 'residual'>, points: Rows): Rows {
  const { rows, cols } = points;
  assert(cols === from.length, `a motion of ${from.length} dimensions on ${cols}`);
  const data = new Float64Array(points.data.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      let sum = 0;
      for (let k = 0; k < cols; k++) sum += (points.data[r * cols + k]! - from[k]!) * rotation.data[k * cols + c]!;
      data[r * cols + c] = scale * sum + to[c]!;
    }
  }
  return { data, rows, cols };
}

function sumOfSquares({ data }: Rows): number {
  return data.reduce((sum, x) => sum + x * x, 0);
}
