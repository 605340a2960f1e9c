import { UnrolledError } from '../../base/errors.ts';
import { int32Column, pack, uint8Column, unpack } from '../../protocol/packet.ts';
import { decodeTensor, encodeTensor } from '../../protocol/tensor-codec.ts';
import type { ScoresResult } from './scores.ts';

/** Scores as one packet, as they are kept by the server. */
export function encodeScores({ epochs, values, chance, ...head }: ScoresResult): Uint8Array {
  return pack(head, [epochs, encodeTensor(values, 'float32'), encodeTensor(chance, 'float32')]);
}

/** Reads {@link encodeScores}. Throws UnrolledError `bad-packet` or `bad-tensor` where it is none, or its parts do not fit. */
export function decodeScores(source: Uint8Array): ScoresResult {
  const packet = unpack(source.slice());
  const head = packet.head as Omit<ScoresResult, 'epochs' | 'values' | 'chance'>;
  if (!Array.isArray(head.concepts) || head.concepts.length !== head.measures.length) {
    throw new UnrolledError('bad-packet', 'scores: their parts do not fit — they are computed again');
  }
  const epochs = int32Column(packet, 0);
  const numbers = (at: number, shape: readonly number[]) =>
    decodeTensor({ name: 'scores', dtype: 'float32', shape }, uint8Column(packet, at)).values as Float32Array;
  const places = [head.concepts.length, epochs.length];
  return { ...head, epochs, values: numbers(1, [...places, head.units]), chance: numbers(2, places) };
}
