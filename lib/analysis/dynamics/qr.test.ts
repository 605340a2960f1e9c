import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orthonormalise } from './qr.ts';
import { largestDifference, reference } from './testing/reference.ts';

/** Largest |QᵀQ − I|. */
function deviation(Q: Float64Array, n: number, k: number): number {
  let worst = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      let dot = 0;
      for (let i = 0; i < n; i++) dot += Q[i * k + a]! * Q[i * k + b]!;
      worst = Math.max(worst, Math.abs(dot - (a === b ? 1 : 0)));
    }
  }
  return worst;
}

const shapes = fc
  .integer({ min: 1, max: 7 })
  .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n })))
  .chain(([n, k]) =>
    fc.record({
      n: fc.constant(n),
      k: fc.constant(k),
      values: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n * k, maxLength: n * k }),
    }),
  );

test('Q is orthonormal whatever it comes from, and R = QᵀA is upper triangular with the diagonal returned', () => {
  fc.assert(
    fc.property(shapes, ({ n, k, values }) => {
      const A = Float64Array.from(values);
      const Q = A.slice();
      const diagonal = orthonormalise(Q, n, k);
      expect(deviation(Q, n, k)).toBeLessThan(1e-12);
      for (let a = 0; a < k; a++) {
        for (let b = 0; b <= a; b++) {
          let r = 0;
          for (let i = 0; i < n; i++) r += Q[i * k + a]! * A[i * k + b]!;
          expect(Math.abs(r - (a === b ? diagonal[a]! : 0))).toBeLessThan(1e-12);
        }
        expect(diagonal[a]).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('Q and the diagonal of R equal those of NumPy, signs made positive', () => {
  for (const { n, k, matrix, q, diagonal } of reference.orthonormal) {
    const Q = Float64Array.from(matrix);
    expect(largestDifference(orthonormalise(Q, n, k), diagonal)).toBeLessThan(reference.absoluteTolerance);
    expect(largestDifference(Q, q)).toBeLessThan(reference.absoluteTolerance);
  }
});

test('columns of any size are taken', () => {
  for (const size of [1e-200, 1e200]) {
    const Q = Float64Array.of(3 * size, 0, 4 * size, size);
    expect(orthonormalise(Q, 2, 2)[0]! / size).toBeCloseTo(5, 12);
    expect(deviation(Q, 2, 2)).toBeLessThan(1e-12);
  }
});

test('a matrix of zeros has a diagonal of zeros', () => {
  const Q = new Float64Array(6);
  expect(Array.from(orthonormalise(Q, 3, 2))).toEqual([0, 0]);
  expect(deviation(Q, 3, 2)).toBeLessThan(1e-12);
});
