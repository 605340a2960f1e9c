import { pack, uint8Column, unpack } from './packet.ts';

/*
 * Results that a page derived from what is recorded and leaves with the server, so that the next visitor has them at once:
 * layouts of states, scores of units, saliency of epochs. They can always be computed again;
 * docs/adr/0003-derived-results.md.
 */

/** Path of one result, below {@link API_BASE}`/runs/:id`: `/derived/:key`. */
export const DERIVED_PATH = '/derived';

/** Largest result that is kept, in bytes. */
export const DERIVED_BYTES = 8 * 2 ** 20;

/** Results of one answer of `GET /runs/:id/derived`. */
export const MOST_DERIVED = 64;

/** A key: the digest of everything the result depends on. */
export const DERIVED_KEY = /^[0-9a-f]{64}$/;

/** What is kept of several results that were asked for at once. */
export interface DerivedAnswer {
  /** Bytes by key, of what is kept. */
  readonly found: ReadonlyMap<string, Uint8Array>;
  /** Keys that were not looked at, because the answer was full: ask again. */
  readonly left: readonly string[];
}

/** An answer as one packet: head `{ keys, left }`, a column of bytes for each key. */
export function encodeDerived({ found, left }: DerivedAnswer): Uint8Array {
  return pack({ keys: [...found.keys()], left }, [...found.values()]);
}

/** Reads {@link encodeDerived}, into a buffer of its own for each result. Throws UnrolledError `bad-packet`. */
export function decodeDerived(source: ArrayBuffer | Uint8Array): DerivedAnswer {
  const packet = unpack(source);
  const { keys, left } = packet.head as { readonly keys: readonly string[]; readonly left: readonly string[] };
  return { found: new Map(keys.map((key, index) => [key, uint8Column(packet, index).slice()])), left };
}
