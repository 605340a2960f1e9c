import type { RecordBatch } from './record.ts';
import type { NewRun, RunPatch } from './run.ts';

/** Version of the ingest packets. A server refuses another one by name, and so does a sender. */
export const INGEST_VERSION = 1;

/** Path of the endpoint, below `API_BASE`. */
export const INGEST_PATH = '/ingest';

/** Largest body the server takes, in bytes. A tensor that does not fit is counted as lost by its sender. */
export const INGEST_BYTES = 96 * 1024 * 1024;

/** What a recorder does to a run, in order. */
export type RunChange =
  /** Opens the run. Only as the first change of a sender's first request. */
  | { readonly kind: 'create'; readonly run: NewRun }
  /** Goes on with a run of an ended process, in a new segment. Only as the first change of a sender's first request. */
  | { readonly kind: 'resume'; readonly host: string; readonly pid: number; readonly startedMs: number }
  | { readonly kind: 'append'; readonly batch: RecordBatch }
  | { readonly kind: 'update'; readonly patch: RunPatch };

/**
 * One request of a sender about one run. `seq` counts the requests of this sender about this run: 1, 2, 3, …; the
 * changes of a number are stored once, however often it is sent. 0 with no changes is a heartbeat and asks how things are.
 */
export interface IngestRequest {
  readonly run: string;
  /** Who sends: random, of one process or page. */
  readonly sender: string;
  readonly seq: number;
  readonly changes: readonly RunChange[];
}

/** How far a run has come. */
export interface RunPosition {
  readonly project: string;
  readonly name: string;
  /** Highest step of the newest segment that has points; 0 before the first. */
  readonly step: number;
  /** Last finished epoch, 0 before the first ended. */
  readonly epoch: number;
  /** Number of the newest segment. */
  readonly segment: number;
}

/** Answer to a request that was stored, now or before. */
export interface IngestAnswer {
  /** The last request stored of this sender. */
  readonly received: number;
  readonly position: RunPosition;
}
