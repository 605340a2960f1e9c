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
/** Tensors are packed together into chunks of about this size: a view unpacks what it shows. */
const CHUNK_BYTES = 512 * 1024;

const compress = promisify(gzip);

/** A run as an HTML page holds it: each part gzipped. */
export interface ReplayArchive {
  readonly parts: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly leftOut: readonly LeftOut[];
  readonly info: RunInfo;
}

export interface ReplayOptions {
  /** Everything, whatever its size. */
  readonly full: boolean;
  readonly version: string;
  readonly exportedMs: number;
  readonly limits: JsonObject;
  readonly onProgress?: (done: number) => void;
}

/** Packs a run for an HTML page. Throws what the store says. */
export async function replayArchive(store: Store, runId: string, options: ReplayOptions): Promise<ReplayArchive> {
  const { full, version, exportedMs, limits, onProgress = () => {} } = options;
  const whole = await store.tail(runId, EMPTY_CURSOR, full ? {} : { maxPointsPerSeries: MOST_POINTS });
  const stored = await store.getRun(runId);
  const { delta, kept, leftOut } = full ? asItIs(whole) : selection(whole);
  const info = ended(delta.run!);
  const storeId = `${store.id}-${exportedMs}`;
  const { chunks, places, tensors } = await packTensors(store, delta.tensors, kept, onProgress);
  const message = encodeDeltaMessage({
    ...{ runId, instance: storeId, store: storeId, seq: 0, whole: true, sentMs: exportedMs, inline: [] },
    delta: { ...delta, run: info, tensors },
  });
  const head: ReplayHead = {
    ...{ v: 1, version, exportedMs, store: storeId, limits, tensors: places },
    summary: await summarise(store, stored, info),
    leftOut: [...leftOut, ...(stored.info.status === 'live' ? [{ kind: 'later' } as const] : [])],
  };
  const parts = [{ name: 'head', bytes: await packed(encodeReplayHead(head, message)) }, ...chunks];
  return { parts, leftOut: head.leftOut, info };
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
  const sequences = probe && chooseSequences(probe, delta.tensors, MOST_SEQUENCES);
  const isCut = probe !== null && sequences !== null && sequences.length < probe.count;
  const isLarge = ({ name, bytes }: StoredTensor) => name === TENSOR.weight && bytes > MOST_WEIGHT_BYTES;
  const large = delta.tensors.filter(isLarge);
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
      tensors: delta.tensors.filter((tensor) => !isLarge(tensor)),
    },
    kept: isCut ? { sequences, of: probe.count } : null,
    leftOut,
  };
}

/** In a page nothing goes on: what was live has stopped there. */
function ended(info: RunInfo): RunInfo {
  const { status } = judged(info, here());
  return { ...info, status: status === 'live' ? 'stopped' : status };
}

/** Bytes of all tensors in chunks; what is looked at together lies together. */
async function packTensors(
  store: Store,
  all: readonly StoredTensor[],
  kept: Selection['kept'],
  onProgress: (done: number) => void,
) {
  const chunks: { name: string; bytes: Uint8Array }[] = [];
  const places: TensorPlace[] = [];
  const infos = new Map<number, StoredTensor>();
  let open: Uint8Array[] = [];
  let size = 0;
  const close = async () => {
    if (size > 0) chunks.push({ name: String(chunks.length), bytes: await packed(Buffer.concat(open)) });
    open = [];
    size = 0;
  };
  const ordered = [...all].sort(
    (a, b) => compare(a.name, b.name) || compare(a.layer ?? '', b.layer ?? '') || a.id - b.id,
  );
  for (const [done, info] of ordered.entries()) {
    const tensor = await store.tensor(info.id);
    const cut = kept ? cutTensor(tensor, kept.sequences, kept.of) : tensor;
    if (!cut) continue;
    const { data, shape, attributes } = cut;
    // typed views begin on a multiple of 8
    const room = Math.ceil(data.byteLength / 8) * 8;
    if (size > 0 && size + room > CHUNK_BYTES) await close();
    places.push([info.id, chunks.length, size, data.byteLength]);
    open.push(data, new Uint8Array(room - data.byteLength));
    size += room;
    infos.set(info.id, { ...info, shape, attributes, bytes: data.byteLength });
    onProgress((done + 1) / ordered.length);
  }
  await close();
  return { chunks, places, tensors: all.flatMap(({ id }) => infos.get(id) ?? []) };
}

function packed(bytes: Uint8Array): Promise<Uint8Array> {
  return compress(bytes, { level: 9 });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
