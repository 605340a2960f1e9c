import type Database from 'better-sqlite3';
import type { SeriesKey } from '../../protocol/record.ts';
import { contextKey, seriesKey } from '../../protocol/series-id.ts';

/** What the writer must know of a series to go on; a mirror of its row. */
export interface SeriesState {
  readonly id: number;
  readonly key: SeriesKey;
  count: number;
  firstStep: number;
  lastStep: number;
  lastValue: number;
  min: number;
  max: number;
  peakWidth: number;
  peakEnd: number;
}

/** What the writer must know of a segment to go on. */
export interface SegmentState {
  /** Row ids of the run and of the segment. */
  readonly run: number;
  readonly id: number;
  readonly startedMs: number;
  moments: number;
  lastStep: number;
  readonly series: Map<string, SeriesState>;
}

interface SeriesRow {
  readonly id: number;
  readonly name: string;
  readonly context: string;
  readonly count: number;
  readonly first_step: number;
  readonly last_step: number;
  readonly last_value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly peak_width: number;
  readonly peak_end: number;
}

/** Reads segments with their series, and creates series. */
export class SegmentReader {
  readonly #segment: Database.Statement<
    [string, number],
    Omit<SegmentState, 'series' | 'lastStep'> & { lastStep: number | null }
  >;
  readonly #series: Database.Statement<[number, number], SeriesRow>;
  readonly #create: Database.Statement<[number, number, string, string]>;
  /** Computing a key costs more than storing a point, and recorders hand in the same key objects again and again. */
  readonly #keys = new WeakMap<SeriesKey, string>();

  constructor(database: Database.Database) {
    this.#segment = database.prepare(
      `SELECT segment.run, segment.id, segment.started_ms AS startedMs, segment.moments, segment.last_step AS lastStep
       FROM segment JOIN run ON run.number = segment.run WHERE run.id = ? AND segment.number = ?`,
    );
    this.#series = database.prepare(
      `SELECT id, name, context, count, first_step, last_step, last_value, min, max, peak_width, peak_end
       FROM series WHERE run = ? AND segment = ?`,
    );
    this.#create = database.prepare(
      `INSERT INTO series (run, segment, name, context, count, first_step, last_step) VALUES (?, ?, ?, ?, 0, 0, 0)`,
    );
  }

  /** The segment of a run, or undefined when there is none of that number. */
  read(runId: string, number: number): SegmentState | undefined {
    const row = this.#segment.get(runId, number);
    if (!row) return undefined;
    const series = new Map<string, SeriesState>();
    for (const each of this.#series.all(row.run, row.id)) {
      const state = stateOfRow(each);
      series.set(seriesKey(state.key), state);
    }
    return { ...row, lastStep: row.lastStep ?? -Infinity, series };
  }

  /** The state of a series, made with its row when it is new. */
  stateOf(segment: SegmentState, key: SeriesKey): SeriesState {
    let text = this.#keys.get(key);
    if (text === undefined) {
      text = seriesKey(key);
      this.#keys.set(key, text);
    }
    const known = segment.series.get(text);
    if (known) return known;
    const { lastInsertRowid } = this.#create.run(segment.run, segment.id, key.name, contextKey(key.context));
    const state: SeriesState = {
      id: Number(lastInsertRowid),
      key,
      count: 0,
      firstStep: 0,
      lastStep: -Infinity,
      lastValue: Number.NaN,
      min: Number.NaN,
      max: Number.NaN,
      peakWidth: 0,
      peakEnd: 0,
    };
    segment.series.set(text, state);
    return state;
  }
}

function stateOfRow(row: SeriesRow): SeriesState {
  return {
    id: row.id,
    key: { name: row.name, context: JSON.parse(row.context) },
    count: row.count,
    firstStep: row.first_step,
    lastStep: row.last_step,
    lastValue: row.last_value ?? Number.NaN,
    min: row.min ?? Number.NaN,
    max: row.max ?? Number.NaN,
    peakWidth: row.peak_width,
    peakEnd: row.peak_end,
  };
}
