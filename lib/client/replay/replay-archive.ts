import { messageOf, UnrolledError } from '../../base/errors.ts';
import { type DeltaMessage, decodeDeltaMessage } from '../../protocol/delta-codec.ts';
import { decodeReplayHead, type ReplayHead, type TensorPlace } from '../../protocol/replay.ts';

/** The parts of a page that hold a run, by name (`head`, `0`, `1`, …): base64 of gzip. */
export type ReplayParts = (name: string) => string | null;

/** The run a page holds, unpacked as far as it was asked for. */
export class ReplayArchive {
  readonly head: ReplayHead;
  /** All of the run but the bytes of tensors. */
  readonly message: DeltaMessage;
  readonly delta: Uint8Array;
  readonly #parts: ReplayParts;
  readonly #places: ReadonlyMap<number, TensorPlace>;
  readonly #chunks = new Map<number, Promise<Uint8Array>>();

  private constructor(parts: ReplayParts, head: ReplayHead, delta: Uint8Array) {
    this.#parts = parts;
    this.head = head;
    this.delta = delta;
    this.message = decodeDeltaMessage(delta);
    this.#places = new Map(head.tensors.map((place) => [place[0], place]));
  }

  /** Rejects with UnrolledError `corrupt`, or `old-browser` where the browser can't unpack. */
  static async open(parts: ReplayParts): Promise<ReplayArchive> {
    const { head, delta } = decodeReplayHead(await unpacked(parts, 'head'));
    return new ReplayArchive(parts, head, delta);
  }

  /** The tensors a page has, by id. */
  has(id: number): boolean {
    return this.#places.has(id);
  }

  /** A tensor's bytes: a view into a chunk that stays. Rejects with UnrolledError `unknown-tensor` or `corrupt`. */
  async bytes(id: number): Promise<Uint8Array> {
    const place = this.#places.get(id);
    if (!place) throw new UnrolledError('unknown-tensor', `tensor ${id}: not in this page`);
    const [, chunk, at, bytes] = place;
    let unpacking = this.#chunks.get(chunk);
    if (!unpacking) {
      unpacking = unpacked(this.#parts, String(chunk));
      this.#chunks.set(chunk, unpacking);
    }
    return (await unpacking).subarray(at, at + bytes);
  }
}

async function unpacked(parts: ReplayParts, name: string): Promise<Uint8Array> {
  const text = parts(name);
  if (text === null) throw damaged(`its part ${name} is missing`);
  if (typeof DecompressionStream === 'undefined') {
    throw new UnrolledError('old-browser', 'this browser: it can not unpack the page — take one of 2023 or later');
  }
  try {
    const stream = new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw damaged(`its part ${name} can not be unpacked: ${messageOf(cause)}`, cause);
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const made = Uint8Array as typeof Uint8Array & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (made.fromBase64) return made.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

function damaged(why: string, cause?: unknown): UnrolledError {
  return new UnrolledError('corrupt', `this page: damaged, ${why} — copy or export it again`, { cause });
}
