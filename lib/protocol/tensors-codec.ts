import { pack, uint8Column, unpack } from './packet.ts';

/** Tensors of one answer of `GET /tensors`. */
export const MOST_TENSORS = 128;

/** The bytes of several tensors as one packet: head `{ ids }`, one column of bytes each, in the order of the ids. */
export function encodeTensors(tensors: readonly { readonly id: number; readonly data: Uint8Array }[]): Uint8Array {
  return pack(
    { ids: tensors.map(({ id }) => id) },
    tensors.map(({ data }) => data),
  );
}

/**
 * Reads {@link encodeTensors}: bytes by id, each a buffer of its own, since what is kept of them must not hold the rest.
 * Throws UnrolledError `bad-packet`.
 */
export function decodeTensors(source: ArrayBuffer | Uint8Array): ReadonlyMap<number, Uint8Array> {
  const packet = unpack(source);
  const { ids } = packet.head as { readonly ids: readonly number[] };
  return new Map(ids.map((id, index) => [id, uint8Column(packet, index).slice()]));
}
