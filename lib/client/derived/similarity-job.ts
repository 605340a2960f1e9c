import { debiasedCka, type RowProducts, rowProducts } from '../../analysis/cka.ts';
import { circleShifts } from '../../analysis/compare/match-chance.ts';
import { evenIndices, finiteMask } from '../../analysis/projection/epoch-sample.ts';
import { UnrolledError } from '../../base/errors.ts';
import type { Job, ReadTensor } from './jobs.ts';
import { pickedRows, rowsOfMask, sharedSequences } from './shared-steps.ts';
import type { TensorRef } from './tensor-ref.ts';

/** Steps that are looked at: what is compared are all pairs of them. */
export const MOST_STEPS = 500;
/** So many are read: at some of them another run may have no states. */
const READ_STEPS = 2 * MOST_STEPS;
/** Ways the steps are turned around the circle to see what chance does. */
const SHIFTS = 10;
/** Fewer steps tell nothing. */
export const LEAST_STEPS = 20;

/** CKA of every two snapshots of the same probe, without bias; and of the first with each when steps are turned. */
export const similarityJob: Job<'similarity'> = async function* ({ snapshots }, read) {
  const count = snapshots.length;
  const sequences = sharedSequences(snapshots);
  if (sequences === 0) {
    throw new UnrolledError('bad-shape', 'CKA: states of different lengths — they must be of as many timesteps');
  }
  const wanted = await stepsToRead(snapshots, sequences, read);
  const states: ArrayLike<number>[] = [];
  for (const snapshot of snapshots) {
    states.push(wanted.length > 0 ? await read(snapshot, wanted) : []);
    yield { phase: 'loading', done: (0.4 * states.length) / count };
  }
  const masks = states.map((values, i) => finiteMask(values, widthOf(snapshots[i]!)));
  const known = masks.map((mask) => mask.some((one) => one === 1));
  const all = Uint8Array.from(wanted, (_, row) => Number(masks.every((mask, i) => !known[i] || mask[row] === 1)));
  const finite = rowsOfMask(all);
  const rows = evenIndices(finite.length, Math.min(MOST_STEPS, finite.length)).map((at) => finite[at]!);
  const values = new Float64Array(count * count).fill(Number.NaN);
  const chance = new Float64Array(count).fill(Number.NaN);
  if (rows.length < LEAST_STEPS) return { count, values, chance, steps: rows.length };
  const products: (RowProducts | null)[] = [];
  for (const [i, snapshot] of snapshots.entries()) {
    const width = widthOf(snapshot);
    products.push(known[i] ? rowProducts(pickedRows(states[i]!, width, rows), rows.length, width) : null);
    yield { phase: 'scores', done: 0.4 + (0.2 * products.length) / count };
  }
  const shifts = circleShifts(rows.length, SHIFTS);
  for (const [i, one] of products.entries()) {
    for (const [j, other] of products.slice(0, i + 1).entries()) {
      const value = one && other ? debiasedCka(other, one) : Number.NaN;
      values[i * count + j] = value;
      values[j * count + i] = value;
    }
    const first = products[0];
    if (i > 0 && one && first) chance[i] = Math.max(...Array.from(shifts, (shift) => debiasedCka(first, one, shift)));
    yield { phase: 'scores', done: 0.6 + (0.4 * (i + 1)) / count };
  }
  return { count, values, chance, steps: rows.length };
};

function widthOf({ shape }: TensorRef): number {
  return shape[2] ?? 1;
}

/** Steps at which the first snapshot that has finite states has them, evenly; none where all are broken. */
async function stepsToRead(snapshots: readonly TensorRef[], sequences: number, read: ReadTensor): Promise<Int32Array> {
  for (const snapshot of snapshots) {
    const mask = finiteMask(await read(snapshot), widthOf(snapshot));
    const rows = rowsOfMask(mask.subarray(0, sequences * (snapshot.shape[1] ?? 0)));
    if (rows.length > 0) return evenIndices(rows.length, Math.min(READ_STEPS, rows.length)).map((at) => rows[at]!);
  }
  return new Int32Array();
}
