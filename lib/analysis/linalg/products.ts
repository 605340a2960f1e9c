import { assert } from '../../base/errors.ts';
import type { Rows } from './rows.ts';

/** A·Bᵀ [a.rows × b.rows] of matrices of equal width. */
export function timesTransposed(a: Rows, b: Rows): Rows {
  assert(a.cols === b.cols, `a product of widths ${a.cols} and ${b.cols}`);
  const data = new Float64Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) data[i * b.rows + j] = dot(a, i, b, j);
  }
  return { data, rows: a.rows, cols: b.rows };
}

/** AᵀB [a.cols × b.cols] of matrices of equal height. */
export function transposedTimes(a: Rows, b: Rows): Rows {
  assert(a.rows === b.rows, `a product of heights ${a.rows} and ${b.rows}`);
  const data = new Float64Array(a.cols * b.cols);
  for (let r = 0; r < a.rows; r++) {
    for (let i = 0; i < a.cols; i++) {
      const factor = a.data[r * a.cols + i]!;
      if (factor === 0) continue;
      const at = i * b.cols;
      const from = r * b.cols;
      for (let j = 0; j < b.cols; j++) data[at + j]! += factor * b.data[from + j]!;
    }
  }
  return { data, rows: a.cols, cols: b.cols };
}

/** The rows of `points` minus one row. */
export function lessRow({ data, rows, cols }: Rows, row: ArrayLike<number>): Rows {
  const moved = new Float64Array(data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) moved[r * cols + c] = data[r * cols + c]! - row[c]!;
  return { data: moved, rows, cols };
}

function dot(a: Rows, i: number, b: Rows, j: number): number {
  let sum = 0;
  const atA = i * a.cols;
  const atB = j * b.cols;
  for (let k = 0; k < a.cols; k++) sum += a.data[atA + k]! * b.data[atB + k]!;
  return sum;
}
