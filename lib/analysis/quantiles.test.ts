import fc from 'fast-check';
import { expect, test } from 'vitest';
import { median, quantile } from './quantiles.ts';
import { numbers, reference, relativeError } from './testing/reference.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });

test('quantiles equal those of NumPy', () => {
  for (const { values, levels, expected } of reference.quantiles) {
    const ours = levels.map((level) => quantile(numbers(values), level));
    expect(relativeError(ours, numbers(expected))).toBeLessThan(reference.relativeTolerance);
  }
});

test('the ends are the extremes and the input is left as it was', () => {
  const values = [3, 1, 2, 9, -4];
  expect(quantile(values, 0)).toBe(-4);
  expect(quantile(values, 1)).toBe(9);
  expect(median(values)).toBe(2);
  expect(values).toEqual([3, 1, 2, 9, -4]);
});

test('nothing to choose from gives NaN, equal infinities stay', () => {
  expect(median([])).toBeNaN();
  expect(median([Number.NaN])).toBeNaN();
  expect(median([Infinity, Infinity])).toBe(Infinity);
});

test('a quantile is the same as from the sorted values, whatever their order', () => {
  fc.assert(
    fc.property(
      fc.array(finite, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const rank = q * (sorted.length - 1);
        const low = sorted[Math.floor(rank)]!;
        const high = sorted[Math.ceil(rank)]!;
        expect(quantile(values, q)).toBeCloseTo(low + (rank - Math.floor(rank)) * (high - low), 9);
      },
    ),
  );
});
