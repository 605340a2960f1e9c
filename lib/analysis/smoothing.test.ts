import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_AVERAGE, smooth, smoothOn } from './smoothing.ts';
import { numbers, reference, relativeError } from './testing/reference.ts';

const finite = fc.double({ noNaN: true, min: -1e3, max: 1e3 });
const beta = fc.double({ noNaN: true, min: 0, max: 0.999 });

test('the average equals that of pandas, holes included', () => {
  for (const { values, beta, expected } of reference.averages) {
    // pandas keeps its own order of operations; values near 0 come out of cancellation
    expect(relativeError(smooth(numbers(values), beta), numbers(expected))).toBeLessThan(1e-10);
  }
});

test('without smoothing the points are themselves, and the first point always is', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 50 }), beta, (values, b) => {
      // + 0, because 0 and −0 are the same point
      expect([...smooth(values, 0)].map((v) => v + 0)).toEqual(values.map((v) => v + 0));
      expect(smooth(values, b)[0]).toBeCloseTo(values[0]!, 9);
    }),
  );
});

test('the average stays between the smallest and the largest point', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 80 }), beta, (values, b) => {
      const slack = 1e-9;
      for (const s of smooth(values, b)) {
        expect(s).toBeGreaterThanOrEqual(Math.min(...values) - slack);
        expect(s).toBeLessThanOrEqual(Math.max(...values) + slack);
      }
    }),
  );
});

test('NaN and infinities stay where they are and leave the average alone', () => {
  const smoothed = smooth([4, Number.NaN, 4, Infinity, -Infinity, 4], 0.9);
  expect([...smoothed].map((v) => (Number.isFinite(v) ? Number(v.toFixed(12)) : v))).toEqual([
    4,
    Number.NaN,
    4,
    Infinity,
    -Infinity,
    4,
  ]);
});

test('a growing series smoothed piece by piece is the series smoothed at once', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 2, maxLength: 80 }), beta, fc.nat(79), (values, b, at) => {
      const cut = Math.min(at, values.length);
      const into = new Float64Array(values.length);
      const state = smoothOn(EMPTY_AVERAGE, values, b, into, 0, cut);
      smoothOn(state, values, b, into, cut, values.length);
      expect([...into]).toEqual([...smooth(values, b)]);
    }),
  );
});
