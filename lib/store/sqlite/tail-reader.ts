import type Database from 'better-sqlite3';
import type {
  Cursor,
  Delta,
  MomentColumns,
  SegmentInfo,
  SeriesInfo,
  SeriesPoints,
  StoredEpoch,
} from '../../protocol/delta.ts';
import type { TailOptions } from '../store.ts';
import { MomentReader, type SegmentExtent } from './moment-reader.ts';
import type { NoteTable } from './note-table.ts';
import {
  type EpochRow,
  type EventRow,
  epochOfRow,
  eventOfRow,
  TENSOR_COLUMNS,
  type TensorRow,
  tensorOfRow,
  type VerdictRow,
  verdictOfRow,
} from './record-row.ts';
import { type RunRow, runOfRow } from './run-row.ts';
import { type SeriesExtent, SeriesReader } from './series-reader.ts';

type ExtentRow = SeriesExtent & { readonly segmentNumber: number };
type SegmentRow = SegmentExtent & { readonly firstStep: number; readonly revision: number };
type NameRow = { readonly name: string; readonly context: string };

/** Reads what came after a cursor. Runs inside the caller's read transaction, so that a delta is of one moment. */
export class TailReader {
  readonly series: SeriesReader;
  readonly #moments: MomentReader;
  readonly #extents: Database.Statement<[number], ExtentRow>;
  readonly #name: Database.Statement<[number], NameRow>;
  readonly #segments: Database.Statement<[number], SegmentRow>;
  readonly #tensors: Database.Statement<[number, number], TensorRow>;
  readonly #events: Database.Statement<[number, number], EventRow>;
  readonly #epochs: Database.Statement<[number, number], EpochRow>;
  readonly #verdicts: Database.Statement<[number, number], VerdictRow>;

  readonly #notes: NoteTable;

  constructor(database: Database.Database, notes: NoteTable) {
    this.#notes = notes;
    this.series = new SeriesReader(database);
    this.#moments = new MomentReader(database);
    this.#extents = database.prepare(
      `SELECT series.id, series.segment, segment.number AS segmentNumber, count, series.last_step AS lastStep,
              peak_width AS peakWidth, peak_end AS peakEnd
       FROM series JOIN segment ON segment.id = series.segment WHERE series.run = ? ORDER BY series.id`,
    );
    this.#name = database.prepare('SELECT name, context FROM series WHERE id = ?');
    this.#segments = database.prepare(
      `SELECT id, number, first_step AS firstStep, started_ms AS startedMs, revision, moments, last_step AS lastStep
       FROM segment WHERE run = ? ORDER BY number`,
    );
    this.#tensors = database.prepare(`SELECT ${TENSOR_COLUMNS} FROM tensor WHERE run = ? AND id > ? ORDER BY id`);
    this.#events = database.prepare(
      `SELECT id, step, epoch, wall_ms, kind, level, message, data FROM event WHERE run = ? AND id > ? ORDER BY id`,
    );
    this.#epochs = database.prepare(
      `SELECT segment.number, epoch, epoch.first_step, step, wall_ms, snapshot
       FROM segment JOIN epoch ON epoch.segment = segment.id
       WHERE run = ? AND epoch.revision > ? ORDER BY segment.number, epoch`,
    );
    this.#verdicts = database.prepare(
      `SELECT id, rule, severity, layer, onset_epoch, announced_epoch, end_epoch, evidence, remedies
       FROM verdict WHERE run = ? AND revision > ? ORDER BY onset_epoch, id`,
    );
  }

  read(run: RunRow, cursor: Cursor, { maxPointsPerSeries, withoutPoints = false }: TailOptions): Delta {
    const moved = run.revision > cursor.revision;
    const segments = this.#segments.all(run.number);
    const { series, points, marks } = this.#readSeries(run.number, cursor, maxPointsPerSeries, withoutPoints);
    const moments = this.#readMoments(segments, cursor, maxPointsPerSeries);
    const tensors = this.#tensors.all(run.number, cursor.tensor).map(tensorOfRow);
    const events = this.#events.all(run.number, cursor.event).map(eventOfRow);
    return {
      run: moved ? runOfRow(run) : null,
      segments: segments.filter((each) => each.revision > cursor.revision).map(segmentInfo),
      series,
      points,
      moments,
      tensors,
      events,
      epochs: moved ? this.#epochs.all(run.number, cursor.revision).map(epochOfRow) : [],
      verdicts: moved ? this.#verdicts.all(run.number, cursor.revision).map(verdictOfRow) : [],
      notes: moved ? this.#notes.after(run.number, cursor.revision) : [],
      cursor: {
        series: marks.length > 0 ? { ...cursor.series, ...Object.fromEntries(marks) } : cursor.series,
        moments: { ...cursor.moments, ...Object.fromEntries(moments.map(lastMoment)) },
        tensor: tensors.at(-1)?.id ?? cursor.tensor,
        event: events.at(-1)?.id ?? cursor.event,
        revision: Math.max(run.revision, cursor.revision),
      },
    };
  }

  /** Every verdict of a run, in the order of onset. */
  verdicts(run: number): readonly VerdictRow[] {
    return this.#verdicts.all(run, -1);
  }

  /** Every epoch of a run, by segment. */
  epochs(run: number): readonly StoredEpoch[] {
    return this.#epochs.all(run, -1).map(epochOfRow);
  }

  /** Every segment of a run, in order. */
  segments(run: number): readonly SegmentInfo[] {
    return this.#segments.all(run).map(segmentInfo);
  }

  /** What the rows of a run's series say. */
  extents(run: number): readonly SeriesExtent[] {
    return this.#extents.all(run);
  }

  #readSeries(run: number, cursor: Cursor, maxPoints: number | undefined, withoutPoints: boolean) {
    const series: SeriesInfo[] = [];
    const points: SeriesPoints[] = [];
    const marks: [id: number, step: number][] = [];
    for (const extent of this.#extents.all(run)) {
      const seen = cursor.series[extent.id];
      if (seen !== undefined && seen >= extent.lastStep) continue;
      if (seen === undefined) series.push(this.#infoOf(extent));
      if (withoutPoints) {
        marks.push([extent.id, extent.lastStep]);
        continue;
      }
      const read = this.series.read(extent, seen === undefined ? -Infinity : next(seen), Infinity, maxPoints);
      points.push(read);
      marks.push([read.id, read.steps[read.steps.length - 1]!]);
    }
    return { series, points, marks };
  }

  #infoOf({ id, segmentNumber, count }: ExtentRow): SeriesInfo {
    const { name, context } = this.#name.get(id)!;
    return { id, name, context: JSON.parse(context), segment: segmentNumber, count };
  }

  #readMoments(segments: readonly SegmentRow[], cursor: Cursor, maxRows: number | undefined): MomentColumns[] {
    const unseen = (segment: SegmentRow) => cursor.moments[segment.number] ?? -Infinity;
    return segments
      .filter((segment) => segment.moments > 0 && segment.lastStep > unseen(segment))
      .map((segment) => this.#moments.readAfter(segment, unseen(segment), maxRows));
  }
}

/** The info of a segment's row. */
export function segmentInfo({ number, firstStep, startedMs }: Omit<SegmentRow, 'revision'>): SegmentInfo {
  return { index: number, firstStep, startedMs };
}

/** The number right after a step, so that "after" can be asked as "from". */
function next(step: number): number {
  return step + Math.max(Number.MIN_VALUE, Math.abs(step) * 2 ** -52);
}

function lastMoment({ segment, steps }: MomentColumns): [number, number] {
  return [segment, steps[steps.length - 1]!];
}
