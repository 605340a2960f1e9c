import type { AttentionRequest, CloseRequest, OpenRequest } from './messages.ts';
import type { RunSummary } from './summary.ts';

/** An expected failure as it crosses the wire: the code is stable, the message says what to do. */
export interface WireError {
  readonly code: string;
  readonly message: string;
}

/** How the data folder's store is: `absent` until a trainer creates it, `failed` when it can't be read. */
export interface StoreState {
  readonly state: 'ready' | 'absent' | 'failed';
  /** Names the store file; ids of two files have nothing to do with each other. Empty unless ready. */
  readonly store: string;
  readonly error: WireError | null;
}

/** What is only shown, never changed. */
export interface ReadOnly {
  /** Name of the file that is shown, without its folder; null: a page that holds its run itself. */
  readonly file: string | null;
  /** When such a page was made, ms since the Unix epoch. */
  readonly exportedMs?: number;
  /** What of the run is not in such a page. */
  readonly leftOut?: readonly LeftOut[];
}

/** Something of a run that an HTML page does not hold. */
export type LeftOut =
  /** Of the probe's sequences only these are in it (0-based, as they were). */
  | { readonly kind: 'sequences'; readonly kept: readonly number[]; readonly of: number }
  /** Weights too large to take along, by path. */
  | { readonly kind: 'weights'; readonly paths: readonly string[]; readonly bytes: number }
  /** Series of which a selection of the points is in it; extremes are. */
  | { readonly kind: 'points'; readonly series: number }
  /** The run was not finished. */
  | { readonly kind: 'later' };

/** First thing a page hears, and again whenever the store's state changes. */
export interface Hello extends StoreState {
  readonly instance: string;
  /** Version of the package. */
  readonly version: string;
  /** Data folder the server was started with, or the one file that is shown. */
  readonly dir: string;
  /** One run in a file is shown; null: a data folder. Absent from servers of before there were such files. */
  readonly readOnly?: ReadOnly | null;
}

/**
 * Rows of the run list that changed. `all`: what is not listed is gone; `more`: the rest of the list follows. Sent as
 * `encodeRuns` text.
 */
export interface RunsMessage {
  readonly all: boolean;
  readonly more: boolean;
  readonly upserts: readonly RunSummary[];
  readonly removed: readonly string[];
}

/** Answer to `open`: a `DeltaMessage` packet, or why not. */
export type OpenAnswer =
  | { readonly ok: true; readonly packet: ArrayBuffer | Uint8Array }
  | { readonly ok: false; readonly error: WireError };

/** Version of the socket messages; a page of another version is told to reload. */
export const PROTOCOL_VERSION = 1;

/** What the server emits. Every `delta` and `runs` is acknowledged: the next one waits for it. */
export interface ServerEvents {
  hello(hello: Hello): void;
  /** `RunsMessage` as `encodeRuns` text. */
  runs(json: string, done: () => void): void;
  /** A `DeltaMessage` packet. */
  delta(packet: ArrayBuffer | Uint8Array, done: () => void): void;
}

/** What a page emits. */
export interface ClientEvents {
  open(request: OpenRequest, answer: (answer: OpenAnswer) => void): void;
  close(request: CloseRequest): void;
  attention(request: AttentionRequest): void;
  /** Follow the run list: everything once, then what changes. */
  list(): void;
}
