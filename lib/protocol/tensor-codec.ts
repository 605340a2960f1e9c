import { UnrolledError } from '../base/errors.ts';
import { decodeHalf, encodeHalf } from './float16.ts';
import type { Dtype, TensorInfo } from './record.ts';

/** Bytes of one element. */
export const BYTES_PER_ELEMENT: { readonly [dtype in Dtype]: number } = { float32: 4, float16: 2, int32: 4, uint8: 1 };

/** How many elements a shape has; 1 for a scalar's empty shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Numbers as a tensor's bytes (row-major, little-endian, a new buffer the caller owns). float16 rounds as `halfOf` says:
 * relative error ≤ 2⁻¹¹ from 2⁻¹⁴ to 65,504, absolute ≤ 2⁻²⁵ below. int32 and uint8 take the low bits.
 */
export function encodeTensor(values: ArrayLike<number>, dtype: Dtype): Uint8Array<ArrayBuffer> {
  const typed = typedOf(values, dtype);
  return littleEndian(new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength), BYTES_PER_ELEMENT[dtype]);
}

/** A tensor's values; `half` keeps the raw codes of a float16 tensor. */
export interface TensorValues {
  readonly values: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
  readonly half: Uint16Array<ArrayBuffer> | null;
}

/**
 * The values in a tensor's bytes. Arrays own their buffers when the bytes were not a whole buffer of their own, else
 * they are views of it. Throws UnrolledError `bad-tensor` when the bytes do not fit shape and dtype.
 */
export function decodeTensor(
  { name, dtype, shape }: Pick<TensorInfo, 'name' | 'dtype' | 'shape'>,
  bytes: Uint8Array,
): TensorValues {
  const expected = elementCount(shape) * BYTES_PER_ELEMENT[dtype];
  if (bytes.byteLength !== expected) {
    throw new UnrolledError(
      'bad-tensor',
      `tensor ${name}: ${bytes.byteLength} bytes where ${dtype} [${shape.join(', ')}] needs ${expected} — the store may be damaged`,
    );
  }
  // typed views need alignment, and a view must not keep a larger buffer alive
  const isWhole = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
  const own = isWhole ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  const { buffer } = littleEndian(own, BYTES_PER_ELEMENT[dtype]);
  if (dtype === 'float32') return { values: new Float32Array(buffer), half: null };
  if (dtype === 'int32') return { values: new Int32Array(buffer), half: null };
  if (dtype === 'uint8') return { values: new Uint8Array(buffer), half: null };
  const half = new Uint16Array(buffer);
  return { values: decodeHalf(half), half };
}

function typedOf(values: ArrayLike<number>, dtype: Dtype) {
  if (dtype === 'float32') return Float32Array.from(values);
  if (dtype === 'int32') return Int32Array.from(values);
  if (dtype === 'uint8') return Uint8Array.from(values);
  return encodeHalf(values);
}

/** Bytes as they are, or on a big-endian machine a copy with each element's bytes turned round. */
function littleEndian(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  if (IS_LITTLE_ENDIAN || size === 1) return bytes;
  const turned = new Uint8Array(bytes.byteLength);
  for (let i = 0; i < bytes.byteLength; i++) turned[i - (i % size) + size - 1 - (i % size)] = bytes[i]!;
  return turned;
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
