const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Largest relative error of a number stored as float16 within its normal range, 2⁻¹⁴ ≤ |x| ≤ 65,504. */
export const FLOAT16_RELATIVE_ERROR = 2 ** -11;
/** Largest absolute error below that range: half of the smallest subnormal, 2⁻²⁴. Hidden states (|h| ≤ 1) err by at most 2⁻¹². */
export const FLOAT16_ABSOLUTE_ERROR = 2 ** -25;

/**
 * IEEE 754 binary16 code of a number, rounded to nearest, ties to even, by way of float32 (a float64 is rounded twice,
 * which moves ties of float32 only). |x| ≥ 65,520 becomes ±Infinity, NaN the code 0x7e00, −0 keeps its sign.
 * Checked against every code and against the error bounds above.
 */
export function halfOf(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // adding just under half a unit, and one more to odd codes, rounds ties to even
    const odd = (magnitude >>> 13) & 1;
    return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
  }
  // below the normal range codes count multiples of 2⁻²⁴; adding 1.5 · 2²³ in float32 rounds to an integer, ties to even
  const units = Math.fround(Math.abs(float[0]!) * 0x1000000 + 0xc00000) - 0xc00000;
  return sign | units;
}

/** The number a binary16 code (0 … 65,535) stands for: exact. */
export function numberOfHalf(code: number): number {
  const sign = code & 0x8000 ? -1 : 1;
  const exponent = (code >>> 10) & 0x1f;
  const fraction = code & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

// Module-level on purpose: 256 KiB that never change, made when first asked for.
let table: Float32Array | undefined;

/** Value of every code; not to be written to. */
export function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, code) => numberOfHalf(code));
  return table;
}

/** Codes of many numbers. */
export function encodeHalf(values: ArrayLike<number>): Uint16Array<ArrayBuffer> {
  const codes = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) codes[i] = halfOf(values[i]!);
  return codes;
}

/** Numbers of many codes, by table: about 1 ns each. */
export function decodeHalf(codes: Uint16Array): Float32Array<ArrayBuffer> {
  const known = halfTable();
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = known[codes[i]!]!;
  return values;
}
