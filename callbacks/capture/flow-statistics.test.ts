import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byLag, jointNorms, overSequences, quantile, reverseTime, unitNorms, validSteps } from './flow-statistics.ts';

test('quantiles interpolate linearly, as NumPy does by default', () => {
  // numpy.quantile([1, 2, 4, 8], [0.5, 0.1, 0.9])
  expect(quantile([1, 2, 4, 8], 0.5)).toBe(3);
  expect(quantile([1, 2, 4, 8], 0.1)).toBeCloseTo(1.3, 12);
  expect(quantile([1, 2, 4, 8], 0.9)).toBeCloseTo(6.8, 12);
  expect(quantile([5], 0.9)).toBe(5);
  expect(quantile([], 0.5)).toBeNaN();
  expect(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.9)).toBe(Number.POSITIVE_INFINITY);
});

test('norms of adjoints far below the square root of the smallest float32 are not lost', () => {
  const values = Float32Array.of(3e-30, 4e-30, 0, 0, 3e30, 4e30);
  const norms = unitNorms({ values, time: 3, batch: 1, units: 2 }, 2);
  expect(norms[0]! / 1e-29).toBeCloseTo(1, 6);
  expect(norms[1]).toBe(0);
  expect(norms[2]! / 1e31).toBeCloseTo(1, 6);
});

test('the joint norm is the length of [h; c]', () => {
  expect(Array.from(jointNorms(Float64Array.of(3, 0), Float64Array.of(4, 2)))).toEqual([5, 2]);
});

const grids = fc
  .record({ time: fc.integer({ min: 1, max: 6 }), batch: fc.integer({ min: 1, max: 5 }) })
  .chain(({ time, batch }) =>
    fc.record({
      batch: fc.constant(batch),
      norms: fc
        .array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: time * batch, maxLength: time * batch })
        .map((values) => Float64Array.from(values)),
      mask: fc.array(fc.boolean(), { minLength: time * batch, maxLength: time * batch }),
    }),
  );

test('reversing time twice changes nothing', () => {
  fc.assert(
    fc.property(grids, ({ norms, batch }) => {
      expect(reverseTime(reverseTime(norms.slice(), batch), batch)).toEqual(norms);
    }),
  );
});

test('the median lies between q10 and q90, all within the valid values, and a row without any is NaN', () => {
  fc.assert(
    fc.property(grids, ({ norms, batch, mask }) => {
      const time = norms.length / batch;
      const valid = validSteps(mask, batch);
      const out = overSequences(norms, batch, valid);
      for (let t = 0; t < time; t++) {
        const row = Array.from({ length: batch }, (_, b) => t * batch + b).filter((i) => valid[i] === 1);
        const [median, q10, q90] = [out[t]!, out[time + t]!, out[2 * time + t]!];
        if (row.length === 0) {
          expect([median, q10, q90]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
          continue;
        }
        const values = row.map((i) => norms[i]!);
        expect(q10).toBeGreaterThanOrEqual(Math.min(...values));
        expect(q90).toBeLessThanOrEqual(Math.max(...values));
        expect(median).toBeGreaterThanOrEqual(q10);
        expect(median).toBeLessThanOrEqual(q90);
      }
    }),
  );
});

test('a broken gradient makes its step NaN, a padded one does not', () => {
  const norms = Float64Array.of(1, Number.NaN, 2, 4);
  expect(Array.from(overSequences(norms, 2, null).subarray(0, 2))).toEqual([Number.NaN, 3]);
  expect(Array.from(overSequences(norms, 2, Uint8Array.of(1, 0, 1, 1)).subarray(0, 2))).toEqual([1, 3]);
});

test('by lag, every sequence starts at the step its recurrence came to last', () => {
  // time 3, two sequences: the first of length 3, the second of length 2
  const norms = Float64Array.of(10, 20, 11, 21, 12, 0);
  const valid = validSteps([1, 1, 1, 1, 1, 0], 2);
  const forward = byLag(norms, 2, valid, false);
  expect(Array.from(forward.norms)).toEqual([12, 21, 11, 20, 10, 0]);
  expect(Array.from(forward.valid)).toEqual([1, 1, 1, 1, 1, 0]);
  const backward = byLag(norms, 2, valid, true);
  expect(Array.from(backward.norms)).toEqual([10, 20, 11, 21, 12, 0]);
});
