import { assert } from '../base/errors.ts';
import { dot } from './dot.ts';

/** A set of states made ready to be compared: centred columns, one below the other in memory. */
export interface CentredStates {
  /** [unit, row] */
  readonly columns: Float64Array;
  readonly rows: number;
  readonly units: number;
  /** ‖AᵀA‖_F */
  readonly selfNorm: number;
}

/** Centres states [row, unit]. A NaN makes every comparison NaN. */
export function centredStates(values: ArrayLike<number>, rows: number, units: number): CentredStates {
  const columns = centredColumns(values, rows, units);
  return { columns, rows, units, selfNorm: Math.sqrt(selfProduct(columns, rows, units)) };
}

/** The columns of [row, unit], each less its mean: [unit, row]. */
export function centredColumns(values: ArrayLike<number>, rows: number, units: number): Float64Array {
  assert(values.length === rows * units, `${values.length} values of ${rows} rows × ${units} units`);
  const columns = new Float64Array(values.length);
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * units + unit]!;
    for (let row = 0; row < rows; row++) columns[unit * rows + row] = values[row * units + unit]! - sum / rows;
  }
  return columns;
}

/**
 * Linear centred kernel alignment of two sets of states of the same rows: ‖AᵀB‖_F² / (‖AᵀA‖_F ‖BᵀB‖_F), 0…1; 1 where one
 * is the other turned and scaled. Widths may differ. NaN where one of them does not move.
 * Source: Kornblith et al. 2019. Checked: NumPy on handwritten digits against their first 32 columns .79735 and on random
 * matrices; CKA(X, 3XQ) = 1.
 */
export function linearCka(a: CentredStates, b: CentredStates): number {
  assert(a.rows === b.rows, `states of ${a.rows} and ${b.rows} rows`);
  let cross = 0;
  for (let i = 0; i < a.units; i++) {
    for (let j = 0; j < b.units; j++) cross += dot(a.columns, i * a.rows, b.columns, j * b.rows, a.rows) ** 2;
  }
  return cross / (a.selfNorm * b.selfNorm);
}

/** Products of all pairs of rows, made ready to be compared without bias. */
export interface RowProducts {
  readonly rows: number;
  /** Row i with row j > i, U-centred: (0, 1), (0, 2), …, (1, 2), … */
  readonly upper: Float64Array;
  /** ‖upper‖; 0: only rounding moves them. */
  readonly length: number;
}

/** Products that are a smaller share of the squares than this are made by rounding alone. */
const LEAST_SHARE = 1e-28;

/**
 * Products of all pairs of rows of states [row, unit], U-centred: less the means of both rows (diagonal left out), so that
 * unrelated states have products that are unrelated too. Takes rows²·units operations; at least 4 rows.
 */
export function rowProducts(values: ArrayLike<number>, rows: number, units: number): RowProducts {
  assert(rows >= 4, `row products of ${rows} rows: 4 are needed`);
  const byRow = rowsOfColumns(centredColumns(values, rows, units), rows, units);
  const upper = new Float64Array((rows * (rows - 1)) / 2);
  const sums = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++, at++) {
      const product = dot(byRow, i * units, byRow, j * units, units);
      upper[at] = product;
      sums[i]! += product;
      sums[j]! += product;
    }
  }
  const all = sums.reduce((sum, one) => sum + one, 0) / ((rows - 1) * (rows - 2));
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++, at++) upper[at]! += all - (sums[i]! + sums[j]!) / (rows - 2);
  }
  const length = Math.sqrt(dot(upper, 0, upper, 0, upper.length));
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += values[at]! ** 2;
  return { rows, upper, length: length > LEAST_SHARE * squares ? length : 0 };
}

/**
 * Linear centred kernel alignment without the bias of {@link linearCka}, which few rows of many units make large for
 * unrelated states as well: its expectation is 0 for those, so it may be a little below 0; at most 1. `shift`: row r of A is
 * held against row r + shift of B, around the circle. NaN where one of them does not move.
 * Source: unbiased HSIC, Song et al. 2012; in CKA, Nguyen et al. 2021. As an inner product of U-centred matrices: Székely &
 * Rizzo 2014. Checked: NumPy by the formula with traces (scripts/reference/similarity.py); CKA(X, 3XQ) = 1.
 */
export function debiasedCka(a: RowProducts, b: RowProducts, shift = 0): number {
  const { rows } = a;
  assert(rows === b.rows, `states of ${rows} and ${b.rows} rows`);
  assert(shift >= 0 && shift < rows, `a shift of ${shift} around ${rows} rows`);
  let cross = 0;
  if (shift === 0) cross = dot(a.upper, 0, b.upper, 0, a.upper.length);
  else {
    for (let i = 0, at = 0; i < rows; i++) {
      for (let j = i + 1; j < rows; j++, at++) cross += a.upper[at]! * b.upper[placeOf(rows, i + shift, j + shift)]!;
    }
  }
  return cross / (a.length * b.length);
}

/** Where the product of two rows lies, each around the circle. */
function placeOf(rows: number, i: number, j: number): number {
  const [one, other] = [i % rows, j % rows];
  const [low, high] = one < other ? [one, other] : [other, one];
  return low * rows - (low * (low + 1)) / 2 + high - low - 1;
}

function rowsOfColumns(columns: Float64Array, rows: number, units: number): Float64Array {
  return Float64Array.from(
    { length: columns.length },
    (_, at) => columns[(at % units) * rows + Math.floor(at / units)]!,
  );
}

/** ‖AᵀA‖_F²; what is symmetric is computed once. */
function selfProduct(columns: Float64Array, rows: number, units: number): number {
  let sum = 0;
  for (let i = 0; i < units; i++) {
    sum += dot(columns, i * rows, columns, i * rows, rows) ** 2;
    for (let j = 0; j < i; j++) sum += 2 * dot(columns, i * rows, columns, j * rows, rows) ** 2;
  }
  return sum;
}
