import { UnrolledError } from '../../base/errors.ts';
import { float64Column, pack, unpack } from '../../protocol/packet.ts';
import type { SimilarityResult } from './similarity.ts';

/** Similarities as one packet, as they are kept by the server. */
export function encodeSimilarity({ values, chance, ...head }: SimilarityResult): Uint8Array {
  return pack(head, [values, chance]);
}

/** Reads {@link encodeSimilarity}. Throws UnrolledError `bad-packet` where it is none, or its parts do not fit. */
export function decodeSimilarity(source: Uint8Array): SimilarityResult {
  // a copy: what is kept must not hold the rest of a larger buffer
  const packet = unpack(source.slice());
  const head = packet.head as Pick<SimilarityResult, 'count' | 'steps'>;
  const [values, chance] = [float64Column(packet, 0), float64Column(packet, 1)];
  if (values.length !== head.count ** 2 || chance.length !== head.count) {
    throw new UnrolledError('bad-packet', 'similarity: its parts do not fit — it is computed again');
  }
  return { ...head, values, chance };
}
