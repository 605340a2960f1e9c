import type Database from 'better-sqlite3';
import { UnrolledError } from '../../base/errors.ts';
import type { Cursor, Delta, SegmentInfo, SeriesPoints } from '../../protocol/delta.ts';
import type { RunChange, RunPosition } from '../../protocol/ingest.ts';
import type { NewNote, Note, NoteEdit } from '../../protocol/note.ts';
import type { RecordBatch, TensorRecord } from '../../protocol/record.ts';
import type { NewRun, RunInfo, RunPatch } from '../../protocol/run.ts';
import type { BinAnswer, RunEdit } from '../../protocol/run-edit.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import {
  type AppendReport,
  DUPLICATE_STEP,
  type Pulse,
  type RunParts,
  type SegmentChange,
  type SeriesSummary,
  type Store,
  type StoredRun,
  type TailOptions,
  type WindowQuery,
  type WriteMark,
  type WriteReport,
} from '../store.ts';
import { RecordWriter } from './append-records.ts';
import { ScalarWriter } from './append-scalars.ts';
import { storeFailure } from './failure.ts';
import { byEpoch, NoteTable } from './note-table.ts';
import { TENSOR_COLUMNS, type TensorRow, tensorOfRow, verdictOfRow } from './record-row.ts';
import { removeRun } from './remove-run.ts';
import { RunTable } from './run-table.ts';
import { SegmentReader, type SegmentState } from './segment-state.ts';
import { SeriesList } from './series-list.ts';
import { valueQuery } from './statements.ts';
import { TailReader } from './tail-reader.ts';

interface Writers {
  readonly scalars: ScalarWriter;
  readonly records: RecordWriter;
}

/** A store in one SQLite file. Schema and layout: docs/schema.md, docs/adr/0001-points-as-rows.md. */
export class SqliteStore implements Store {
  readonly id: string;
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #runs: RunTable;
  readonly #segments: SegmentReader;
  readonly #tails: TailReader;
  readonly #notes: NoteTable;
  readonly #series: SeriesList;
  readonly #writers: Writers | null;
  readonly #dataVersion: Database.Statement<[], number>;
  /** Mirrors of rows this connection writes; dropped when another connection committed, or a transaction failed. */
  readonly #states = new Map<string, SegmentState>();
  #statesVersion = -1;

  /** Takes a connection whose schema is ready; owns it from now on. */
  constructor(database: Database.Database, file: string) {
    this.#database = database;
    this.#file = file;
    this.id = valueQuery<[], string>(database, "SELECT value FROM meta WHERE key = 'store_id'").get()!;
    this.#runs = new RunTable(database);
    this.#segments = new SegmentReader(database);
    this.#notes = new NoteTable(database);
    this.#series = new SeriesList(database);
    this.#tails = new TailReader(database, this.#notes);
    this.#writers = database.readonly
      ? null
      : { scalars: new ScalarWriter(database, this.#segments), records: new RecordWriter(database) };
    this.#dataVersion = valueQuery(database, 'PRAGMA data_version');
  }

  async createRun(run: NewRun): Promise<{ readonly run: RunInfo; readonly segment: SegmentInfo }> {
    return this.#write(() => {
      this.#runs.create(run);
      const segment = this.#runs.openSegment(run.id, 0, run.startedMs);
      return { run: this.#runs.get(run.id).info, segment };
    });
  }

  async append(runId: string, segment: number, batch: RecordBatch): Promise<AppendReport> {
    return this.#write((writers) => this.#append(writers, runId, segment, batch));
  }

  async write(runId: string, changes: readonly (RunChange | SegmentChange)[], mark?: WriteMark): Promise<WriteReport> {
    return this.#write((writers) => {
      const repeated = mark !== undefined && this.#runs.wasReceived(runId, mark);
      if (!repeated) {
        for (const change of changes) this.#change(writers, runId, change);
        if (mark) this.#runs.receive(runId, mark);
      }
      return { repeated, position: positionOf(this.#runs.position(runId)) };
    });
  }

  async position(runId: string, sender?: string): Promise<RunPosition & { readonly received: number | null }> {
    return this.#read(() => {
      const found = this.#runs.position(runId);
      return { ...positionOf(found), received: sender === found.sender ? found.received : null };
    });
  }

  async updateRun(runId: string, patch: RunPatch): Promise<void> {
    this.#write(() => this.#runs.update(runId, patch));
  }

  async editRuns(runIds: readonly string[], edit: RunEdit, nowMs: number): Promise<void> {
    this.#write(() => {
      for (const id of new Set(runIds)) this.#runs.edit(id, edit, nowMs);
    });
  }

  async emptyBin(): Promise<BinAnswer> {
    // each row that goes would be looked for in every table that may refer to it
    this.#guard(() => this.#database.pragma('foreign_keys = OFF'));
    try {
      return this.#write(() => {
        const bin = this.#runs.bin();
        const gone = bin.filter(({ isLive }) => !isLive);
        for (const { number } of gone) removeRun(this.#database, number);
        this.#states.clear();
        return { removed: gone.map(({ id }) => id), kept: bin.filter(({ isLive }) => isLive).map(({ id }) => id) };
      });
    } finally {
      this.#guard(() => this.#database.pragma('foreign_keys = ON'));
    }
  }

  async addNote(runId: string, note: NewNote, nowMs: number): Promise<Note> {
    return this.#write(() => {
      const { number } = this.#runs.row(runId);
      return this.#notes.add(number, note, this.#runs.bump(number), nowMs);
    });
  }

  async editNote(runId: string, noteId: number, edit: NoteEdit, nowMs: number): Promise<Note> {
    return this.#write(() => {
      const { number } = this.#runs.row(runId);
      return this.#notes.edit(number, noteId, edit, this.#runs.bump(number), nowMs);
    });
  }

  async listNotes(runId: string): Promise<readonly Note[]> {
    const notes = this.#read(() => this.#notes.after(this.#runs.row(runId).number, -1));
    return notes.filter(({ deletedMs }) => deletedMs === null).sort(byEpoch);
  }

  async openSegment(runId: string, firstStep: number, startedMs: number): Promise<SegmentInfo> {
    return this.#write(() => this.#runs.openSegment(runId, firstStep, startedMs));
  }

  async heartbeat(runId: string, ms: number): Promise<void> {
    this.#write(() => this.#runs.beat(runId, ms));
  }

  async listRuns(): Promise<readonly StoredRun[]> {
    return this.#read(() => this.#runs.list());
  }

  async pulses(): Promise<readonly Pulse[]> {
    return this.#read(() => this.#runs.pulses());
  }

  async getRun(runId: string): Promise<StoredRun> {
    return this.#read(() => this.#runs.get(runId));
  }

  async listSeries(runId: string): Promise<readonly SeriesSummary[]> {
    return this.#read(() => this.#series.of(this.#runs.number(runId)));
  }

  async runParts(runId: string): Promise<RunParts> {
    return this.#read(() => {
      const number = this.#runs.number(runId);
      return {
        series: this.#series.of(number),
        segments: this.#tails.segments(number),
        epochs: this.#tails.epochs(number),
        verdicts: this.#tails.verdicts(number).map(verdictOfRow),
      };
    });
  }

  async listVerdicts(runId: string): Promise<readonly Verdict[]> {
    return this.#read(() => this.#tails.verdicts(this.#runs.row(runId).number).map(verdictOfRow));
  }

  async tail(runId: string, cursor: Cursor, options: TailOptions = {}): Promise<Delta> {
    return this.#read(() => this.#tails.read(this.#runs.row(runId), cursor, options));
  }

  async window({ runId, seriesIds, fromStep, toStep, maxPoints }: WindowQuery): Promise<readonly SeriesPoints[]> {
    return this.#read(() => {
      const wanted = new Set(seriesIds);
      return this.#tails
        .extents(this.#runs.row(runId).number)
        .filter(({ id }) => wanted.has(id))
        .map((extent) => this.#tails.series.read(extent, fromStep, toStep, maxPoints));
    });
  }

  async tensor(id: number): Promise<TensorRecord> {
    return this.#read(() => {
      const sql = `SELECT ${TENSOR_COLUMNS}, data FROM tensor WHERE id = ?`;
      const row = this.#database.prepare<[number], TensorRow & { data: Buffer }>(sql).get(id);
      if (!row) throw unknownTensor(id);
      const { id: _, bytes: __, ...info } = tensorOfRow(row);
      return { ...info, data: ownBytes(row.data) };
    });
  }

  async tensorBytes(id: number): Promise<Uint8Array> {
    return this.#read(() => {
      const data = valueQuery<[number], Buffer>(this.#database, 'SELECT data FROM tensor WHERE id = ?').get(id);
      if (!data) throw unknownTensor(id);
      return ownBytes(data);
    });
  }

  dataVersion(): number {
    return this.#guard(() => this.#dataVersion.get()!);
  }

  async checkpoint(): Promise<void> {
    if (this.#database.readonly) return;
    this.#guard(() => this.#database.pragma('wal_checkpoint(TRUNCATE)'));
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #change(writers: Writers, runId: string, change: RunChange | SegmentChange): void {
    if (change.kind === 'create') {
      this.#runs.create(change.run);
      this.#runs.openSegment(runId, 0, change.run.startedMs);
    } else if (change.kind === 'resume') this.#runs.resume(runId, change);
    else if (change.kind === 'segment') this.#runs.openSegment(runId, change.firstStep, change.startedMs);
    else if (change.kind === 'update') this.#runs.update(runId, change.patch);
    else this.#append(writers, runId, this.#runs.newestSegment(this.#runs.row(runId).number), change.batch);
  }

  #append(writers: Writers, runId: string, segment: number, batch: RecordBatch): AppendReport {
    const state = this.#stateOf(runId, segment);
    const report = batch.scalars ? writers.scalars.write(state, batch.scalars) : { points: 0, refused: 0 };
    if (report.refused > 0) this.#runs.update(runId, { dropped: { [DUPLICATE_STEP]: report.refused } });
    const moves = batch.epochs.length > 0 || batch.verdicts.length > 0;
    writers.records.write(state, batch, moves ? this.#runs.bump(state.run) : 0);
    return report;
  }

  /** All of `work` or nothing, with the write lock held from the start: no other writer in between. */
  #write<T>(work: (writers: Writers) => T): T {
    const writers = this.#writers;
    if (!writers)
      throw new UnrolledError('unwritable', `run store ${this.#file}: opened for reading — open it for writing`);
    return this.#guard(() => {
      try {
        return this.#database.transaction(() => work(writers)).immediate();
      } catch (error) {
        writers.scalars.clear();
        this.#states.clear();
        throw error;
      }
    });
  }

  /** One moment's view of the store. */
  #read<T>(work: () => T): T {
    return this.#guard(() => this.#database.transaction(work).deferred());
  }

  #guard<T>(work: () => T): T {
    if (!this.#database.open)
      throw new UnrolledError('store-closed', `run store ${this.#file}: closed — open it again`);
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, this.#file);
    }
  }

  /** Inside a write: nobody else can change the rows any more, so a mirror of this version holds. */
  #stateOf(runId: string, segment: number): SegmentState {
    const version = this.#dataVersion.get()!;
    if (version !== this.#statesVersion) this.#states.clear();
    this.#statesVersion = version;
    const key = `${segment}/${runId}`;
    const state = this.#states.get(key) ?? this.#segments.read(runId, segment);
    if (!state) {
      this.#runs.row(runId);
      throw new UnrolledError('unknown-segment', `segment ${segment} of run ${runId}: not there — open it first`);
    }
    this.#states.set(key, state);
    return state;
  }
}

function positionOf({ project, name, step, epoch, segment }: RunPosition): RunPosition {
  return { project, name, step, epoch, segment };
}

/** SQLite's bytes as the caller's own buffer, so that typed views are aligned and it can be transferred. */
function ownBytes(data: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data);
}

function unknownTensor(id: number): UnrolledError {
  return new UnrolledError('unknown-tensor', `tensor ${id}: not in this store — reload the page`);
}
