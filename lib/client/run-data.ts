import type { Cursor, SegmentInfo, StoredEpoch, StoredEvent, StoredTensor } from '../protocol/delta.ts';
import type { Note } from '../protocol/note.ts';
import type { Context } from '../protocol/record.ts';
import type { RunInfo } from '../protocol/run.ts';
import type { TensorPart } from '../protocol/tensor-part.ts';
import type { Verdict } from '../protocol/verdict.ts';

/**
 * The points of one series, in step order, in growing typed columns: only the first `length` entries are points.
 * Where `of` > `length` the columns hold a thinned selection of the stored points (extremes kept) and a chart must say so.
 */
export interface SeriesColumns {
  readonly id: number;
  readonly name: string;
  readonly context: Context;
  readonly segment: number;
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly length: number;
  readonly of: number;
}

/** When each step happened, in step order over all segments; first `length` entries count. */
export interface MomentTable {
  readonly steps: Float64Array;
  readonly epochs: Int32Array;
  readonly wallMs: Float64Array;
  readonly length: number;
}

/**
 * All the dashboard holds of one run. Held outside React state and mutated by the connection only;
 * `revision` rises with every delta, so (run id, revision) is a cache key.
 */
export interface RunData {
  readonly info: RunInfo;
  readonly segments: readonly SegmentInfo[];
  readonly series: ReadonlyMap<number, SeriesColumns>;
  readonly moments: MomentTable;
  readonly tensors: readonly StoredTensor[];
  readonly events: readonly StoredEvent[];
  readonly epochs: readonly StoredEpoch[];
  readonly verdicts: readonly Verdict[];
  /** By the epoch they are about; deleted ones are not among them. */
  readonly notes: readonly Note[];
  readonly cursor: Cursor;
  readonly revision: number;
}

/** A tensor's values as numbers: float16 is decoded, NaN stays NaN. `half` keeps the raw codes of a float16 tensor. */
export interface DecodedTensor {
  readonly info: TensorPart;
  readonly values: Float32Array | Int32Array | Uint8Array;
  readonly half: Uint16Array | null;
}

/** Tensor bytes never change, so they are fetched once and kept (least recently used go first). */
export interface TensorCache {
  /** Another one whenever a tensor came or went: as long as it is the same, so is all that `peek` answers. */
  readonly version: number;
  /** The tensor, or one sequence of it, if that is here, else undefined; never fetches. */
  peek(id: number, sequence?: number): DecodedTensor | undefined;
  /** Fetches a tensor or a part of one unless cached or on its way. Rejects with an UnrolledError that says what to do. */
  load(tensor: TensorPart): Promise<DecodedTensor>;
  /** Calls back after a tensor arrived; returns the function that ends it. */
  subscribe(listener: () => void): () => void;
}

export type ConnectionState = 'connecting' | 'live' | 'reconnecting';
