import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { lagNorms, meanLogNorms } from './jacobian-norms.ts';

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
