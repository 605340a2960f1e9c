import type { Note } from './note.ts';
import type { EpochRecord, EventRecord, SeriesKey, TensorInfo } from './record.ts';
import type { RunInfo } from './run.ts';
import type { Verdict } from './verdict.ts';

/**
 * A stretch of a run between resumes; within it steps only rise. A resume, or a step going back, opens a new one.
 */
export interface SegmentInfo {
  readonly index: number;
  readonly firstStep: number;
  readonly startedMs: number;
}

export interface SeriesInfo extends SeriesKey {
  /** Unique in the store file. */
  readonly id: number;
  readonly segment: number;
  /** Points stored so far. */
  readonly count: number;
}

/** Points of one series in step order. `of` > points.length says the points were thinned: extremes kept, none invented. */
export interface SeriesPoints {
  readonly id: number;
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** How many stored points these stand for. */
  readonly of: number;
}

/** When each step happened, shared by all series of a segment. Rows in step order. */
export interface MomentColumns {
  readonly segment: number;
  readonly steps: Float64Array;
  readonly epochs: Int32Array;
  readonly wallMs: Float64Array;
  readonly of: number;
}

export interface StoredTensor extends TensorInfo {
  /** Unique in the store file, rising in the order of commits; the bytes of an id never change. */
  readonly id: number;
  readonly bytes: number;
}

export interface StoredEvent extends EventRecord {
  readonly id: number;
}

export interface StoredEpoch extends EpochRecord {
  readonly segment: number;
}

/**
 * What a reader has seen of a run. `tail(run, cursor)` gives exactly what came after, once, in order.
 * An empty cursor means: everything.
 */
export interface Cursor {
  /** Last step seen, by series id. A series not listed was never seen. */
  readonly series: { readonly [seriesId: string]: number };
  /** Last step seen of the moments, by segment index. */
  readonly moments: { readonly [segment: string]: number };
  /** Highest tensor and event id seen. */
  readonly tensor: number;
  readonly event: number;
  /** Revision of the run's info, epochs, verdicts and notes. */
  readonly revision: number;
}

export const EMPTY_CURSOR: Cursor = { series: {}, moments: {}, tensor: 0, event: 0, revision: 0 };

/** What came after a cursor. Absent parts did not change. */
export interface Delta {
  /** Whole info, when the revision moved. */
  readonly run: RunInfo | null;
  readonly segments: readonly SegmentInfo[];
  /** Series first seen in this delta. */
  readonly series: readonly SeriesInfo[];
  readonly points: readonly SeriesPoints[];
  readonly moments: readonly MomentColumns[];
  readonly tensors: readonly StoredTensor[];
  readonly events: readonly StoredEvent[];
  /** Epochs and verdicts new or changed. */
  readonly epochs: readonly StoredEpoch[];
  readonly verdicts: readonly Verdict[];
  /** Notes new or changed; of a deleted one `deletedMs` says so. */
  readonly notes: readonly Note[];
  readonly cursor: Cursor;
}

/** A delta that says nothing. */
export function emptyDelta(cursor: Cursor): Delta {
  return {
    run: null,
    segments: [],
    series: [],
    points: [],
    moments: [],
    tensors: [],
    events: [],
    epochs: [],
    verdicts: [],
    notes: [],
    cursor,
  };
}
