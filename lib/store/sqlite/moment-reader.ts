import type Database from 'better-sqlite3';
import type { MomentColumns } from '../../protocol/delta.ts';
import { thinningWidth } from '../../protocol/thinning.ts';
import { bucketsFor } from './series-reader.ts';
import { rowQuery, valueQuery } from './statements.ts';

/** What a segment's row says, as readers need it. */
export interface SegmentExtent {
  readonly id: number;
  readonly number: number;
  readonly startedMs: number;
  readonly moments: number;
  /** -Infinity without moments. */
  readonly lastStep: number;
}

type Row = [step: number, epoch: number, ms: number];

/** Reads the moments of a segment. Runs inside the caller's read transaction. */
export class MomentReader {
  readonly #after: Database.Statement<[number, number, number], Row>;
  readonly #first: Database.Statement<[number, number], Row>;
  readonly #last: Database.Statement<[number, number], Row>;
  readonly #count: Database.Statement<[number, number], number>;

  constructor(database: Database.Database) {
    const columns = 'SELECT step, epoch, ms FROM moment WHERE segment = ?';
    this.#after = rowQuery(database, `${columns} AND step > ? ORDER BY step LIMIT ?`);
    this.#first = rowQuery(database, `${columns} AND step >= ? ORDER BY step LIMIT 1`);
    this.#last = rowQuery(database, `${columns} AND step < ? ORDER BY step DESC LIMIT 1`);
    this.#count = valueQuery(database, 'SELECT count(*) FROM moment WHERE segment = ? AND step > ?');
  }

  /**
   * Moments after a step. With more than `maxRows` of them, the first and last of buckets of equal width, as many as
   * points thinned to `maxRows` have: the answer then costs its own length, not that of the segment.
   */
  readAfter(segment: SegmentExtent, step: number, maxRows = Infinity): MomentColumns {
    const limit = maxRows === Infinity ? -1 : maxRows + 1;
    const known = step === -Infinity ? segment.moments : 0;
    if (known <= maxRows) {
      const rows = this.#after.all(segment.id, step, limit);
      if (rows.length <= maxRows) return columnsOf(segment, rows, rows.length);
    }
    const of = known || this.#count.get(segment.id, step)!;
    return columnsOf(segment, this.#ends(segment, step, bucketsFor(maxRows)), of);
  }

  /** First and last moment of each bucket, by one look-up each. */
  #ends({ id, lastStep }: SegmentExtent, after: number, buckets: number): Row[] {
    const rows: Row[] = [];
    let row = this.#after.get(id, after, 1);
    const width = row ? thinningWidth(row[0], lastStep, buckets) : 1;
    while (row) {
      rows.push(row);
      const next = (Math.floor(row[0] / width) + 1) * width;
      const last = this.#last.get(id, next)!;
      if (last[0] > row[0]) rows.push(last);
      row = this.#first.get(id, next);
    }
    return rows;
  }
}

function columnsOf({ number, startedMs }: SegmentExtent, rows: readonly Row[], of: number): MomentColumns {
  return {
    segment: number,
    steps: Float64Array.from(rows, (row) => row[0]),
    epochs: Int32Array.from(rows, (row) => row[1]),
    wallMs: Float64Array.from(rows, (row) => startedMs + row[2]),
    of,
  };
}
