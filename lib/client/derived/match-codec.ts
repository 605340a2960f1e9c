import { UnrolledError } from '../../base/errors.ts';
import { float64Column, int32Column, pack, unpack } from '../../protocol/packet.ts';
import type { MatchResult } from './match.ts';

/** A match as one packet, as it is kept by the server. */
export function encodeMatch({ of, correlation, order, chanceMean, chanceMatched, ...head }: MatchResult): Uint8Array {
  return pack(head, [of, correlation, order, chanceMean, chanceMatched]);
}

/** Reads {@link encodeMatch}. Throws UnrolledError `bad-packet` where it is none, or its parts do not fit. */
export function decodeMatch(source: Uint8Array): MatchResult {
  // a copy: what is kept must not hold the rest of a larger buffer
  const packet = unpack(source.slice());
  const head = packet.head as Pick<MatchResult, 'units' | 'looked' | 'matched' | 'mean' | 'mayTurn' | 'steps'> &
    Pick<MatchResult, 'sequences' | 'ofSequences'>;
  const [of, order, chanceMatched] = [int32Column(packet, 0), int32Column(packet, 2), int32Column(packet, 4)];
  const [correlation, chanceMean] = [float64Column(packet, 1), float64Column(packet, 3)];
  const [left = 0, right = 0] = Array.isArray(head.units) ? head.units : [];
  const isWithin = (units: number, least: number) => (unit: number) => unit >= least && unit < units;
  const fits =
    [of, order, correlation].every(({ length }) => length === left) &&
    chanceMean.length === chanceMatched.length &&
    of.every(isWithin(right, -1)) &&
    order.every(isWithin(left, 0));
  if (!fits) throw new UnrolledError('bad-packet', 'matched units: their parts do not fit — they are computed again');
  return { ...head, of, order, correlation, chanceMean, chanceMatched };
}
