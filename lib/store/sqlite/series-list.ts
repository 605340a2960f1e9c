import type Database from 'better-sqlite3';
import type { SeriesSummary } from '../store.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly context: string;
  readonly segment: number;
  readonly count: number;
  readonly last_step: number;
  readonly last_value: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Lists the series of runs. Runs inside the caller's transaction. */
export class SeriesList {
  readonly #rows: Database.Statement<[number], Row>;

  constructor(database: Database.Database) {
    this.#rows = database.prepare(
      `SELECT series.id, name, context, segment.number AS segment, count, series.last_step, last_value, min, max
       FROM series JOIN segment ON segment.id = series.segment WHERE series.run = ? ORDER BY segment.number, series.id`,
    );
  }

  /** The series of a run (its row id), by segment, then in the order they were first logged. */
  of(run: number): SeriesSummary[] {
    return this.#rows.all(run).map(({ context, last_step, last_value, min, max, ...rest }) => ({
      ...rest,
      context: JSON.parse(context),
      lastStep: last_step,
      lastValue: last_value ?? Number.NaN,
      min: min ?? Number.NaN,
      max: max ?? Number.NaN,
    }));
  }
}
