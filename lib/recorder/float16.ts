const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * IEEE 754 half-precision code of a number: round to nearest, ties to even. Above 65,504 it becomes ±Infinity, below
 * 6·10⁻⁸ ±0; NaN stays NaN. Relative error ≤ 2⁻¹¹ in between 6.1·10⁻⁵ and 65,504.
 */
export function toHalf(value: number): number {
  float[0] = value;
  const word = bits[0] as number;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return 0x7e00;
  // 65,520 and more round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    const odd = (magnitude >>> 13) & 1;
    return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
  }
  // Subnormal halves are multiples of 2⁻²⁴.
  const steps = Math.abs(float[0] as number) * 16777216;
  const below = Math.floor(steps);
  const rest = steps - below;
  const up = rest > 0.5 || (rest === 0.5 && (below & 1) === 1);
  return sign | (up ? below + 1 : below);
}

/** Half-precision codes of many numbers. */
export function encodeHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  const codes = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) codes[i] = toHalf(values[i] as number);
  return codes;
}
