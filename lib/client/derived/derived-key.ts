import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** All that a derived result depends on. */
export interface DerivedName {
  readonly kind: string;
  /** Changes whenever the meaning or the maths of the result does. */
  readonly version: number;
  /** The store that the run is in: ids of tensors belong to it. */
  readonly store: string;
  readonly runId: string;
  /** Everything else: ids of tensors, parameters. */
  readonly identity: string;
}

/** The key a result is kept under: the SHA-256 of its name. */
export function derivedKey({ kind, version, store, runId, identity }: DerivedName): string {
  const said = JSON.stringify([kind, version, store, runId, identity]);
  return bytesToHex(sha256(new TextEncoder().encode(said)));
}
