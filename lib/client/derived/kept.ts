import type { DerivedName } from './derived-key.ts';

/** What a result is kept under, but for the store it belongs to. */
export type KeptName = Omit<DerivedName, 'store'>;

/** Small results that are computed elsewhere than by {@link Derivations}, kept for the next visit. Nothing here throws. */
export interface KeptResults {
  /** Bytes of those that this page or the server keeps, in the order of their names; null: not kept. */
  find(names: readonly KeptName[], signal: AbortSignal): Promise<readonly (Uint8Array | null)[]>;
  /** Keeps one: in this page, and with the server. Null when the server keeps it, else why it does not, in words. */
  keep(name: KeptName, bytes: Uint8Array): Promise<string | null>;
}
