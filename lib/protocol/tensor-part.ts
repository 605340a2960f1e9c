import { UnrolledError } from '../base/errors.ts';
import type { StoredTensor } from './delta.ts';
import type { TensorRecord } from './record.ts';
import { BYTES_PER_ELEMENT, elementCount } from './tensor-codec.ts';

/** The axis along which a part is taken: the probe's sequences. */
const SEQUENCE = 'sequence';

/**
 * A stored tensor, or, where `sequence` is there, one sequence of it: then shape and bytes are those of the part, whose
 * sequence axis has length 1. A probe's states at one epoch are megabytes, one sequence of them kilobytes.
 */
export interface TensorPart extends StoredTensor {
  readonly sequence?: number;
}

/** One sequence (0-based) of a tensor; null where the tensor has no sequences or fewer. */
export function partOf(tensor: StoredTensor, sequence: number): TensorPart | null {
  const axis = tensor.axes.indexOf(SEQUENCE);
  const count = tensor.shape[axis] ?? 0;
  if (axis < 0 || sequence < 0 || sequence >= count) return null;
  return { ...tensor, shape: tensor.shape.with(axis, 1), bytes: tensor.bytes / count, sequence };
}

type Whole = Pick<TensorRecord, 'name' | 'dtype' | 'shape' | 'axes' | 'data'>;

/**
 * Shape and bytes of one sequence (0-based) of a tensor whose bytes are here, row-major, in a new buffer the caller owns.
 * Throws UnrolledError `bad-request` where the tensor has no such sequence.
 */
export function takePart(
  { name, dtype, shape, axes, data }: Whole,
  sequence: number,
): { readonly shape: readonly number[]; readonly data: Uint8Array<ArrayBuffer> } {
  const axis = axes.indexOf(SEQUENCE);
  const count = shape[axis] ?? 0;
  if (!(sequence >= 0 && sequence < count)) {
    const held = count > 0 ? `it holds sequences 0 to ${count - 1}` : `its axes are ${axes.join(', ') || 'none'}`;
    throw new UnrolledError('bad-request', `tensor ${name}: no sequence ${sequence} — ${held}`);
  }
  const outer = elementCount(shape.slice(0, axis));
  const inner = elementCount(shape.slice(axis + 1)) * BYTES_PER_ELEMENT[dtype];
  const part = new Uint8Array(outer * inner);
  for (let at = 0; at < outer; at++) {
    const start = (at * count + sequence) * inner;
    part.set(data.subarray(start, start + inner), at * inner);
  }
  return { shape: shape.with(axis, 1), data: part };
}
