import { assert, UnrolledError } from '../../base/errors.ts';

/** A matrix by rows: entry (r, c) is `data[r·cols + c]`. One row is one point, one state, one time step. */
export interface Rows {
  readonly data: Float64Array;
  readonly rows: number;
  readonly cols: number;
}

/** Rows out of any flat numbers (copied into float64); asserts that there are rows × cols of them. */
export function rowsOf(data: ArrayLike<number>, rows: number, cols: number): Rows {
  assert(data.length === rows * cols, `${rows} × ${cols} numbers, got ${data.length}`);
  return { data: Float64Array.from(data), rows, cols };
}

/** The rows named by `which`, in that order, copied. */
export function pickRows({ data, cols }: Rows, which: ArrayLike<number>): Rows {
  const picked = new Float64Array(which.length * cols);
  for (let i = 0; i < which.length; i++) picked.set(data.subarray(which[i]! * cols, (which[i]! + 1) * cols), i * cols);
  return { data: picked, rows: which.length, cols };
}

/** All rows of several matrices of equal width, one below the other, copied. */
export function stackRows(parts: readonly Rows[]): Rows {
  const cols = parts[0]?.cols ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float64Array(rows * cols);
  let at = 0;
  for (const part of parts) {
    assert(part.cols === cols, `rows of ${cols} columns below rows of ${part.cols}`);
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, rows, cols };
}

/**
 * Refuses NaN and ±∞, of which no distance can be made: throws `not-finite`, naming `what` and the first such entry.
 * {@link finiteRows} says which rows may stay.
 */
export function requireFinite({ data, cols }: Rows, what: string): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const place = `row ${Math.floor(bad / cols)}, column ${bad % cols}`;
  throw new UnrolledError('not-finite', `${what}: ${data[bad]} in ${place} — leave out rows that are not finite first`);
}

/** The indices of the rows that hold neither NaN nor ±∞. */
export function finiteRows({ data, rows, cols }: Rows): Int32Array {
  const kept: number[] = [];
  for (let r = 0; r < rows; r++) {
    if (data.subarray(r * cols, (r + 1) * cols).every(Number.isFinite)) kept.push(r);
  }
  return Int32Array.from(kept);
}

/** Mean of every column; zeros when there are no rows. */
export function columnMeans({ data, rows, cols }: Rows): Float64Array {
  const means = new Float64Array(cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) means[c]! += data[r * cols + c]!;
  for (let c = 0; c < cols; c++) means[c]! /= Math.max(1, rows);
  return means;
}

/** ‖a_i − b_j‖², row i of `a` against row j of `b` (equal widths). */
export function squaredDistance(a: Rows, i: number, b: Rows, j: number): number {
  let sum = 0;
  let atA = i * a.cols;
  let atB = j * b.cols;
  for (const end = atA + a.cols; atA < end; atA++, atB++) {
    const difference = a.data[atA]! - b.data[atB]!;
    sum += difference * difference;
  }
  return sum;
}
