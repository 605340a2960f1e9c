import type Database from 'better-sqlite3';
import type { SeriesPoints } from '../../protocol/delta.ts';
import { bucketOf, thinningWidth, thinPoints } from '../../protocol/thinning.ts';
import { columnPoints, readPoints } from './read-points.ts';
import { rowQuery, valueQuery } from './statements.ts';

/** What a series' row says, as readers need it. */
export interface SeriesExtent {
  readonly id: number;
  readonly segment: number;
  readonly count: number;
  readonly lastStep: number;
  readonly peakWidth: number;
  readonly peakEnd: number;
}

type Row = [number, number | null];
type Points = { readonly steps: Float64Array; readonly values: Float64Array };

/** From so many points on a series is read by columns: two passes, but no array for each row. */
const LONG = 2_048;
/** Points kept of a bucket, as a rule: first, smallest, largest, last. */
const POINTS_PER_BUCKET = 4;

/** The buckets that `maxPoints` points stand for. */
export function bucketsFor(maxPoints: number): number {
  return Math.max(2, Math.floor(maxPoints / POINTS_PER_BUCKET));
}

/** Reads points of a series, exactly or thinned. Runs inside the caller's read transaction. */
export class SeriesReader {
  readonly #points: Database.Statement<[number, number, number], Row>;
  readonly #pointsUpTo: Database.Statement<[number, number, number, number], Row>;
  readonly #stepsUpTo: Database.Statement<[number, number, number, number], number>;
  readonly #valuesUpTo: Database.Statement<[number, number, number, number], number | null>;
  readonly #peaks: Database.Statement<[number, number, number], Row>;
  readonly #first: Database.Statement<[number, number], number>;
  readonly #last: Database.Statement<[number, number], number>;
  readonly #count: Database.Statement<[number, number, number], number>;

  constructor(database: Database.Database) {
    const between = 'FROM point WHERE series = ? AND step >= ? AND step <= ?';
    this.#points = rowQuery(database, `SELECT step, value ${between} ORDER BY step`);
    this.#pointsUpTo = rowQuery(database, `SELECT step, value ${between} ORDER BY step LIMIT ?`);
    this.#stepsUpTo = valueQuery(database, `SELECT step ${between} ORDER BY step LIMIT ?`);
    this.#valuesUpTo = valueQuery(database, `SELECT value ${between} ORDER BY step LIMIT ?`);
    this.#peaks = rowQuery(
      database,
      'SELECT step, value FROM peak WHERE series = ? AND step >= ? AND step < ? ORDER BY step',
    );
    this.#first = valueQuery(database, 'SELECT step FROM point WHERE series = ? AND step >= ? ORDER BY step LIMIT 1');
    this.#last = valueQuery(
      database,
      'SELECT step FROM point WHERE series = ? AND step <= ? ORDER BY step DESC LIMIT 1',
    );
    this.#count = valueQuery(database, `SELECT count(*) ${between}`);
  }

  /**
   * Points of a series with from ≤ step ≤ to. With more than `maxPoints` of them, what `thinPoints` keeps of them
   * (buckets: a quarter of `maxPoints`).
   */
  read(series: SeriesExtent, from: number, to: number, maxPoints = Infinity): SeriesPoints {
    const { id } = series;
    if (maxPoints === Infinity) return whole(id, readPoints(this.#points.all(id, from, to)));
    // most reads are of a few new points: one look answers them
    if (series.count > LONG && series.count <= maxPoints) {
      const steps = this.#stepsUpTo.all(id, from, to, maxPoints);
      return whole(id, columnPoints(steps, this.#valuesUpTo.all(id, from, to, maxPoints)));
    }
    if (from > -Infinity || series.count <= maxPoints) {
      const rows = this.#pointsUpTo.all(id, from, to, maxPoints + 1);
      if (rows.length <= maxPoints) return whole(id, readPoints(rows));
    }
    const first = this.#first.get(id, from);
    const last = this.#last.get(id, to);
    if (first === undefined || last === undefined || last < first) return whole(id, readPoints([]));
    const of = from === -Infinity && to >= series.lastStep ? series.count : this.#count.get(id, first, last)!;
    const buckets = bucketsFor(maxPoints);
    const { steps, values } = this.#coarse(series, first, last, thinningWidth(first, last, buckets));
    const { length, ...thinned } = thinPoints(steps, values, buckets);
    return { id, of, steps: thinned.steps.subarray(0, length), values: thinned.values.subarray(0, length) };
  }

  /** Points that thin to `width` as all of first…last do: the stored peaks where they are fine enough, else points. */
  #coarse({ id, peakWidth, peakEnd }: SeriesExtent, first: number, last: number, width: number): Points {
    // the range may begin and end inside a bucket, whose peaks may lie outside of it
    const from = Math.ceil(first / peakWidth) * peakWidth;
    const end = Math.min(bucketOf(last + 1, peakWidth) * peakWidth, peakEnd);
    if (peakWidth === 0 || width < peakWidth || end <= from) return readPoints(this.#points.all(id, first, last));
    const before = first < from ? this.#points.all(id, first, from).filter(([step]) => step < from) : [];
    const after = last >= end ? this.#points.all(id, end, last) : [];
    return readPoints([...before, ...this.#peaks.all(id, from, end), ...after]);
  }
}

function whole(id: number, { steps, values }: Points): SeriesPoints {
  return { id, steps, values, of: steps.length };
}
