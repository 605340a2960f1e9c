import { evenIndices } from '../../analysis/projection/epoch-sample.ts';
import type { TensorRef } from './tensor-ref.ts';

/** Rows of [sequence · time] of as many evenly spaced whole sequences as hold at most `most`; of one sequence at least. */
export function wholeSequences(sequences: number, time: number, most: number): Int32Array {
  const count = Math.max(1, Math.min(sequences, Math.floor(most / Math.max(1, time))));
  const rows = new Int32Array(count * time);
  for (const [place, sequence] of evenIndices(sequences, count).entries()) {
    for (let t = 0; t < time; t++) rows[place * time + t] = sequence * time + t;
  }
  return rows;
}

/** Sequences that all snapshots have; 0 where they are of different lengths. */
export function sharedSequences(snapshots: readonly TensorRef[]): number {
  const times = new Set(snapshots.map(({ shape }) => shape[1]));
  return times.size === 1 ? Math.min(...snapshots.map(({ shape }) => shape[0] ?? 0)) : 0;
}

/** The rows of a mask, in order. */
export function rowsOfMask(mask: Uint8Array): Int32Array {
  return Int32Array.from(Array.from(mask.keys()).filter((row) => mask[row] === 1));
}

/** Rows of [row, unit], copied, of all units or of some. */
export function pickedRows(
  values: ArrayLike<number>,
  width: number,
  rows: ArrayLike<number>,
  units: ArrayLike<number> | null = null,
): Float64Array {
  const count = units?.length ?? width;
  const picked = new Float64Array(rows.length * count);
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k < count; k++) picked[i * count + k] = values[rows[i]! * width + (units ? units[k]! : k)]!;
  }
  return picked;
}
