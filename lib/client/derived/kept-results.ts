import { derivedKey } from './derived-key.ts';
import type { DerivedServer } from './derived-server.ts';
import type { KeptName, KeptResults } from './kept.ts';

/** Bytes held in the page. */
const MOST_BYTES = 32 * 2 ** 20;

/** Keeps results in memory, least recently used first to go, and beside it with the server. */
export class PageKeptResults implements KeptResults {
  readonly #server: DerivedServer;
  readonly #store: () => string;
  /** By key, in order of use, oldest first. */
  readonly #held = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(server: DerivedServer, store: () => string) {
    this.#server = server;
    this.#store = store;
  }

  async find(names: readonly KeptName[], signal: AbortSignal): Promise<readonly (Uint8Array | null)[]> {
    const keys = names.map((name) => this.#keyOf(name));
    const all = new Map(keys.flatMap((key) => (this.#held.has(key) ? [[key, this.#held.get(key)!]] : [])));
    for (const [runId, open] of missing(names, keys, all)) {
      const found = await this.#server.loadMany(runId, open, signal).catch(() => new Map<string, Uint8Array>());
      for (const [key, bytes] of found) all.set(key, bytes);
    }
    for (const [key, bytes] of all) this.#hold(key, bytes);
    return keys.map((key) => all.get(key) ?? null);
  }

  keep(name: KeptName, bytes: Uint8Array): Promise<string | null> {
    const key = this.#keyOf(name);
    this.#hold(key, bytes);
    return this.#server.save(name.runId, key, bytes);
  }

  #hold(key: string, bytes: Uint8Array): void {
    this.#bytes += bytes.byteLength - (this.#held.get(key)?.byteLength ?? 0);
    this.#held.delete(key);
    this.#held.set(key, bytes);
    for (const [other, oldest] of this.#held) {
      if (this.#bytes <= MOST_BYTES || other === key) break;
      this.#held.delete(other);
      this.#bytes -= oldest.byteLength;
    }
  }

  #keyOf(name: KeptName): string {
    return derivedKey({ ...name, store: this.#store() });
  }
}

/** Keys that are not here, by run. */
function missing(names: readonly KeptName[], keys: readonly string[], here: ReadonlyMap<string, unknown>) {
  const byRun = new Map<string, string[]>();
  for (const [i, { runId }] of names.entries()) {
    if (here.has(keys[i]!)) continue;
    const open = byRun.get(runId);
    if (open) open.push(keys[i]!);
    else byRun.set(runId, [keys[i]!]);
  }
  return byRun;
}
