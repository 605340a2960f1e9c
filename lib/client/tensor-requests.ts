import { UnrolledError } from '../base/errors.ts';
import { API_BASE } from '../protocol/api-answers.ts';
import type { TensorPart } from '../protocol/tensor-part.ts';
import { decodeTensors, MOST_TENSORS } from '../protocol/tensors-codec.ts';
import { fetchBytes } from './window.ts';

/** Larger ones travel alone, in bytes. */
const LARGE = 256 * 1024;
/** Bytes of one request, about. */
const MOST_BYTES = 2 * 2 ** 20;

interface Waiting {
  readonly tensor: TensorPart;
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
  /** By what follows `ids=` in the query. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(fetchFn: typeof fetch, origin: string) {
    this.#fetch = fetchFn;
    this.#base = `${origin}${API_BASE}/tensors`;
  }

  /** Rejects with UnrolledError: the server's own, or `unreachable`. `store` is the file the id belongs to. */
  bytes(tensor: TensorPart, store: string): Promise<Uint8Array> {
    const query = queryOf(tensor, store);
    if (tensor.bytes > LARGE) return this.#alone(tensor, query);
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(query);
      if (waiting) waiting.push({ tensor, resolve, reject });
      else {
        this.#waiting.set(query, [{ tensor, resolve, reject }]);
        queueMicrotask(() => this.#send(query));
      }
    });
  }

  #send(query: string): void {
    const waiting = this.#waiting.get(query) ?? [];
    this.#waiting.delete(query);
    let batch: Waiting[] = [];
    let bytes = 0;
    const close = () => {
      if (batch.length > 0) void this.#together(batch, query);
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

  async #together(batch: readonly Waiting[], query: string): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      this.#alone(only.tensor, query).then(only.resolve, only.reject);
      return;
    }
    try {
      const ids = batch.map(({ tensor }) => tensor.id).join(',');
      const url = `${this.#base}?ids=${ids}&${query}`;
      const found = decodeTensors(await fetchBytes(this.#fetch, url));
      for (const { tensor, resolve, reject } of batch) {
        const bytes = found.get(tensor.id);
        if (bytes) resolve(bytes);
        // what did not come along says why when it is asked for alone
        else this.#alone(tensor, query).then(resolve, reject);
      }
    } catch (error) {
      const refused = error instanceof UnrolledError && error.code !== 'unreachable';
      for (const { tensor, resolve, reject } of batch) {
        if (refused) this.#alone(tensor, query).then(resolve, reject);
        else reject(error);
      }
    }
  }

  #alone({ id }: TensorPart, query: string): Promise<Uint8Array> {
    return fetchBytes(this.#fetch, `${this.#base}/${id}?${query}`);
  }
}

/** What tensors must share to travel together: their file, and which sequence of each is meant. */
function queryOf({ sequence }: TensorPart, store: string): string {
  return `store=${encodeURIComponent(store)}${sequence === undefined ? '' : `&sequence=${sequence}`}`;
}
