/** Rows of a matrix, copied: row-major [rows, units], none with a NaN. */
export interface PickedRows {
  readonly values: Float32Array;
  readonly rows: number;
  readonly units: number;
}

/** Indices of the rows without NaN of [rows, units], at most `most` of them, evenly spaced; rising. */
export function evenRowIndices(values: ArrayLike<number>, units: number, most: number): Int32Array {
  const whole: number[] = [];
  for (let row = 0; row * units < values.length; row++) if (isWhole(values, row * units, units)) whole.push(row);
  const count = Math.min(whole.length, most);
  return Int32Array.from({ length: count }, (_, i) => whole[Math.floor((i * whole.length) / count)]!);
}

/** The rows without NaN (padding), at most `most` of them, evenly spaced. */
export function evenRows(values: Float32Array, units: number, most: number): PickedRows {
  const indices = evenRowIndices(values, units, most);
  const picked = new Float32Array(indices.length * units);
  for (const [i, row] of indices.entries()) picked.set(values.subarray(row * units, (row + 1) * units), i * units);
  return { values: picked, rows: indices.length, units };
}

function isWhole(values: ArrayLike<number>, from: number, units: number): boolean {
  for (let i = from; i < from + units; i++) if (Number.isNaN(values[i]!)) return false;
  return true;
}
