import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeHalf, halfOf } from './float16.ts';

/** IEEE 754 binary16, decoded by its definition. */
function fromHalf(code: number): number {
  const sign = code & 0x8000 ? -1 : 1;
  const exponent = (code >>> 10) & 31;
  const fraction = code & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

test('every half-precision number keeps its code', () => {
  for (let code = 0; code < 65_536; code++) {
    const value = fromHalf(code);
    if (Number.isNaN(value)) expect(Number.isNaN(fromHalf(halfOf(value)))).toBe(true);
    else expect(halfOf(value)).toBe(code);
  }
});

test('any float becomes the nearest half, ties to even', () => {
  const finite = Array.from({ length: 0x7c00 }, (_, code) => fromHalf(code));
  fc.assert(
    fc.property(fc.float({ min: 0, max: 65_472, noNaN: true }), (value) => {
      const code = halfOf(value);
      const below = finite[Math.max(0, code - 1)] as number;
      const above = finite[Math.min(0x7bff, code + 1)] as number;
      const error = Math.abs((finite[code] as number) - value);
      expect(error).toBeLessThanOrEqual(Math.abs(below - value));
      expect(error).toBeLessThanOrEqual(Math.abs(above - value));
      if (error === Math.abs(above - value) && error > 0) expect(code & 1).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test('what is out of range becomes infinite, and NaN stays NaN', () => {
  const codes = encodeHalf(new Float32Array([65_519, 65_520, -1e30, Number.NaN, -0]));
  expect([...codes].map(fromHalf)).toEqual([65_504, Infinity, -Infinity, Number.NaN, -0]);
});
