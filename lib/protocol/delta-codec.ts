import type { Delta, MomentColumns, SeriesPoints } from './delta.ts';
import { float64Column, int32Column, pack, uint8Column, unpack } from './packet.ts';

/** A small tensor sent along with the delta that announces it, to save a round trip. */
export interface InlineTensor {
  readonly id: number;
  readonly data: Uint8Array;
}

/** What the server sends of a run: the answer to `open`, and every `delta` after it. */
export interface DeltaMessage {
  readonly runId: string;
  /** What the sequence number belongs to: numbers of two instances have nothing to do with each other. */
  readonly instance: string;
  /** Which store file the ids belong to. When it differs from what a page holds, the page starts anew. */
  readonly store: string;
  /** Number of this run's last delta contained here; -1 when the reader is not in step with the shared tail. */
  readonly seq: number;
  /** True: forget what is held of the run, this is everything. */
  readonly whole: boolean;
  /** The server's clock when it was sent, ms since the Unix epoch. */
  readonly sentMs: number;
  /** Its cursor names only what the delta itself contains; the reader merges it into its own. */
  readonly delta: Delta;
  readonly inline: readonly InlineTensor[];
}

type Parts = Pick<Delta, 'run' | 'segments' | 'series' | 'tensors' | 'events' | 'epochs' | 'verdicts' | 'notes'>;

interface Head extends Omit<DeltaMessage, 'delta' | 'inline'> {
  readonly parts: Parts;
  /** [id, points, of] */
  readonly points: readonly (readonly [number, number, number])[];
  /** [segment, rows, of] */
  readonly moments: readonly (readonly [number, number, number])[];
  /** [tensor id, bytes] */
  readonly inline: readonly (readonly [number, number])[];
  readonly cursor: readonly [tensor: number, event: number, revision: number];
}

/** Bytes of a message: a packet of six columns (points: steps, values; moments: steps, wall times, epochs; tensors). */
export function encodeDeltaMessage({ delta, inline, ...meta }: DeltaMessage): Uint8Array {
  const { points, moments, cursor, ...parts } = delta;
  const head: Head = {
    ...meta,
    parts,
    points: points.map(({ id, steps, of }) => [id, steps.length, of]),
    moments: moments.map(({ segment, steps, of }) => [segment, steps.length, of]),
    inline: inline.map(({ id, data }) => [id, data.byteLength]),
    cursor: [cursor.tensor, cursor.event, cursor.revision],
  };
  return pack(head, [
    joinFloats(points.map((each) => each.steps)),
    joinFloats(points.map((each) => each.values)),
    joinFloats(moments.map((each) => each.steps)),
    joinFloats(moments.map((each) => each.wallMs)),
    joinInts(moments.map((each) => each.epochs)),
    joinBytes(inline.map((each) => each.data)),
  ]);
}

/** Reads what {@link encodeDeltaMessage} wrote; arrays are views into `source`. Throws UnrolledError `bad-packet`. */
export function decodeDeltaMessage(source: ArrayBuffer | Uint8Array): DeltaMessage {
  const packet = unpack(source);
  // our own server wrote it: the packet's frame was checked, its head is trusted
  const { parts, points, moments, inline, cursor, ...meta } = packet.head as Head;
  const decodedPoints = cutPoints(points, float64Column(packet, 0), float64Column(packet, 1));
  const decodedMoments = cutMoments(
    moments,
    float64Column(packet, 2),
    float64Column(packet, 3),
    int32Column(packet, 4),
  );
  const delta: Delta = {
    ...parts,
    points: decodedPoints,
    moments: decodedMoments,
    cursor: {
      series: Object.fromEntries(decodedPoints.filter(hasRows).map(({ id, steps }) => [id, steps.at(-1)!])),
      moments: Object.fromEntries(decodedMoments.filter(hasRows).map(({ segment, steps }) => [segment, steps.at(-1)!])),
      tensor: cursor[0],
      event: cursor[1],
      revision: cursor[2],
    },
  };
  return { ...meta, delta, inline: cutTensors(inline, uint8Column(packet, 5)) };
}

function cutPoints(counts: Head['points'], steps: Float64Array, values: Float64Array): SeriesPoints[] {
  let at = 0;
  return counts.map(([id, length, of]) => {
    const from = at;
    at += length;
    return { id, of, steps: steps.subarray(from, at), values: values.subarray(from, at) };
  });
}

function cutMoments(
  counts: Head['moments'],
  steps: Float64Array,
  wallMs: Float64Array,
  epochs: Int32Array,
): MomentColumns[] {
  let at = 0;
  return counts.map(([segment, length, of]) => {
    const from = at;
    at += length;
    return {
      segment,
      of,
      steps: steps.subarray(from, at),
      wallMs: wallMs.subarray(from, at),
      epochs: epochs.subarray(from, at),
    };
  });
}

function cutTensors(counts: Head['inline'], bytes: Uint8Array): InlineTensor[] {
  let at = 0;
  return counts.map(([id, length]) => {
    const from = at;
    at += length;
    // its own copy: the cache keeps it for long, and typed views over it need alignment
    return { id, data: bytes.slice(from, at) };
  });
}

function hasRows({ steps }: { readonly steps: Float64Array }): boolean {
  return steps.length > 0;
}

function joinFloats(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(totalLength(parts));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function joinInts(parts: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(totalLength(parts));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(totalLength(parts));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function totalLength(parts: readonly { readonly length: number }[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
