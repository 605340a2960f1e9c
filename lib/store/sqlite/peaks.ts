import type Database from 'better-sqlite3';
import { bucketOf, thinnedIndexes } from '../../protocol/thinning.ts';
import { BulkInsert } from './bulk-insert.ts';
import { readPoints } from './read-points.ts';
import type { SeriesState } from './segment-state.ts';
import { rowQuery } from './statements.ts';

/** Series below this many points are read whole fast enough. */
const FROM_COUNT = 16_384;
/** Points aimed at in a bucket: about 4 of them are copied, 6 % more bytes. */
const POINTS_PER_BUCKET = 64;
/** Closed buckets are copied in batches of at least this many. */
const BATCH_BUCKETS = 64;

/**
 * Keeps table `peak`: copies of the points of a long series that thinning to buckets of `peak_width` steps keeps, so
 * that a first load reads thousands of rows where the series has a million. Complete for steps below `peak_end`.
 */
export class PeakWriter {
  readonly #points: Database.Statement<[number, number, number], [number, number | null]>;
  readonly #peaks: BulkInsert;

  constructor(database: Database.Database) {
    this.#points = rowQuery(
      database,
      'SELECT step, value FROM point WHERE series = ? AND step >= ? AND step < ? ORDER BY step',
    );
    this.#peaks = new BulkInsert(database, 'peak (series, step, value)', 3);
  }

  /** Copies the buckets that closed since the last time, when they are many; changes the state, not its row. */
  extend(state: SeriesState): void {
    if (state.count < FROM_COUNT) return;
    if (state.peakWidth === 0) {
      state.peakWidth = widthOf(state);
      state.peakEnd = bucketOf(state.firstStep, state.peakWidth) * state.peakWidth;
    }
    // the bucket of the last step may still grow
    const end = bucketOf(state.lastStep, state.peakWidth) * state.peakWidth;
    if (end - state.peakEnd < BATCH_BUCKETS * state.peakWidth) return;
    const { steps, values } = readPoints(this.#points.all(state.id, state.peakEnd, end));
    for (const i of thinnedIndexes(steps, values, state.peakWidth)) this.#peaks.add3(state.id, steps[i]!, values[i]!);
    this.#peaks.flush();
    state.peakEnd = end;
  }

  /** Forgets rows that were not written. */
  clear(): void {
    this.#peaks.clear();
  }
}

/** A power of two, so that every wider thinning can go on from it. */
function widthOf({ count, firstStep, lastStep }: SeriesState): number {
  const stepsPerPoint = Math.max(1, (lastStep - firstStep) / count);
  return 2 ** Math.round(Math.log2(stepsPerPoint * POINTS_PER_BUCKET));
}
