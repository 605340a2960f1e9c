import { assert } from '../../base/errors.ts';
import { sampleOf, seededRandom } from '../../base/random.ts';
import { pickRows, type Rows, stackRows } from '../linalg/rows.ts';

/** More points than this in one joint projection take too long. */
export const JOINT_CAP = 10_000;

/** Which points of which epochs go into one joint projection: the same points of every epoch. */
export interface JointSample {
  /** Indices of the epochs, ascending; first and last always among them. */
  readonly epochs: Int32Array;
  /** Rows of each epoch, ascending. */
  readonly rows: Int32Array;
  /** How many of all points (epochs × rows) were left out: to be said beside the picture. */
  readonly leftOut: number;
}

/**
 * Keeps epochs × rows within `cap`: rows are thinned first, evenly over the strata (a label per row: class, sequence),
 * but not below `fewestRows`; then epochs, evenly spaced. The same seed takes the same rows.
 */
export function jointSample(
  epochs: number,
  strata: ArrayLike<number>,
  { cap = JOINT_CAP, fewestRows = 100, seed = 1 } = {},
): JointSample {
  assert(epochs >= 1 && cap >= 1, `a joint sample of ${epochs} epochs within ${cap} points`);
  const rowLimit = Math.max(Math.min(fewestRows, cap), Math.floor(cap / epochs));
  const rows = stratifiedRows(strata, Math.min(strata.length, rowLimit), seed);
  const kept = Math.max(1, Math.min(epochs, Math.floor(cap / Math.max(1, rows.length))));
  return {
    epochs: evenly(epochs, kept),
    rows,
    leftOut: epochs * strata.length - kept * rows.length,
  };
}

/** The chosen points of all chosen epochs below one another. */
export function poolEpochs(epochs: readonly Rows[], sample: JointSample): Rows {
  return stackRows(Array.from(sample.epochs, (epoch) => pickRows(epochs[epoch]!, sample.rows)));
}

/** One layout per chosen epoch out of the layout of the pool. */
export function splitEpochs(layout: Rows, sample: JointSample): Rows[] {
  const { length: size } = sample.rows;
  return Array.from(sample.epochs, (_, e) =>
    pickRows(
      layout,
      Int32Array.from({ length: size }, (_, i) => e * size + i),
    ),
  );
}

/**
 * `count` rows, from each stratum its share (largest remainders first), ascending; seeded within a stratum. Needs count ≤
 * the number of rows.
 */
export function stratifiedRows(strata: ArrayLike<number>, count: number, seed = 1): Int32Array {
  const random = seededRandom(seed);
  const members = Map.groupBy(
    Array.from(strata, (_, i) => i),
    (i) => strata[i]!,
  );
  const groups = [...members.values()];
  const shares = groups.map((group) => (count * group.length) / Math.max(1, strata.length));
  const taken = shares.map(Math.floor);
  let missing = count - taken.reduce((sum, n) => sum + n, 0);
  const byRemainder = shares.map((_, g) => g).sort((a, b) => (shares[b]! % 1) - (shares[a]! % 1) || a - b);
  for (const g of byRemainder) {
    if (missing === 0) break;
    if (taken[g]! >= groups[g]!.length) continue;
    taken[g]!++;
    missing--;
  }
  const chosen = groups.flatMap((group, g) => Array.from(sampleOf(group.length, taken[g]!, random), (i) => group[i]!));
  return Int32Array.from(chosen).sort();
}

function evenly(size: number, count: number): Int32Array {
  // the last epoch is what most look at, so a single one is that one
  if (count === 1) return Int32Array.of(size - 1);
  return Int32Array.from({ length: count }, (_, i) => Math.round((i * (size - 1)) / (count - 1)));
}
