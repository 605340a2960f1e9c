import { UnrolledError } from '../base/errors.ts';
import { INGEST_VERSION, type IngestRequest, type RunChange } from '../protocol/ingest.ts';
import type { SentChange } from '../protocol/ingest-codec.ts';
import { ingestHeadSchema } from '../protocol/ingest-schema.ts';
import { float64Column, int32Column, type Packet, uint8Column, unpack } from '../protocol/packet.ts';
import type { ScalarBlock, TensorRecord } from '../protocol/record.ts';
import { BYTES_PER_ELEMENT, elementCount } from '../protocol/tensor-codec.ts';
import { checked } from './checked.ts';

/** Deeper objects than this are nobody's config. */
const DEEPEST = 64;

/**
 * The request in a body. Every shape and size is checked here, once. Throws UnrolledError `bad-packet`, `bad-request`, or
 * `other-version` for a sender of another version.
 */
export function readIngest(body: Uint8Array): IngestRequest {
  const packet = unpacked(body);
  checkDepth(packet.head);
  const version = (packet.head as { readonly v?: unknown } | null)?.v;
  if (version !== INGEST_VERSION) {
    throw new UnrolledError(
      'other-version',
      `ingest version: ${JSON.stringify(version)?.slice(0, 40)} — this server knows ${INGEST_VERSION}; install the same version of unrolled on both sides`,
    );
  }
  // the schema says the shapes; that attributes and configs are JSON is so because they were
  const { run, sender, seq, changes } = checked(ingestHeadSchema, packet.head) as unknown as Omit<
    IngestRequest,
    'changes'
  > & { readonly changes: readonly SentChange[] };
  const columns = new Columns(packet);
  const read = changes.map((change): RunChange => {
    if (change.kind !== 'append') return change;
    const { kind, keys, tensors, ...rest } = change;
    const scalars = keys === null ? null : columns.block(keys);
    return { kind, batch: { ...rest, scalars, tensors: tensors.map((info) => columns.tensor(info)) } };
  });
  checkOrder(run, seq, read);
  return { run, sender, seq, changes: read };
}

function unpacked(body: Uint8Array): Packet {
  try {
    return unpack(body);
  } catch (error) {
    if (error instanceof UnrolledError) throw error;
    // its head is no JSON, or nested so deep that reading it ran out of stack
    throw bad("the packet's head is not JSON", error);
  }
}

/** What opens a run comes first, and only then. */
function checkOrder(run: string, seq: number, changes: readonly RunChange[]): void {
  if (seq === 0 && changes.length > 0) throw bad('request 0 is a heartbeat and brings nothing');
  changes.forEach((change, index) => {
    const opens = change.kind === 'create' || change.kind === 'resume';
    if (opens !== (seq === 1 && index === 0))
      throw bad('create or resume: the first change of request 1, and no other');
    if (change.kind === 'create' && change.run.id !== run) throw bad('create: another run than the request names');
  });
  if (seq === 1 && changes.length === 0) throw bad('request 1 must create or resume the run');
}

/** Takes columns one after the other, each checked against what the head says of it. */
class Columns {
  readonly #packet: Packet;
  #next = 0;

  constructor(packet: Packet) {
    this.#packet = packet;
  }

  block(keys: ScalarBlock['keys']): ScalarBlock {
    const steps = this.#floats();
    const epochs = int32Column(this.#packet, this.#next++);
    const wallMs = this.#floats();
    const seriesIndex = int32Column(this.#packet, this.#next++);
    const rowIndex = int32Column(this.#packet, this.#next++);
    const values = this.#floats();
    const rows = steps.length;
    const points = values.length;
    if (epochs.length !== rows || wallMs.length !== rows) throw bad('columns of rows differ in length');
    if (seriesIndex.length !== points || rowIndex.length !== points) throw bad('columns of points differ in length');
    if (!steps.every((step) => Number.isSafeInteger(step) && step >= 0)) throw bad('steps: whole numbers from 0 on');
    if (!epochs.every((epoch) => epoch >= 0)) throw bad('epochs: whole numbers from 0 on');
    if (!wallMs.every((ms) => ms >= 0 && ms <= 8.64e15)) throw bad('wall times: ms since 1970');
    if (!seriesIndex.every((series) => series >= 0 && series < keys.length)) throw bad('a point of an unknown series');
    let before = 0;
    for (const row of rowIndex) {
      if (row < before || row >= rows) throw bad('points: in the order of their rows');
      before = row;
    }
    const unsigned = ({ buffer, byteOffset, length }: Int32Array) => new Uint32Array(buffer, byteOffset, length);
    return { keys, steps, epochs, wallMs, values, seriesIndex: unsigned(seriesIndex), rowIndex: unsigned(rowIndex) };
  }

  tensor(info: Omit<TensorRecord, 'data'>): TensorRecord {
    const data = uint8Column(this.#packet, this.#next++);
    const { name, shape, axes, dtype } = info;
    if (axes.length !== shape.length) throw bad(`tensor ${name}: ${shape.length} sizes and ${axes.length} axes`);
    if (data.byteLength !== elementCount(shape) * BYTES_PER_ELEMENT[dtype]) {
      throw bad(`tensor ${name}: ${data.byteLength} bytes do not fit ${dtype} [${shape.join(', ')}]`);
    }
    return { ...info, data };
  }

  #floats(): Float64Array {
    return float64Column(this.#packet, this.#next++);
  }
}

function checkDepth(head: unknown): void {
  let level: unknown[] = [head];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw bad(`objects nested deeper than ${DEEPEST} levels`);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

function bad(why: string, cause?: unknown): UnrolledError {
  return new UnrolledError('bad-request', `ingest: ${why} — see docs/api.md`, { cause });
}
