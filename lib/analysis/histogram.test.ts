import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HISTOGRAM_BINS, histogramEdges, histogramOf, mergeHistograms } from './histogram.ts';
import { numbers } from './testing/reference.ts';

interface Case {
  readonly values: (number | string)[];
  readonly edges: number[];
  readonly counts: number[];
  readonly mean: number;
  readonly std: number;
  readonly [count: string]: unknown;
}

const { histograms, histogramTolerance } = JSON.parse(
  readFileSync(new URL('../../data/reference/gradients.json', import.meta.url), 'utf8'),
) as { readonly histograms: readonly Case[]; readonly histogramTolerance: number };

test.each(histograms.map((reference, index) => ({ index, reference })))(
  'counts equal numpy.histogram, case $index',
  ({ reference }) => {
    const { values, edges, counts, mean, std, ...exact } = reference;
    const found = histogramOf(numbers(values));
    expect(found).toMatchObject(exact);
    const joined = mergeHistograms(found, found);
    expect(joined).toMatchObject({ min: exact.min, max: exact.max });
    // the reference may have wider bins than needed: ours join to them
    const wider = mergeHistograms(found, histogramOf([(edges[32]! + edges[64]!) / 2]));
    expect(Array.from(histogramEdges(wider.exponent))).toEqual(edges);
    expect(Array.from(wider.counts, (count, j) => (j === 48 ? count - 1 : count))).toEqual(counts);
    expect(Math.abs(found.mean - mean)).toBeLessThan(histogramTolerance * std);
    expect(Math.abs(found.std / std - 1)).toBeLessThan(histogramTolerance);
  },
);

const value = fc.oneof(
  { weight: 20, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }).map(Math.fround) },
  { weight: 2, arbitrary: fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);
const values = fc.array(value, { maxLength: 60 });

test('every value is counted once, in a bin that holds it', () => {
  fc.assert(
    fc.property(values, (some) => {
      const { counts, zero, nan, positiveInfinity, negativeInfinity } = histogramOf(some);
      const binned = counts.reduce((sum, count) => sum + count, 0);
      expect(binned + zero + nan + positiveInfinity + negativeInfinity).toBe(some.length);
    }),
  );
});

test('merging two histograms is counting both at once', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const { mean, std, ...merged } = mergeHistograms(histogramOf(a), histogramOf(b));
      const { mean: wholeMean, std: wholeStd, ...whole } = histogramOf([...a, ...b]);
      expect(merged).toEqual(whole);
      if (Number.isNaN(wholeMean)) expect(mean).toBeNaN();
      else
        expect(Math.abs(mean - wholeMean)).toBeLessThanOrEqual(1e-9 * Math.max(1e-300, wholeStd + Math.abs(wholeMean)));
      if (!Number.isNaN(wholeStd)) expect(Math.abs(std - wholeStd)).toBeLessThanOrEqual(1e-6 * wholeStd);
    }),
  );
});

test('bins are the narrowest that hold the range, and touch it by less than half', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), (most) => {
      const { exponent, counts } = histogramOf([most, -most / 2]);
      expect(counts).toHaveLength(HISTOGRAM_BINS);
      expect(most).toBeLessThan(32 * 2 ** exponent);
      expect(most).toBeGreaterThanOrEqual(16 * 2 ** exponent);
    }),
  );
});

test('of nothing, and of zeros alone, it says so', () => {
  expect(histogramOf([])).toMatchObject({ zero: 0, min: Number.NaN, mean: Number.NaN });
  expect(histogramOf([0, 0])).toMatchObject({ zero: 2, min: 0, max: 0, mean: 0, std: 0 });
});
