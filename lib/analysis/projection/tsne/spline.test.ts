import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SPLINE_WIDTH, splineAt, splineSpectrum } from './spline.ts';

/** The cardinal B-spline of a degree by its recursion; support 0…degree + 1. */
function recursion(degree: number, x: number): number {
  if (degree === 0) return x >= 0 && x < 1 ? 1 : 0;
  return (x * recursion(degree - 1, x) + (degree + 1 - x) * recursion(degree - 1, x - 1)) / degree;
}

test('the spline and its slope are those of the recursion', () => {
  const values = new Float64Array(SPLINE_WIDTH);
  const slopes = new Float64Array(SPLINE_WIDTH);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (u) => {
      splineAt(u, values, slopes, 0);
      for (let n = 0; n < SPLINE_WIDTH; n++) {
        const x = u + 3 - n;
        expect(values[n]).toBeCloseTo(recursion(3, x), 13);
        expect(slopes[n]).toBeCloseTo(recursion(2, x) - recursion(2, x - 1), 13);
      }
    }),
  );
});

test('the spectrum is that of the spline at whole numbers', () => {
  const values = new Float64Array(SPLINE_WIDTH);
  splineAt(0, values, new Float64Array(SPLINE_WIDTH), 0);
  for (const k of [0, 3, 17, 32]) {
    const sum = values.reduce((total, value, n) => total + value * Math.cos((2 * Math.PI * k * (n - 1)) / 64), 0);
    expect(splineSpectrum(k, 64)).toBeCloseTo(sum, 13);
  }
});
