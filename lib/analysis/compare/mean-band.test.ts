import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareReference } from '../testing/compare-reference.ts';
import { numbers, relativeError } from '../testing/reference.ts';
import { BANDS, type BandInput, meanBand } from './mean-band.ts';

const inputOf = (xs: ArrayLike<number>, ys: ArrayLike<number>): BandInput => ({ xs, ys, length: xs.length });

test('means, counts and each kind of band agree with NumPy, whether runs share their x or not', () => {
  for (const reference of compareReference.bands) {
    const runs = reference.runs.map(({ xs, ys }) => inputOf(numbers(xs), numbers(ys)));
    for (const kind of BANDS) {
      const band = meanBand(runs, kind);
      expect([...band.xs]).toEqual([...numbers(reference.xs)]);
      expect([...band.n]).toEqual(reference.n);
      for (const [actual, expected] of [
        [band.mean, reference.mean],
        [band.low, reference[kind][0]],
        [band.high, reference[kind][1]],
      ] as const) {
        expect(relativeError(actual, numbers(expected))).toBeLessThan(compareReference.relativeTolerance);
      }
    }
  }
  expect(compareReference.bands.map(({ runs }) => runs.length)).toEqual([3, 3]);
});

test('a run that is not there at an x does not count there, neither NaN nor infinity does, and nothing is invented', () => {
  const band = meanBand([inputOf([1, 2, 3, 4], [1, Number.NaN, 3, 4]), inputOf([1, 2, 3], [3, 5, Infinity])], 'range');
  expect([...band.xs]).toEqual([1, 2, 3, 4]);
  expect([...band.n]).toEqual([2, 1, 1, 1]);
  expect([...band.mean]).toEqual([2, 5, 3, 4]);
  expect([...band.low]).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
  const far = meanBand([inputOf([0, 1, 10], [0, 1, 10]), inputOf([4, 5, 6], [4, 5, Number.NaN])], 'sd');
  expect(far.isInterpolated).toBe(true);
  expect([...far.n]).toEqual([1, 1, 2, 2, 1, 1]);
  expect([...far.mean]).toEqual([0, 1, 4, 5, 6, 10]);
  expect(meanBand([], 'sd').xs).toHaveLength(0);
});

test('a mean lies within its band and within the runs, whichever order they come in', () => {
  const series = fc
    .uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 })
    .chain((xs) =>
      fc
        .array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: xs.length, maxLength: xs.length })
        .map((ys) => inputOf(Float64Array.from(xs).sort(), ys)),
    );
  fc.assert(
    fc.property(fc.array(series, { minLength: 1, maxLength: 5 }), fc.constantFrom(...BANDS), (runs, kind) => {
      const band = meanBand(runs, kind);
      const ys = runs.flatMap((run) => [...(run.ys as number[])]);
      const turned = meanBand([...runs].reverse(), kind);
      expect([...turned.n]).toEqual([...band.n]);
      band.mean.forEach((mean, at) => {
        expect(mean).toBeCloseTo(turned.mean[at]!, 8);
        expect(mean).toBeGreaterThanOrEqual(Math.min(...ys) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...ys) + 1e-9);
        if (band.n[at]! < 2) expect(band.low[at]).toBeNaN();
        else expect(band.low[at]! - 1e-9 <= mean && mean <= band.high[at]! + 1e-9).toBe(true);
      });
    }),
  );
});
