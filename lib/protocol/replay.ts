import type { JsonObject } from './json.ts';
import { pack, uint8Column, unpack } from './packet.ts';
import type { LeftOut } from './socket-events.ts';
import type { RunSummary } from './summary.ts';

/*
 * A run inside an HTML page: a head and chunks, each a gzip in base64 in a script element of its own that no browser runs.
 */

/** Type of the script elements that hold data, and the attribute that says which part: `head`, `0`, `1`, … */
export const REPLAY_TYPE = 'application/x-unrolled';
export const REPLAY_PART = 'data-part';

/** Where in a page's template the data goes, and the title. */
export const REPLAY_DATA_MARK = '<!--unrolled:data-->';
export const REPLAY_TITLE_MARK = '<!--unrolled:title-->';

/** Where a tensor's bytes lie: in a chunk, from a byte on. */
export type TensorPlace = readonly [id: number, chunk: number, at: number, bytes: number];

/** What a page knows of its run before any tensor is read. */
export interface ReplayHead {
  readonly v: 1;
  /** Version of the package that wrote the page. */
  readonly version: string;
  readonly exportedMs: number;
  /** Names the content, as a store's id does. */
  readonly store: string;
  readonly summary: RunSummary;
  /** A person's own limits of the verdicts, as the data folder had them. */
  readonly limits: JsonObject;
  readonly leftOut: readonly LeftOut[];
  readonly tensors: readonly TensorPlace[];
}

/** `delta`: a `DeltaMessage` packet that is everything. */
export function encodeReplayHead(head: ReplayHead, delta: Uint8Array): Uint8Array {
  return pack(head, [delta]);
}

/** Reads what {@link encodeReplayHead} wrote. Throws UnrolledError `bad-packet`. */
export function decodeReplayHead(bytes: Uint8Array): { readonly head: ReplayHead; readonly delta: Uint8Array } {
  const packet = unpack(bytes);
  return { head: packet.head as ReplayHead, delta: uint8Column(packet, 0) };
}
