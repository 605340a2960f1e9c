import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeHalf,
  encodeHalf,
  FLOAT16_ABSOLUTE_ERROR,
  FLOAT16_RELATIVE_ERROR,
  halfOf,
  halfTable,
  numberOfHalf,
} from './float16.ts';
import { decodeTensor, encodeTensor } from './tensor-codec.ts';

test('known numbers have the codes IEEE 754 gives them', () => {
  const known: readonly (readonly [number, number])[] = [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65_504, 0x7bff],
    [65_519.99, 0x7bff],
    [65_520, 0x7c00],
    [-1e9, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 * 1.01, 0x0001],
    [1.5 * 2 ** -24, 0x0002],
    [2.5 * 2 ** -24, 0x0002],
    [1023.5 * 2 ** -24, 0x0400],
    [1 / 3, 0x3555],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [Infinity, 0x7c00],
    [-Infinity, 0xfc00],
    [Number.NaN, 0x7e00],
  ];
  for (const [value, code] of known) expect(halfOf(value).toString(16), String(value)).toBe(code.toString(16));
});

test('every code survives decoding and encoding, and the table says what the formula says', () => {
  for (let code = 0; code < 65_536; code++) {
    const value = numberOfHalf(code);
    expect(halfTable()[code]).toBe(value);
    if (Number.isNaN(value)) expect(halfOf(value)).toBe(0x7e00);
    else expect(halfOf(value)).toBe(code);
  }
});

test('float16 errs by no more than its stated bounds', () => {
  fc.assert(
    fc.property(fc.float({ min: -65_504, max: 65_504, noNaN: true }), (value) => {
      const bound = Math.max(Math.abs(value) * FLOAT16_RELATIVE_ERROR, FLOAT16_ABSOLUTE_ERROR);
      expect(Math.abs(numberOfHalf(halfOf(value)) - value)).toBeLessThanOrEqual(bound);
    }),
    { numRuns: 2_000 },
  );
});

test('values survive the way through bytes, padding NaN and −0 included', () => {
  const values = [0, -0, 1.5, -3, Number.NaN, Infinity];
  for (const dtype of ['float32', 'float16'] as const) {
    const decoded = decodeTensor({ name: 'h', dtype, shape: [2, 3] }, encodeTensor(values, dtype));
    expect([...decoded.values]).toEqual(values);
    expect(decoded.half === null).toBe(dtype === 'float32');
  }
  const ints = decodeTensor({ name: 'ids', dtype: 'int32', shape: [3] }, encodeTensor([1, -2, 2 ** 31 - 1], 'int32'));
  expect([...ints.values]).toEqual([1, -2, 2 ** 31 - 1]);
  expect([...decodeTensor({ name: 'm', dtype: 'uint8', shape: [2] }, encodeTensor([0, 255], 'uint8')).values]).toEqual([
    0, 255,
  ]);
});

test('bytes are little-endian whatever the machine', () => {
  expect([...encodeTensor([1], 'float32')]).toEqual([0, 0, 0x80, 0x3f]);
  expect([...encodeTensor([1], 'float16')]).toEqual([0, 0x3c]);
});

test('bytes at an odd place in a larger buffer are read all the same', () => {
  const inside = new Uint8Array(9);
  inside.set(encodeTensor([1, 2], 'float32'), 1);
  const { values } = decodeTensor({ name: 'h', dtype: 'float32', shape: [2] }, inside.subarray(1));
  expect([...values]).toEqual([1, 2]);
});

test('bytes that do not fit the shape are refused', () => {
  expect(() => decodeTensor({ name: 'h', dtype: 'float16', shape: [2] }, new Uint8Array(5))).toThrow(
    /5 bytes where float16 \[2\] needs 4/,
  );
});

test('many numbers are encoded as each alone', () => {
  const values = Float32Array.of(0.1, 0.2, -70_000);
  expect([...encodeHalf(values)]).toEqual([...values].map(halfOf));
  expect([...decodeHalf(encodeHalf(values))]).toEqual([...values].map((each) => numberOfHalf(halfOf(each))));
});
