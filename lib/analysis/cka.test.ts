import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../base/random.ts';
import { centredStates, debiasedCka, linearCka, rowProducts } from './cka.ts';
import { relativeError } from './testing/reference.ts';
import { similarityReference } from './testing/similarity-reference.ts';
import { unitsReference } from './testing/units-reference.ts';

const ROWS = 500;
const PIXELS = 64;
const digits = Float64Array.from(Buffer.from(unitsReference.digits.bytes, 'base64'));

/** The first columns of the digits. */
function columns(count: number): Float64Array {
  return Float64Array.from({ length: ROWS * count }, (_, i) => digits[Math.floor(i / count) * PIXELS + (i % count)]!);
}

test('handwritten digits against their first 32 columns give .79735, as NumPy does', () => {
  const { firstColumns, cka } = unitsReference.digits;
  const left = centredStates(digits, ROWS, PIXELS);
  const right = centredStates(columns(firstColumns), ROWS, firstColumns);
  expect(linearCka(left, right)).toBeCloseTo(0.79735, 5);
  expect(relativeError([linearCka(left, right)], [cka])).toBeLessThan(unitsReference.relativeTolerance);
});

test('random matrices of different widths agree with NumPy, either way round', () => {
  for (const { rows, left, right, a, b, cka } of unitsReference.pairs) {
    const [one, other] = [centredStates(a, rows, left), centredStates(b, rows, right)];
    const both = [linearCka(one, other), linearCka(other, one)];
    expect(relativeError(both, [cka, cka])).toBeLessThan(unitsReference.relativeTolerance);
  }
});

test('states that are turned, moved and scaled by 3 are the same representation: CKA 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 24, maxLength: 24 }),
      fc.double({ min: 0, max: 6, noNaN: true }),
      (noise, angle) => {
        const x = noise.map((value, i) => value + Math.sin(i * i));
        const turned = x.map((value, i) => {
          const [a, b] = i % 2 === 0 ? [value, x[i + 1]!] : [x[i - 1]!, value];
          return (
            3 * (i % 2 === 0 ? a * Math.cos(angle) - b * Math.sin(angle) : a * Math.sin(angle) + b * Math.cos(angle)) +
            7
          );
        });
        const states = centredStates(x, 12, 2);
        expect(linearCka(states, states)).toBeCloseTo(1, 9);
        expect(linearCka(states, centredStates(turned, 12, 2))).toBeCloseTo(1, 9);
        const products = rowProducts(x, 12, 2);
        expect(debiasedCka(products, products)).toBeCloseTo(1, 9);
        expect(debiasedCka(products, rowProducts(turned, 12, 2))).toBeCloseTo(1, 9);
      },
    ),
  );
});

test('states that do not move, or are not numbers, cannot be compared', () => {
  const moving = centredStates([1, 2, 3, 5], 4, 1);
  expect(linearCka(moving, centredStates([2, 2, 2, 2], 4, 1))).toBeNaN();
  expect(linearCka(moving, centredStates([2, Number.NaN, 3, 4], 4, 1))).toBeNaN();
  expect(() => linearCka(moving, centredStates([1, 2], 2, 1))).toThrow('rows');
});

test('without bias, CKA agrees with the traces of NumPy, either way round and with rows turned around the circle', () => {
  for (const { rows, left, right, a, b, biased, debiased, shift, shifted } of similarityReference.pairs) {
    const [one, other] = [rowProducts(a, rows, left), rowProducts(b, rows, right)];
    const found = [debiasedCka(one, other), debiasedCka(other, one), debiasedCka(one, other, shift)];
    const wanted = [debiased, debiased, shifted];
    expect(relativeError(found, wanted)).toBeLessThan(similarityReference.relativeTolerance);
    const plain = linearCka(centredStates(a, rows, left), centredStates(b, rows, right));
    expect(relativeError([plain], [biased])).toBeLessThan(similarityReference.relativeTolerance);
  }
});

test('unrelated states of as many units as rows are half alike with the bias, and not at all without it', () => {
  const size = 60;
  const noise = (seed: number) => {
    const random = seededRandom(seed);
    return Float64Array.from({ length: size * size }, () => normal(random));
  };
  const found = Array.from({ length: 10 }, (_, i) => {
    const [a, b] = [noise(2 * i + 1), noise(2 * i + 2)];
    return [
      linearCka(centredStates(a, size, size), centredStates(b, size, size)),
      debiasedCka(rowProducts(a, size, size), rowProducts(b, size, size)),
    ] as const;
  });
  const mean = (at: 0 | 1) => found.reduce((sum, each) => sum + each[at], 0) / found.length;
  expect(mean(0)).toBeGreaterThan(0.45);
  expect(Math.abs(mean(1))).toBeLessThan(0.01);
});

test('without bias too, states that do not move cannot be compared, and four rows are the least', () => {
  const moving = rowProducts([1, 2, 3, 5, 4], 5, 1);
  for (const still of [2, 0.3]) expect(debiasedCka(moving, rowProducts(Array(5).fill(still), 5, 1))).toBeNaN();
  expect(() => debiasedCka(moving, rowProducts([1, 2, 3, 5], 4, 1))).toThrow('rows');
  expect(() => rowProducts([1, 2, 3], 3, 1)).toThrow('4 are needed');
});
