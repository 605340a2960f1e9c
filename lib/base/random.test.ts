import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, sampleOf, seededRandom } from './random.ts';

test('a seed tells the whole stream', () => {
  const [a, b, other] = [seededRandom(7), seededRandom(7), seededRandom(8)];
  const first = Array.from({ length: 5 }, a);
  expect(Array.from({ length: 5 }, b)).toEqual(first);
  expect(Array.from({ length: 5 }, other)).not.toEqual(first);
});

test('numbers fill [0, 1) evenly', () => {
  const random = seededRandom(1);
  const counts = new Float64Array(10);
  for (let i = 0; i < 100_000; i++) counts[Math.floor(random() * 10)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('normal draws have mean 0, variance 1 and no excess kurtosis', () => {
  const random = seededRandom(2);
  const draws = Float64Array.from({ length: 100_000 }, () => normal(random));
  const moment = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / draws.length;
  expect(Math.abs(moment(1))).toBeLessThan(0.02);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
});

test('a sample holds different numbers of the range, in order', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.integer(), (size, wanted, seed) => {
      const count = Math.min(size, wanted);
      const sample = [...sampleOf(size, count, seededRandom(seed))];
      expect(new Set(sample).size).toBe(count);
      expect(sample).toEqual(sample.toSorted((a, b) => a - b));
      for (const i of sample) expect(i >= 0 && i < size).toBe(true);
    }),
  );
  expect(() => sampleOf(3, 4, seededRandom(1))).toThrow('a sample of 4 out of 3');
});
