import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { lagNorms, meanLogNorms } from './jacobian-norms.ts';
import { orthonormalise } from './qr.ts';
import { largestDifference, reference } from './testing/reference.ts';

test('norms per lag equal those NumPy finds of the products', () => {
  for (const { n, jacobians, logSpectral, logFrobenius } of reference.lagNorms) {
    const found = lagNorms(
      jacobians.map((J) => Float64Array.from(J)),
      n,
    );
    expect(largestDifference(found.logSpectral, logSpectral)).toBeLessThan(1e-9);
    expect(largestDifference(found.logFrobenius, logFrobenius)).toBeLessThan(1e-9);
  }
});

test('g times an orthogonal matrix has g to the lag, whichever it is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.double({ min: 0.05, max: 5, noNaN: true }),
      fc.integer(),
      (n, g, seed) => {
        const random = seededRandom(seed);
        const Q = Float64Array.from({ length: n * n }, () => normal(random));
        orthonormalise(Q, n, n);
        const { logSpectral, logFrobenius } = lagNorms(Array(20).fill(Q.map((value) => g * value)), n);
        for (const [lag, log] of logSpectral.entries()) {
          expect(Math.abs(log - lag * Math.log(g))).toBeLessThan(1e-9);
          expect(Math.abs(logFrobenius[lag]! - log - Math.log(n) / 2)).toBeLessThan(1e-9);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('a spectral norm is at most a Frobenius norm, and scaling every step shifts both by its logarithm a lag', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: -40, max: 40 }), fc.integer(), (n, power, seed) => {
      const random = seededRandom(seed);
      const steps = Array.from({ length: 8 }, () => Float64Array.from({ length: n * n }, () => normal(random)));
      const plain = lagNorms(steps, n);
      const scaled = lagNorms(
        steps.map((J) => J.map((value) => value * 2 ** power)),
        n,
      );
      for (const [lag, log] of plain.logSpectral.entries()) {
        expect(log).toBeLessThanOrEqual(plain.logFrobenius[lag]! + 1e-9);
        expect(log).toBeGreaterThanOrEqual(plain.logFrobenius[lag]! - Math.log(n) / 2 - 1e-9);
        expect(Math.abs(scaled.logSpectral[lag]! - log - lag * power * Math.LN2)).toBeLessThan(1e-6);
      }
    }),
    { numRuns: 30 },
  );
});

test('norms per lag are those of the products written out', () => {
  const random = seededRandom(9);
  const n = 6;
  const jacobians = Array.from({ length: 12 }, () => Float64Array.from({ length: n * n }, () => 0.4 * normal(random)));
  const { logSpectral, logFrobenius } = lagNorms(jacobians, n);
  let product = Matrix.eye(n);
  for (let k = 0; k <= 12; k++) {
    if (k > 0) product = product.mmul(Matrix.from1DArray(n, n, jacobians[12 - k]!));
    expect(logSpectral[k]).toBeCloseTo(Math.log(new SingularValueDecomposition(product).norm2), 9);
    expect(logFrobenius[k]).toBeCloseTo(Math.log(product.norm()), 9);
  }
});

test('a thousand lags of a thousandth each do not underflow, and a step that forgets all ends it', () => {
  const third = Float64Array.of(0, -1e-3, 1e-3, 0);
  const { logSpectral } = lagNorms(Array(1000).fill(third), 2);
  expect(logSpectral[1000]! / (1000 * Math.log(1e-3))).toBeCloseTo(1, 12);
  const gone = lagNorms([third, new Float64Array(4), third], 2);
  expect(Array.from(gone.logSpectral, Number.isFinite)).toEqual([true, true, false, false]);
});

test('means are over the trajectories that reach back so far', () => {
  const of = (logs: readonly number[]) => ({ logSpectral: Float64Array.from(logs), logFrobenius: new Float64Array(0) });
  expect(Array.from(meanLogNorms([of([0, -1, -2]), of([0, -3])]))).toEqual([0, -2, -2]);
});
