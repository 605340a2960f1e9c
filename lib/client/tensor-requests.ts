import { UnrolledError } from '../base/errors.ts';
import { API_BASE } from '../protocol/api-answers.ts';
import type { StoredTensor } from '../protocol/delta.ts';
import { decodeTensors, MOST_TENSORS } from '../protocol/tensors-codec.ts';
import { fetchBytes } from './window.ts';

/** Larger ones travel alone, in bytes. */
const LARGE = 256 * 1024;
/** Bytes of one request, about. */
const MOST_BYTES = 2 * 2 ** 20;

interface Waiting {
  readonly tensor: StoredTensor;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Fetches the bytes of tensors. Small ones that are asked for in the same turn of the event loop travel together: a map
 * of 200 epochs is a few requests, not 200.
 */
export class TensorRequests {
  readonly #fetch: typeof fetch;
  readonly #base: string;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(fetchFn: typeof fetch, origin: string) {
    this.#fetch = fetchFn;
    this.#base = `${origin}${API_BASE}/tensors`;
  }

  /** Rejects with UnrolledError: the server's own, or `unreachable`. `store` is the file the id belongs to. */
  bytes(tensor: StoredTensor, store: string): Promise<Uint8Array> {
    if (tensor.bytes > LARGE) return this.#alone(tensor, store);
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(store);
      if (waiting) waiting.push({ tensor, resolve, reject });
      else {
        this.#waiting.set(store, [{ tensor, resolve, reject }]);
        queueMicrotask(() => this.#send(store));
      }
    });
  }

  #send(store: string): void {
    const waiting = this.#waiting.get(store) ?? [];
    this.#waiting.delete(store);
    let batch: Waiting[] = [];
    let bytes = 0;
    const close = () => {
      if (batch.length > 0) void this.#together(batch, store);
      batch = [];
      bytes = 0;
    };
    for (const one of waiting) {
      if (batch.length === MOST_TENSORS || bytes + one.tensor.bytes > MOST_BYTES) close();
      batch.push(one);
      bytes += one.tensor.bytes;
    }
    close();
  }

  async #together(batch: readonly Waiting[], store: string): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      this.#alone(only.tensor, store).then(only.resolve, only.reject);
      return;
    }
    try {
      const ids = batch.map(({ tensor }) => tensor.id).join(',');
      const url = `${this.#base}?ids=${ids}&store=${encodeURIComponent(store)}`;
      const found = decodeTensors(await fetchBytes(this.#fetch, url));
      for (const { tensor, resolve, reject } of batch) {
        const bytes = found.get(tensor.id);
        if (bytes) resolve(bytes);
        // what did not come along says why when it is asked for alone
        else this.#alone(tensor, store).then(resolve, reject);
      }
    } catch (error) {
      const refused = error instanceof UnrolledError && error.code !== 'unreachable';
      for (const { tensor, resolve, reject } of batch) {
        if (refused) this.#alone(tensor, store).then(resolve, reject);
        else reject(error);
      }
    }
  }

  #alone({ id }: StoredTensor, store: string): Promise<Uint8Array> {
    return fetchBytes(this.#fetch, `${this.#base}/${id}?store=${encodeURIComponent(store)}`);
  }
}
