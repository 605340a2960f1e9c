import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { timesTransposed } from '../linalg/products.ts';
import { rowsOf } from '../linalg/rows.ts';
import { digits, largestDifference, projectionReference, readRows } from '../testing/projection-reference.ts';
import { fitPca, shareInBasis, transformPca } from './pca.ts';

const { pca } = projectionReference;

test.each([
  ['more points than columns', digits, pca.digits],
  ['fewer points than columns', readRows(pca.wide.points), pca.wide],
])('principal components of %s equal those of scikit-learn', (_, points, expected) => {
  const fitted = fitPca(points, 3);
  const relative = (value: number, truth: number) => Math.abs(value / truth - 1);
  expected.variances.forEach((variance, i) => {
    expect(relative(fitted.variances[i]!, variance)).toBeLessThan(expected.tolerance);
    expect(relative(fitted.ratios[i]!, expected.ratios[i]!)).toBeLessThan(expected.tolerance);
  });
  expect(largestDifference(fitted.components.data, expected.components.data)).toBeLessThan(expected.tolerance);
  const scores = transformPca(fitted, points).data.subarray(0, expected.scores.data.length);
  expect(largestDifference(scores, expected.scores.data)).toBeLessThan(expected.tolerance * 30);
  expect(relative(fitted.participationRatio, expected.participationRatio)).toBeLessThan(expected.tolerance);
  expect(fitted.exact).toBe(true);
});

test('the published numbers of the digits come out', () => {
  const fitted = fitPca(digits, 64);
  expect(fitted.variances[0]).toBeCloseTo(178.24677281, 6);
  expect(fitted.participationRatio).toBeCloseTo(11.9159, 4);
  const shareOf = (count: number) => fitted.ratios.subarray(0, count).reduce((sum, ratio) => sum + ratio, 0);
  expect([shareOf(18) < 0.9, shareOf(19) >= 0.9]).toEqual([true, true]);
  expect(transformPca(fitted, digits).data[0]).toBeCloseTo(15.0736, 3);
});

test('components are orthonormal, with the largest loading positive, and all of them carry all variance', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (rows, cols, seed) => {
      const random = seededRandom(seed);
      const points = rowsOf(
        Array.from({ length: rows * cols }, () => normal(random)),
        rows,
        cols,
      );
      const { components, ratios } = fitPca(points, Math.min(rows - 1, cols));
      const products = timesTransposed(components, components);
      for (let i = 0; i < products.rows; i++) {
        for (let j = 0; j < products.cols; j++) {
          expect(products.data[i * products.cols + j]).toBeCloseTo(i === j ? 1 : 0, 9);
        }
        const row = components.data.subarray(i * cols, (i + 1) * cols);
        expect(Math.max(...row)).toBe(Math.max(...row.map(Math.abs)));
      }
      expect(ratios.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 9);
    }),
    { numRuns: 50 },
  );
});

test('beyond 512 dimensions and points the leading components are found by a random subspace, and said to be so', () => {
  const random = seededRandom(5);
  const [rows, cols] = [560, 600];
  // three directions far above the noise: each column's wave is orthogonal to the others'
  const data = new Float64Array(rows * cols);
  for (let r = 0; r < rows; r++) {
    const weights = [9, 6, 3].map((size) => size * normal(random));
    for (let c = 0; c < cols; c++) {
      const waves = weights.map((w, k) => w * Math.sqrt(2 / cols) * Math.cos((Math.PI * (k + 1) * (c + 0.5)) / cols));
      data[r * cols + c] = waves.reduce((sum, x) => sum + x, 0) + 0.005 * normal(random);
    }
  }
  const points = { data, rows, cols };
  const approximate = fitPca(points, 2);
  expect(approximate.exact).toBe(false);
  expect(approximate.participationRatio).toBeNaN();
  for (let k = 0; k < 2; k++) {
    const axis = approximate.components.data.subarray(k * cols, (k + 1) * cols);
    expect(Math.hypot(...axis)).toBeCloseTo(1, 9);
  }
  expect(shareInBasis(fitPca(points, 3), points)).toBeGreaterThan(0.999);
  const scores = transformPca(approximate, points);
  let variance = 0;
  for (let r = 0; r < rows; r++) variance += scores.data[2 * r]! ** 2 / (rows - 1);
  expect(variance / approximate.variances[0]!).toBeCloseTo(1, 9);
});

test('one point, one unit and constant points have no variance and no NaN', () => {
  const one = fitPca(rowsOf([1, 2, 3], 1, 3), 2);
  expect([...one.variances]).toEqual([0]);
  expect([...transformPca(one, rowsOf([1, 2, 3], 1, 3)).data].map(Math.abs)).toEqual([0]);
  const constant = fitPca(rowsOf(new Float64Array(40).fill(7), 10, 4), 2);
  expect([...constant.ratios]).toEqual([0, 0]);
  expect(constant.participationRatio).toBeNaN();
  expect(constant.components.data.every(Number.isFinite)).toBe(true);
  const unit = fitPca(rowsOf([1, 3, 5], 3, 1), 2);
  expect(unit.variances.length).toBe(1);
  expect(unit.variances[0]).toBeCloseTo(4, 12);
  expect(unit.ratios[0]).toBeCloseTo(1, 12);
});

test('points that are not finite, and no points, are refused in words', () => {
  expect(() => fitPca(rowsOf([1, 2, Number.NaN, 4], 2, 2))).toThrow('NaN in row 1, column 0');
  expect(() => fitPca(rowsOf([], 0, 2))).toThrow('no points');
});

test('the share in a basis is all of it in a full basis and less in a foreign one', () => {
  const flat = rowsOf([0, 0, 1, 0, 2, 0, 3, 0.1], 4, 2);
  const turned = rowsOf([0, 0, 0, 1, 0, 2, 0.1, 3], 4, 2);
  expect(shareInBasis(fitPca(flat, 2), flat)).toBeCloseTo(1, 12);
  expect(shareInBasis(fitPca(flat, 1), turned)).toBeLessThan(0.1);
});
