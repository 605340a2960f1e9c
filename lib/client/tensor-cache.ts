import type { StoredTensor } from '../protocol/delta.ts';
import type { InlineTensor } from '../protocol/delta-codec.ts';
import { decodeTensor } from '../protocol/tensor-codec.ts';
import type { DecodedTensor, TensorCache } from './run-data.ts';
import { TensorRequests } from './tensor-requests.ts';

export interface TensorCacheOptions {
  readonly origin: string;
  readonly fetch: typeof fetch;
  /** Which store file the page follows; ids of another file mean other tensors. */
  readonly store: () => string;
  readonly maxBytes: number;
  /** The tensors likely to be looked at after this one; see {@link neighboursOf}. */
  readonly neighbours: (tensor: StoredTensor) => readonly StoredTensor[];
}

/**
 * Decoded tensors by id, least recently used first to go. Each is fetched once however many ask, and
 * its neighbours are fetched next, because the epoch beside is what is scrubbed to.
 */
export class ByteTensorCache implements TensorCache {
  readonly #options: TensorCacheOptions;
  readonly #requests: TensorRequests;
  /** In order of use, oldest first. */
  readonly #held = new Map<number, DecodedTensor>();
  readonly #onTheirWay = new Map<number, Promise<DecodedTensor>>();
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #store = '';

  constructor(options: TensorCacheOptions) {
    this.#options = options;
    this.#requests = new TensorRequests(options.fetch, options.origin);
  }

  /** Decoded bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }

  peek(id: number): DecodedTensor | undefined {
    this.#followStore();
    const tensor = this.#held.get(id);
    if (tensor) {
      this.#held.delete(id);
      this.#held.set(id, tensor);
    }
    return tensor;
  }

  async load(tensor: StoredTensor): Promise<DecodedTensor> {
    const decoded = await this.#request(tensor);
    // failures in the background show when the tensor is really asked for
    for (const next of this.#options.neighbours(tensor)) this.#request(next).catch(() => undefined);
    return decoded;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes in tensors that came along with a delta. */
  prime(store: string, inline: readonly InlineTensor[], infos: readonly StoredTensor[]): void {
    this.#followStore(store);
    for (const { id, data } of inline) {
      const info = infos.find((each) => each.id === id);
      if (info && !this.#held.has(id)) this.#keep({ info, ...decodeTensor(info, data) });
    }
    if (inline.length > 0) this.#tell();
  }

  #request(tensor: StoredTensor): Promise<DecodedTensor> {
    const here = this.peek(tensor.id);
    if (here) return Promise.resolve(here);
    const coming = this.#onTheirWay.get(tensor.id);
    if (coming) return coming;
    const fetched = this.#fetch(tensor, this.#store).finally(() => this.#onTheirWay.delete(tensor.id));
    this.#onTheirWay.set(tensor.id, fetched);
    return fetched;
  }

  async #fetch(tensor: StoredTensor, store: string): Promise<DecodedTensor> {
    const decoded = { info: tensor, ...decodeTensor(tensor, await this.#requests.bytes(tensor, store)) };
    if (store === this.#store) {
      this.#keep(decoded);
      this.#tell();
    }
    return decoded;
  }

  #followStore(store = this.#options.store()): void {
    if (store === this.#store || store === '') return;
    this.#store = store;
    this.#held.clear();
    this.#onTheirWay.clear();
    this.#bytes = 0;
  }

  #keep(tensor: DecodedTensor): void {
    this.#held.set(tensor.info.id, tensor);
    this.#bytes += sizeOf(tensor);
    for (const [id, oldest] of this.#held) {
      if (this.#bytes <= this.#options.maxBytes || id === tensor.info.id) break;
      this.#held.delete(id);
      this.#bytes -= sizeOf(oldest);
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function sizeOf({ values, half }: DecodedTensor): number {
  return values.byteLength + (half?.byteLength ?? 0);
}

/** Of all tensors of a run, those of the same name and subject (layer, weight, gate) right before and after one. */
export function neighboursOf(tensor: StoredTensor, all: readonly StoredTensor[]): readonly StoredTensor[] {
  const { weight, gate } = tensor.attributes;
  const alike = all.filter(
    ({ name, layer, attributes }) =>
      name === tensor.name && layer === tensor.layer && attributes.weight === weight && attributes.gate === gate,
  );
  const at = alike.findIndex(({ id }) => id === tensor.id);
  return at < 0 ? [] : [alike[at - 1], alike[at + 1]].filter((each) => each !== undefined);
}
