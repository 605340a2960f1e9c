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
  const { data: from, cols } = a;
  const { data: to } = b;
  let atA = i * cols;
  let atB = j * b.cols;
  // four sums at a time: one alone waits for each addition before the next
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const end = atA + cols;
  for (const fours = end - 3; atA < fours; atA += 4, atB += 4) {
    const d0 = from[atA]! - to[atB]!;
    const d1 = from[atA + 1]! - to[atB + 1]!;
    const d2 = from[atA + 2]! - to[atB + 2]!;
    const d3 = from[atA + 3]! - to[atB + 3]!;
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  for (; atA < end; atA++, atB++) {
    const d = from[atA]! - to[atB]!;
    s0 += d * d;
  }
  return s0 + s1 + (s2 + s3);
}
