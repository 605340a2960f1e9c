import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { activationOf } from './activation.ts';
import { eigenvalues } from './eigenvalues.ts';
import { estimateSpectrum } from './power-iteration.ts';
import { gateBlock, meanJacobian, spectrum } from './spectra.ts';
import { largestDifference, reference } from './testing/reference.ts';

test('eigenvalues, singular values and what follows from them equal those of NumPy', () => {
  for (const one of reference.spectra) {
    const found = spectrum(Float64Array.from(one.matrix), one.n);
    const order = Array.from({ length: one.n }, (_, i) => i).sort((a, b) => {
      const [p, q] = [found.eigenvalues.real[a]!, found.eigenvalues.real[b]!];
      // two of a pair differ by rounding
      const real = Math.abs(p - q) < 1e-9 ? 0 : p - q;
      return real || found.eigenvalues.imaginary[a]! - found.eigenvalues.imaginary[b]!;
    });
    const { real, imaginary } = found.eigenvalues;
    expect(
      largestDifference(
        order.map((i) => real[i]!),
        one.real,
      ),
    ).toBeLessThan(1e-11);
    expect(
      largestDifference(
        order.map((i) => imaginary[i]!),
        one.imaginary,
      ),
    ).toBeLessThan(1e-11);
    for (const name of ['radius', 'largest', 'smallest', 'nonOrthogonality'] as const) {
      expect(Math.abs(found[name] - one[name]), name).toBeLessThan(reference.absoluteTolerance);
    }
    // a root of a difference: what rounding leaves of 0 is its square root
    expect(Math.abs(found.henrici ** 2 - one.henrici ** 2)).toBeLessThan(1e-11);
  }
});

test('a normal matrix has no non-normality, an orthogonal one no departure', () => {
  const turn = Float64Array.of(Math.cos(1), -Math.sin(1), Math.sin(1), Math.cos(1));
  const { henrici, nonOrthogonality, radius } = spectrum(turn, 2);
  expect(henrici).toBeLessThan(1e-7);
  expect(nonOrthogonality).toBeLessThan(1e-14);
  expect(radius).toBeCloseTo(1, 14);
});

test('a spectrum is that of the transpose, grows with the matrix, and no eigenvalue is beyond the largest singular value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: -6, max: 6 }), fc.integer(), (n, power, seed) => {
      const random = seededRandom(seed);
      const matrix = Float64Array.from({ length: n * n }, () => normal(random));
      const found = spectrum(matrix, n);
      const turned = spectrum(
        matrix.map((_, i) => matrix[(i % n) * n + Math.floor(i / n)]!),
        n,
      );
      const scaled = spectrum(
        matrix.map((value) => value * 2 ** power),
        n,
      );
      for (const name of ['radius', 'largest', 'smallest'] as const) {
        expect(Math.abs(turned[name] - found[name])).toBeLessThan(1e-7);
        expect(Math.abs(scaled[name] / 2 ** power - found[name])).toBeLessThan(1e-7);
      }
      expect(found.radius).toBeLessThanOrEqual(found.largest * (1 + 1e-9));
      expect(found.radius).toBeGreaterThanOrEqual(found.smallest * (1 - 1e-9));
    }),
    { numRuns: 40 },
  );
});

test('a matrix that holds NaN is refused at once', () => {
  expect(() => eigenvalues(Float64Array.of(1, Number.NaN, 0, 1), 2)).toThrow(RangeError);
});

test('gates are blocks of columns', () => {
  const recurrentKernel = Float64Array.from({ length: 12 }, (_, i) => i);
  expect(Array.from(gateBlock({ kind: 'GRU', units: 2, recurrentKernel }, 'r'))).toEqual([2, 3, 8, 9]);
});

test('estimates of large matrices come close, and complex pairs do not mislead them', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const n = 90;
    const random = seededRandom(seed);
    const matrix = Float64Array.from({ length: n * n }, () => normal(random) / Math.sqrt(n));
    const exact = spectrum(matrix, n);
    const { radius, largest } = estimateSpectrum(matrix, n, 100, 7);
    expect(Math.abs(radius / exact.radius - 1)).toBeLessThan(0.05);
    expect(largest).toBeLessThanOrEqual(exact.largest * (1 + 1e-12));
    expect(largest).toBeGreaterThan(0.98 * exact.largest);
  }
  expect(estimateSpectrum(new Float64Array(9), 3, 20, 1)).toEqual({ radius: 0, largest: 0 });
});

test('a mean Jacobian is the mean over steps', () => {
  const cell = {
    kind: 'SimpleRNN',
    units: 2,
    recurrentKernel: Float64Array.of(1, 2, 3, 4),
    activation: activationOf('relu')!,
    recurrentActivation: activationOf('linear')!,
  } as const;
  const at = (h: number[]) => ({
    gates: Float64Array.from(h),
    previous: new Float64Array(2),
    state: Float64Array.from(h),
  });
  // J[a][q] = relu'(h_a) U[q][a]
  expect(Array.from(meanJacobian(cell, [at([1, 0]), at([1, 5])]))).toEqual([1, 3, 1, 2]);
});
