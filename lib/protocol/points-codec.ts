import type { SeriesPoints } from './delta.ts';
import { float64Column, pack, unpack } from './packet.ts';

type Head = readonly (readonly [id: number, points: number, of: number])[];

/** A packet with the points of some series: head [[id, points, of]…], per series a column of steps and one of values. */
export function encodePoints(series: readonly SeriesPoints[]): Uint8Array {
  const head: Head = series.map(({ id, steps, of }) => [id, steps.length, of]);
  return pack(
    head,
    series.flatMap(({ steps, values }) => [steps, values]),
  );
}

/** Reads what {@link encodePoints} wrote. Throws UnrolledError `bad-packet`. */
export function decodePoints(bytes: ArrayBuffer | Uint8Array): SeriesPoints[] {
  const packet = unpack(bytes);
  return (packet.head as Head).map(([id, , of], index) => ({
    id,
    of,
    steps: float64Column(packet, index * 2),
    values: float64Column(packet, index * 2 + 1),
  }));
}
