import type { Cursor, Delta, SegmentInfo, SeriesInfo, SeriesPoints, StoredEpoch } from '../protocol/delta.ts';
import type { RunChange, RunPosition } from '../protocol/ingest.ts';
import type { NewNote, Note, NoteEdit } from '../protocol/note.ts';
import type { RecordBatch, TensorRecord } from '../protocol/record.ts';
import type { NewRun, RunInfo, RunPatch, RunStatus } from '../protocol/run.ts';
import type { BinAnswer, RunEdit } from '../protocol/run-edit.ts';
import type { Verdict } from '../protocol/verdict.ts';

/** What became of an append. */
export interface AppendReport {
  /** Points stored. */
  readonly points: number;
  /**
   * Points refused because their series already has a point at that step or a later one. They are counted in the run's
   * `dropped` under {@link DUPLICATE_STEP}.
   */
  readonly refused: number;
}

/** Reason in `RunInfo.dropped` of points refused at or below the last step of their series. */
export const DUPLICATE_STEP = 'duplicate-step';

/** Opens the next segment of a run; what is appended after it belongs to it. */
export interface SegmentChange {
  readonly kind: 'segment';
  readonly firstStep: number;
  readonly startedMs: number;
}

/** Which request of which sender a write carries out: it is carried out once. */
export interface WriteMark {
  readonly sender: string;
  /** 1, 2, 3, …; 1 begins with `create` or `resume` and makes this the run's sender. */
  readonly number: number;
}

/** What became of a write. */
export interface WriteReport {
  /** True: this number was carried out before, and nothing was done now. */
  readonly repeated: boolean;
  readonly position: RunPosition;
}

/** A run as the list needs it. */
export interface StoredRun {
  readonly info: RunInfo;
  /** Rises when info, segments, epochs or verdicts change; a heartbeat does not move it. */
  readonly revision: number;
  /** Last finished epoch, 0 before the first ended. */
  readonly epoch: number;
  /** Highest step logged in the newest segment that has points; 0 before the first. */
  readonly step: number;
}

/** The part of a run that says whether its process lives. */
export interface Pulse {
  readonly id: string;
  readonly status: RunStatus;
  readonly heartbeatMs: number;
  readonly host: string;
  readonly pid: number;
}

/** A series with what is known of its values without reading its points. */
export interface SeriesSummary extends SeriesInfo {
  readonly lastStep: number;
  /** May be NaN or ±Infinity. */
  readonly lastValue: number;
  /** Smallest and largest finite value; NaN when there is none. */
  readonly min: number;
  readonly max: number;
}

/** What a row of the run list is made of, beside {@link StoredRun}. */
export interface RunParts {
  readonly series: readonly SeriesSummary[];
  readonly segments: readonly SegmentInfo[];
  readonly epochs: readonly StoredEpoch[];
  readonly verdicts: readonly Verdict[];
}

export interface TailOptions {
  /**
   * A series with more unseen points than this is thinned as `thinPoints(…, maxPointsPerSeries / 4)` does: buckets of
   * equal width, of each the first, smallest, largest and last point, so at most this many (a bucket that holds
   * NaN or ±Infinity keeps up to three more). Moments are thinned likewise to the first and last of a bucket.
   * At least 8. Absent: every point.
   */
  readonly maxPointsPerSeries?: number;
  /** Series are told, none of their points; the cursor is as if the points had been read. Moments come all the same. */
  readonly withoutPoints?: boolean;
}

export interface WindowQuery {
  readonly runId: string;
  /** Ids of series of this run; others are left out of the answer. */
  readonly seriesIds: readonly number[];
  /** Inclusive. */
  readonly fromStep: number;
  /** Inclusive. */
  readonly toStep: number;
  /** Per series, as {@link TailOptions.maxPointsPerSeries}. */
  readonly maxPoints: number;
}

/**
 * Where runs are kept. Every failure is an UnrolledError: `locked`, `corrupt`, `disk-full`, `unwritable`,
 * `newer-schema`, `foreign-file`, `absent`, `unknown-run`, `unknown-tensor`, `unknown-note`, `run-exists`, `run-live`, `gap`,
 * `other-sender`, `store-closed`, `store-failed`.
 *
 * Several processes may write to one store while others read it; a run is written by one process at a time.
 */
export interface Store {
  /** Names this store for good: ids of two stores have nothing to do with each other. */
  readonly id: string;

  /** Opens a run, live, with the next colour, and its first segment. */
  createRun(run: NewRun): Promise<{ readonly run: RunInfo; readonly segment: SegmentInfo }>;

  /**
   * Stores a batch, all of it or nothing. Points of a series must rise in step: of two at one step in a batch the last
   * wins; those at or below the series' last stored step are refused and counted. Moments at or below the segment's
   * last one are skipped. The caller keeps its buffers.
   */
  append(runId: string, segment: number, batch: RecordBatch): Promise<AppendReport>;

  /**
   * Does several things to a run in order, all of them or none; appends go to its newest segment. `resume` is refused
   * with `run-live` while the run's process lives.
   *
   * With a mark: a number carried out before is acknowledged and ignored, one too many is refused with `gap`, one of
   * another sender than the run's with `other-sender`; the number is kept in the same transaction.
   */
  write(runId: string, changes: readonly (RunChange | SegmentChange)[], mark?: WriteMark): Promise<WriteReport>;

  /** How far a run has come, and which request of `sender` was carried out last: 0 for none, null when it isn't the run's. */
  position(runId: string, sender?: string): Promise<RunPosition & { readonly received: number | null }>;

  /** Changes what may change of a run. `dropped` is added to the counts stored, everything else replaces. */
  updateRun(runId: string, patch: RunPatch): Promise<void>;

  /**
   * Changes what people say of runs, of all of them or of none. A field set here is no longer changed by
   * {@link updateRun} or {@link write}. `nowMs`: when it happens, for `archived` and `deleted`.
   */
  editRuns(runIds: readonly string[], edit: RunEdit, nowMs: number): Promise<void>;

  /** Removes the deleted runs for good, all but those still being recorded. */
  emptyBin(): Promise<BinAnswer>;

  /** Pins a note to a run. */
  addNote(runId: string, note: NewNote, nowMs: number): Promise<Note>;

  /** Changes a note of a run, deletes or restores it. Throws `unknown-note`. */
  editNote(runId: string, noteId: number, edit: NoteEdit, nowMs: number): Promise<Note>;

  /** By the epoch they are about, then as they were written; deleted ones are not among them. */
  listNotes(runId: string): Promise<readonly Note[]>;

  /** Opens the next segment of a run: after a resume, or when steps go back. */
  openSegment(runId: string, firstStep: number, startedMs: number): Promise<SegmentInfo>;

  /** Says that the run's process lives. */
  heartbeat(runId: string, ms: number): Promise<void>;

  /** Newest first. */
  listRuns(): Promise<readonly StoredRun[]>;

  /** Cheap enough for every second. */
  pulses(): Promise<readonly Pulse[]>;

  getRun(runId: string): Promise<StoredRun>;

  /** By segment, then in the order they were first logged. */
  listSeries(runId: string): Promise<readonly SeriesSummary[]>;

  /** All that is said of a run beside its points, tensors and events: of one moment, in one go. */
  runParts(runId: string): Promise<RunParts>;

  /** In the order of onset. */
  listVerdicts(runId: string): Promise<readonly Verdict[]>;

  /** Exactly what came after the cursor, in order. Costs what changed, not what is stored. */
  tail(runId: string, cursor: Cursor, options?: TailOptions): Promise<Delta>;

  /** Points of some series in a range of steps; the same stored points and query give the same answer. */
  window(query: WindowQuery): Promise<readonly SeriesPoints[]>;

  /** A tensor with its bytes. The caller owns the buffer. */
  tensor(id: number): Promise<TensorRecord>;

  /** Only the bytes: row-major, little-endian. The caller owns the buffer. */
  tensorBytes(id: number): Promise<Uint8Array>;

  /** A number that differs from the last one after ANOTHER connection committed. Costs microseconds. */
  dataVersion(): number;

  /** Moves what was committed into the main file and empties the log beside it, as far as readers allow. */
  checkpoint(): Promise<void>;

  /** Idempotent. After it every other call is refused with `store-closed`. */
  close(): Promise<void>;
}
