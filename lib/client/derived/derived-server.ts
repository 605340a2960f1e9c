import { messageOf, UnrolledError } from '../../base/errors.ts';
import { API_BASE, type ErrorAnswer } from '../../protocol/api-answers.ts';
import { DERIVED_BYTES, DERIVED_PATH, decodeDerived, MOST_DERIVED } from '../../protocol/derived.ts';
import { fetchBytes } from '../window.ts';

/**
 * The results that pages left with the server. A cache: what can't be had is computed, what can't be left is let go, and
 * neither is an error.
 */
export class DerivedServer {
  readonly #fetch: typeof fetch;
  readonly #base: string;
  /** Why nothing can be left of a run, by run: a folder that can't be written is not tried again by this page. */
  readonly #refused = new Map<string, string>();

  constructor(fetchFn: typeof fetch, origin: string) {
    this.#fetch = fetchFn;
    this.#base = `${origin}${API_BASE}/runs`;
  }

  /** The result under a key, or null: never left there, unreadable, or not what `decode` takes. Rejects when aborted. */
  async load<T>(runId: string, key: string, decode: (bytes: Uint8Array) => T, signal: AbortSignal): Promise<T | null> {
    // asked for as one of many: what is not kept is then no failed request, which browsers write to their console
    const bytes = (await this.loadMany(runId, [key], signal)).get(key);
    try {
      return bytes ? decode(bytes) : null;
    } catch {
      return null;
    }
  }

  /** Those of many results that are there, by key. Rejects when aborted. */
  async loadMany(
    runId: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Uint8Array>> {
    const all = new Map<string, Uint8Array>();
    let open = [...keys];
    try {
      while (open.length > 0) {
        const asked = open.slice(0, MOST_DERIVED);
        const url = `${this.#url(runId)}?keys=${asked.join()}`;
        const { found, left } = decodeDerived(await fetchBytes(this.#fetch, url, signal));
        for (const [key, bytes] of found) all.set(key, bytes);
        // an answer holds one at least of what it was asked for, or says that it is not there
        open = [...(left.length < asked.length ? left : []), ...open.slice(asked.length)];
      }
    } catch (error) {
      if (signal.aborted) throw error;
    }
    return all;
  }

  /** Leaves a result. Null when it is kept, else why it is not. */
  async save(runId: string, key: string, bytes: Uint8Array): Promise<string | null> {
    if (bytes.byteLength > DERIVED_BYTES) return `${bytes.byteLength} bytes: ${DERIVED_BYTES} at most are kept`;
    const refused = this.#refused.get(runId);
    if (refused !== undefined) return refused;
    const headers = { 'content-type': 'application/octet-stream' };
    const body = bytes as Uint8Array<ArrayBuffer>;
    try {
      const answer = await this.#fetch(`${this.#url(runId)}/${key}`, { method: 'PUT', headers, body });
      if (answer.ok) return null;
      const said = (await answer.json().catch(() => null)) as ErrorAnswer | null;
      const reason = said?.error?.message ?? `Unrolled's server answered ${answer.status}`;
      if (said?.error?.code === 'unwritable') this.#refused.set(runId, reason);
      return reason;
    } catch (error) {
      return `Unrolled's server: ${messageOf(error)}`;
    }
  }

  #url(runId: string): string {
    if (runId === '') throw new UnrolledError('unknown-run', 'run: no id — choose a run');
    return `${this.#base}/${encodeURIComponent(runId)}${DERIVED_PATH}`;
  }
}
