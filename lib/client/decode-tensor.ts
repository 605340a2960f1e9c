import { assert, UnrolledError } from '../base/errors.ts';
import type { StoredTensor } from '../protocol/delta.ts';
import type { DecodedTensor } from './run-data.ts';

/**
 * Values of a stored tensor out of its little-endian bytes. float16 becomes float32 and keeps its codes in `half`.
 * Throws UnrolledError `bad-tensor` when the bytes do not fit the shape.
 */
export function decodeTensor(info: StoredTensor, bytes: Uint8Array): DecodedTensor {
  const length = info.shape.reduce((product, size) => product * size, 1);
  // typed views need alignment, and the cache must not keep a larger buffer alive
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  const expected = length * BYTES[info.dtype];
  if (whole.byteLength !== expected)
    throw new UnrolledError(
      'bad-tensor',
      `tensor ${info.id} (${info.name}): ${whole.byteLength} bytes where its shape needs ${expected} — the file may be damaged`,
    );
  if (info.dtype === 'float32') return { info, values: new Float32Array(whole.buffer), half: null };
  if (info.dtype === 'int32') return { info, values: new Int32Array(whole.buffer), half: null };
  if (info.dtype === 'uint8') return { info, values: whole, half: null };
  const half = new Uint16Array(whole.buffer);
  return { info, values: Float32Array.from(half, (code) => halfToFloat(code)), half };
}

/** The value of an IEEE 754 binary16 code, 0 … 65,535. */
export function halfToFloat(code: number): number {
  assert(code >= 0 && code <= 0xffff, `a float16 code has 16 bits, got ${code}`);
  const sign = code & 0x8000 ? -1 : 1;
  const exponent = (code >> 10) & 0x1f;
  const fraction = code & 0x3ff;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

const BYTES = { float32: 4, float16: 2, int32: 4, uint8: 1 } as const;
