import { UnrolledError } from '../../base/errors.ts';
import { API_BASE } from '../../protocol/api-answers.ts';
import { DERIVED_BYTES, DERIVED_PATH } from '../../protocol/derived.ts';
import { fetchBytes } from '../window.ts';

/**
 * The results that pages left with the server. A cache: what can't be had is computed, what can't be left is let go, and
 * neither is an error.
 */
export class DerivedServer {
  readonly #fetch: typeof fetch;
  readonly #base: string;

  constructor(fetchFn: typeof fetch, origin: string) {
    this.#fetch = fetchFn;
    this.#base = `${origin}${API_BASE}/runs`;
  }

  /** The result under a key, or null: never left there, unreadable, or not what `decode` takes. Rejects when aborted. */
  async load<T>(runId: string, key: string, decode: (bytes: Uint8Array) => T, signal: AbortSignal): Promise<T | null> {
    try {
      return decode(await fetchBytes(this.#fetch, this.#url(runId, key), signal));
    } catch (error) {
      if (signal.aborted) throw error;
      return null;
    }
  }

  /** Leaves a result; whether it was kept. */
  async save(runId: string, key: string, bytes: Uint8Array): Promise<boolean> {
    if (bytes.byteLength > DERIVED_BYTES) return false;
    const headers = { 'content-type': 'application/octet-stream' };
    const body = bytes as Uint8Array<ArrayBuffer>;
    const answer = await this.#fetch(this.#url(runId, key), { method: 'PUT', headers, body }).catch(() => null);
    return answer?.ok ?? false;
  }

  #url(runId: string, key: string): string {
    if (runId === '') throw new UnrolledError('unknown-run', 'run: no id — choose a run');
    return `${this.#base}/${encodeURIComponent(runId)}${DERIVED_PATH}/${key}`;
  }
}
