import type { LimitsAnswer, OwnLimits } from '../analysis/verdicts/own-limits.ts';
import type { SeriesPoints } from '../protocol/delta.ts';
import type { Hello, WireError } from '../protocol/socket-events.ts';
import type { RunSummary } from '../protocol/summary.ts';
import type { Derivations } from './derived/derivations.ts';
import type { KeptResults } from './derived/kept.ts';
import type { Edits } from './edits.ts';
import type { ReadableStore } from './readable-store.ts';
import type { ConnectionState, RunData, TensorCache } from './run-data.ts';
import type { RunFiles } from './run-files.ts';

export type { ReadableStore } from './readable-store.ts';

/** How the page hears from the server. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** When `state` began, ms since the Unix epoch: "reconnecting for 12 s". */
  readonly sinceMs: number;
  /** From the moment a step was logged to the moment its values were here, for the newest event, in ms. */
  readonly latencyMs: number | null;
  /** What the server said of itself and of its data folder; the last known one while reconnecting. */
  readonly server: Hello | null;
}

/**
 * The run list, newest run first; of each run without layers, the probe's words and the environment, which {@link RunData} has.
 * `error`: the data folder can't be read; `runs` is what was known before. */
export interface RunListState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly runs: readonly RunSummary[];
  /** False while older runs are still on their way: what is not listed may yet be there. */
  readonly isWhole: boolean;
  readonly error: WireError | null;
}

/**
 * One open run. `data` is the same object for as long as the run is held and changes in place: `revision` (also
 * `data.revision`) says that it did. `error` `unknown-run` heals by itself when the run appears.
 */
export interface RunState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly data: RunData | null;
  readonly revision: number;
  readonly error: WireError | null;
}

/** Exact points of some series between two steps (inclusive), for a chart that was zoomed in. */
export interface WindowRequest {
  readonly runId: string;
  readonly series: readonly number[];
  readonly fromStep: number;
  readonly toStep: number;
  /** At most about so many points per series; extremes are kept. */
  readonly points: number;
  /** Weight of the moving average over all stored points, 0 … 0.99; absent or 0: the points as they are. */
  readonly smoothing?: number;
}

/** All a dashboard needs of the server. Nothing here throws; what fails is a state. */
export interface Client {
  readonly connection: ReadableStore<ConnectionStatus>;
  readonly runs: ReadableStore<RunListState>;
  readonly tensors: TensorCache;
  /** What is computed of tensors, in workers. */
  readonly derived: Derivations;
  /** What was computed elsewhere in the page, kept for the next visit. */
  readonly kept: KeptResults;
  /** Follows a run until `closeRun` was called as often as `openRun`. The same id gives the same store. */
  openRun(id: string): ReadableStore<RunState>;
  /**
   * The same without the points that were stored before: of each series only what comes from now on, behind what
   * {@link window} gives. For many runs of which few series are shown. A run that is open as a whole stays whole.
   */
  openOutline(id: string): ReadableStore<RunState>;
  /** Ends following; what is held stays for a while, so that coming back is instant. */
  closeRun(id: string): void;
  /** The limits of the verdicts as the data folder has them; rejects with the server's UnrolledError. */
  limits(): Promise<LimitsAnswer>;
  /** Keeps a person's own limits there, in place of those before. */
  setLimits(own: OwnLimits): Promise<LimitsAnswer>;
  /** Rejects with an UnrolledError that says what to do. */
  window(request: WindowRequest, signal?: AbortSignal): Promise<readonly SeriesPoints[]>;
  /** The page is hidden: nothing is sent until `resume`, then everything missed in one delta. */
  pause(): void;
  resume(): void;
  /** What people change: names, tags, archive, bin, notes. */
  readonly edits: Edits;
  /** Runs as files: export and import. */
  readonly files: RunFiles;
  /** Ends the connection for good. */
  close(): void;
}
