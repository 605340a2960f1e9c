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
  assert(values.length === rows * units, `${values.length} values of ${rows} rows × ${units} units`);
  const columns = new Float64Array(values.length);
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * units + unit]!;
    for (let row = 0; row < rows; row++) columns[unit * rows + row] = values[row * units + unit]! - sum / rows;
  }
  return { columns, rows, units, selfNorm: Math.sqrt(selfProduct(columns, rows, units)) };
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

/** ‖AᵀA‖_F²; what is symmetric is computed once. */
function selfProduct(columns: Float64Array, rows: number, units: number): number {
  let sum = 0;
  for (let i = 0; i < units; i++) {
    sum += dot(columns, i * rows, columns, i * rows, rows) ** 2;
    for (let j = 0; j < i; j++) sum += 2 * dot(columns, i * rows, columns, j * rows, rows) ** 2;
  }
  return sum;
}
