import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Delta, EMPTY_CURSOR, type StoredTensor } from '../../protocol/delta.ts';
import { encodeDeltaMessage } from '../../protocol/delta-codec.ts';
import type { JsonObject } from '../../protocol/json.ts';
import { TENSOR } from '../../protocol/record.ts';
import { encodeReplayHead, type ReplayHead, type TensorPlace } from '../../protocol/replay.ts';
import type { RunInfo } from '../../protocol/run.ts';
import type { LeftOut } from '../../protocol/socket-events.ts';
import { here, judged } from '../../store/run-status.ts';
import type { Store } from '../../store/store.ts';
import { summarise } from '../summarise.ts';
import { chooseSequences } from './choose-sequences.ts';
import { cutProbe, cutTensor } from './cut-tensor.ts';

/** What a page takes along unless it is to be complete. */
const MOST_SEQUENCES = 8;
/** As many as a page of the server's holds of a series. */
const MOST_POINTS = 8_192;
/** Larger weights are only there to compute with, which a page without a server does not. */
const MOST_WEIGHT_BYTES = 256 * 1024;
/** Where the tensors of so many sequences are larger than this, fewer sequences are taken along. */
const AIM_BYTES = 64 * 2 ** 20;
/** Tensors are packed together into chunks of about this size: a view unpacks what it shows. */
const CHUNK_BYTES = 512 * 1024;

const compress = promisify(gzip);

/** A part of a run in an HTML page, gzipped. */
export interface ReplayPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ReplayOptions {
  /** Everything, whatever its size. */
  readonly full: boolean;
  readonly version: string;
  readonly exportedMs: number;
  readonly limits: JsonObject;
  readonly onProgress?: (done: number) => void;
}

/**
 * Packs a run for an HTML page, part after part: chunks of tensors, and at the end the head, which says where they are.
 * Throws what the store says.
 */
export async function* replayParts(store: Store, runId: string, options: ReplayOptions): AsyncGenerator<ReplayPart> {
  const { full, version, exportedMs, limits } = options;
  const whole = await store.tail(runId, EMPTY_CURSOR, full ? {} : { maxPointsPerSeries: MOST_POINTS });
  const stored = await store.getRun(runId);
  const present = { ...whole, notes: whole.notes.filter(({ deletedMs }) => deletedMs === null) };
  const { delta, kept, leftOut } = full ? asItIs(present) : selection(present);
  const info = ended(delta.run!);
  const storeId = `${store.id}-${exportedMs}`;
  const packing = new Packing();
  for await (const chunk of packing.chunks(store, delta.tensors, kept, options.onProgress)) yield chunk;
  const tensors = delta.tensors.flatMap(({ id }) => packing.infos.get(id) ?? []);
  const message = encodeDeltaMessage({
    ...{ runId, instance: storeId, store: storeId, seq: 0, whole: true, sentMs: exportedMs, inline: [] },
    delta: { ...delta, run: info, tensors },
  });
  const head: ReplayHead = {
    ...{ v: 1, version, exportedMs, store: storeId, limits, tensors: packing.places },
    summary: await summarise(store, stored, info),
    leftOut: [...leftOut, ...(stored.info.status === 'live' ? [{ kind: 'later' } as const] : [])],
  };
  yield { name: 'head', bytes: await packed(encodeReplayHead(head, message)) };
}

interface Selection {
  readonly delta: Delta;
  /** Sequences of the probe that are kept, and of how many; null: all. */
  readonly kept: { readonly sequences: readonly number[]; readonly of: number } | null;
  readonly leftOut: readonly LeftOut[];
}

function asItIs(delta: Delta): Selection {
  return { delta, kept: null, leftOut: [] };
}

function selection(delta: Delta): Selection {
  const probe = delta.run?.probe ?? null;
  const isLarge = ({ name, bytes }: StoredTensor) => name === TENSOR.weight && bytes > MOST_WEIGHT_BYTES;
  const large = delta.tensors.filter(isLarge);
  const tensors = delta.tensors.filter((tensor) => !isLarge(tensor));
  const sequences = probe && chooseSequences(probe, delta.tensors, mostSequences(tensors, probe.count));
  const isCut = probe !== null && sequences !== null && sequences.length < probe.count;
  const thinned = delta.points.filter(({ of, steps }) => of > steps.length).length;
  const leftOut: LeftOut[] = [];
  if (isCut) leftOut.push({ kind: 'sequences', kept: sequences, of: probe.count });
  if (large.length > 0) {
    const paths = [...new Set(large.map(({ attributes, layer }) => String(attributes.weight ?? layer)))];
    leftOut.push({ kind: 'weights', paths, bytes: large.reduce((sum, { bytes }) => sum + bytes, 0) });
  }
  if (thinned > 0) leftOut.push({ kind: 'points', series: thinned });
  return {
    delta: {
      ...delta,
      run: delta.run && { ...delta.run, probe: isCut ? cutProbe(probe, sequences) : probe },
      tensors,
    },
    kept: isCut ? { sequences, of: probe.count } : null,
    leftOut,
  };
}

/** How many of `count` sequences are taken: 8, halved until their tensors are not larger than {@link AIM_BYTES}; one at least. */
export function mostSequences(tensors: readonly StoredTensor[], count: number): number {
  let fixed = 0;
  let perSequence = 0;
  for (const { axes, shape, bytes } of tensors) {
    const held = shape[axes.indexOf('sequence')];
    if (held) perSequence += bytes / held;
    else fixed += bytes;
  }
  let most = Math.min(MOST_SEQUENCES, count);
  while (most > 1 && fixed + most * perSequence > AIM_BYTES) most >>= 1;
  return most;
}

/** In a page nothing goes on: what was live has stopped there. */
function ended(info: RunInfo): RunInfo {
  const { status } = judged(info, here());
  return { ...info, status: status === 'live' ? 'stopped' : status };
}

/** Puts bytes of tensors into chunks; what is looked at together lies together. */
class Packing {
  readonly places: TensorPlace[] = [];
  /** What the tensors are as they are packed. */
  readonly infos = new Map<number, StoredTensor>();

  async *chunks(
    store: Store,
    all: readonly StoredTensor[],
    kept: Selection['kept'],
    onProgress: (done: number) => void = () => {},
  ): AsyncGenerator<ReplayPart> {
    let chunk = 0;
    let open: Uint8Array[] = [];
    let size = 0;
    const close = async (): Promise<ReplayPart> => {
      const part = { name: String(chunk++), bytes: await packed(Buffer.concat(open)) };
      open = [];
      size = 0;
      return part;
    };
    for (const [done, info] of inOrder(all).entries()) {
      const tensor = await store.tensor(info.id);
      const cut = kept ? cutTensor(tensor, kept.sequences, kept.of) : tensor;
      onProgress((done + 1) / all.length);
      if (!cut) continue;
      const { data, shape, attributes } = cut;
      // typed views begin on a multiple of 8
      const room = Math.ceil(data.byteLength / 8) * 8;
      if (size > 0 && size + room > CHUNK_BYTES) yield await close();
      this.places.push([info.id, chunk, size, data.byteLength]);
      this.infos.set(info.id, { ...info, shape, attributes, bytes: data.byteLength });
      open.push(data, new Uint8Array(room - data.byteLength));
      size += room;
    }
    if (open.length > 0) yield await close();
  }
}

/** By name, layer and time. */
function inOrder(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...tensors].sort((a, b) => compare(a.name, b.name) || compare(a.layer ?? '', b.layer ?? '') || a.id - b.id);
}

function packed(bytes: Uint8Array): Promise<Uint8Array> {
  return compress(bytes, { level: 9 });
}
