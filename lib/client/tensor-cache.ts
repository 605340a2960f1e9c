import type { StoredTensor } from '../protocol/delta.ts';
import type { InlineTensor } from '../protocol/delta-codec.ts';
import { decodeTensor } from '../protocol/tensor-codec.ts';
import { partOf, type TensorPart, takePart } from '../protocol/tensor-part.ts';
import type { DecodedTensor, TensorCache } from './run-data.ts';
import { TensorRequests } from './tensor-requests.ts';

export interface TensorCacheOptions {
  readonly origin: string;
  readonly fetch: typeof fetch;
  /** Which store file the page follows; ids of another file mean other tensors. */
  readonly store: () => string;
  readonly maxBytes: number;
  /** The tensors likely to be looked at after this one; see {@link neighboursOf}. */
  readonly neighbours: (tensor: TensorPart) => readonly TensorPart[];
}

/**
 * Decoded tensors and single sequences of them by id, least recently used first to go. Each is fetched once however many
 * ask, and its neighbours are fetched next, because the epoch beside is what is scrubbed to.
 */
export class ByteTensorCache implements TensorCache {
  readonly #options: TensorCacheOptions;
  readonly #requests: TensorRequests;
  /** By {@link keyOf}, in order of use, oldest first. */
  readonly #held = new Map<string, DecodedTensor>();
  readonly #onTheirWay = new Map<string, Promise<DecodedTensor>>();
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #version = 0;
  #store = '';

  constructor(options: TensorCacheOptions) {
    this.#options = options;
    this.#requests = new TensorRequests(options.fetch, options.origin);
  }

  get version(): number {
    this.#followStore();
    return this.#version;
  }

  /** Decoded bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }

  peek(id: number, sequence?: number): DecodedTensor | undefined {
    this.#followStore();
    const key = keyOf(id, sequence);
    const tensor = this.#held.get(key);
    if (tensor) {
      this.#held.delete(key);
      this.#held.set(key, tensor);
    } else if (sequence !== undefined) return this.#cut(id, sequence);
    return tensor;
  }

  async load(tensor: TensorPart): Promise<DecodedTensor> {
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
      if (info && !this.#held.has(keyOf(id))) this.#keep({ info, ...decodeTensor(info, data) });
    }
    if (inline.length > 0) this.#tell();
  }

  /** A sequence of a tensor that is here as a whole. */
  #cut(id: number, sequence: number): DecodedTensor | undefined {
    const whole = this.#held.get(keyOf(id));
    const info = whole && partOf(whole.info, sequence);
    if (!info) return undefined;
    const { buffer, byteOffset, byteLength } = whole.half ?? whole.values;
    const { data } = takePart({ ...whole.info, data: new Uint8Array(buffer, byteOffset, byteLength) }, sequence);
    const part = { info, ...decodeTensor(info, data) };
    this.#keep(part);
    return part;
  }

  #request(tensor: TensorPart): Promise<DecodedTensor> {
    const here = this.peek(tensor.id, tensor.sequence);
    if (here) return Promise.resolve(here);
    const key = keyOf(tensor.id, tensor.sequence);
    const coming = this.#onTheirWay.get(key);
    if (coming) return coming;
    const fetched = this.#fetch(tensor, this.#store).finally(() => this.#onTheirWay.delete(key));
    this.#onTheirWay.set(key, fetched);
    return fetched;
  }

  async #fetch(tensor: TensorPart, store: string): Promise<DecodedTensor> {
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
    this.#version++;
    this.#held.clear();
    this.#onTheirWay.clear();
    this.#bytes = 0;
  }

  #keep(tensor: DecodedTensor): void {
    const key = keyOf(tensor.info.id, tensor.info.sequence);
    this.#held.set(key, tensor);
    this.#version++;
    this.#bytes += sizeOf(tensor);
    for (const [other, oldest] of this.#held) {
      if (this.#bytes <= this.#options.maxBytes || other === key) break;
      this.#held.delete(other);
      this.#bytes -= sizeOf(oldest);
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function keyOf(id: number, sequence?: number): string {
  return sequence === undefined ? String(id) : `${id}/${sequence}`;
}

function sizeOf({ values, half }: DecodedTensor): number {
  return values.byteLength + (half?.byteLength ?? 0);
}

/**
 * Of all tensors of a run, those of the same name and subject (layer, weight, gate) right before and after one; of a part
 * the same sequence of them.
 */
export function neighboursOf(tensor: TensorPart, all: readonly StoredTensor[]): readonly TensorPart[] {
  const { weight, gate } = tensor.attributes;
  const alike = all.filter(
    ({ name, layer, attributes }) =>
      name === tensor.name && layer === tensor.layer && attributes.weight === weight && attributes.gate === gate,
  );
  const at = alike.findIndex(({ id }) => id === tensor.id);
  const beside = at < 0 ? [] : [alike[at - 1], alike[at + 1]].filter((each) => each !== undefined);
  const { sequence } = tensor;
  return sequence === undefined ? beside : beside.flatMap((each) => partOf(each, sequence) ?? []);
}
