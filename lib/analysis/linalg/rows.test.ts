import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { largestDifference, projectionReference, readRows } from '../testing/projection-reference.ts';
import { lessRow, timesTransposed, transposedTimes } from './products.ts';
import { columnMeans, finiteRows, pickRows, requireFinite, rowsOf, squaredDistance, stackRows } from './rows.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const a = rowsOf([1, 2, 3, 4, 5, 6], 3, 2);

test('rows are picked, stacked, averaged and measured', () => {
  expect([...pickRows(a, [2, 0]).data]).toEqual([5, 6, 1, 2]);
  expect(stackRows([a, a]).rows).toBe(6);
  expect(stackRows([])).toEqual({ data: new Float64Array(0), rows: 0, cols: 0 });
  expect([...columnMeans(a)]).toEqual([3, 4]);
  expect([...columnMeans(rowsOf([], 0, 2))]).toEqual([0, 0]);
  expect(squaredDistance(a, 0, a, 2)).toBe(32);
  expect(() => rowsOf([1, 2, 3], 2, 2)).toThrow('2 × 2 numbers, got 3');
});

test('squared distances are sums of squares, however wide rows are', () => {
  for (let cols = 0; cols <= 9; cols++) {
    const rows = rowsOf(
      Array.from({ length: 2 * cols }, (_, i) => (i * i) % 7),
      2,
      cols,
    );
    const [first, second] = [rows.data.subarray(0, cols), rows.data.subarray(cols)];
    const sum = first.reduce((total, value, c) => total + (value - second[c]!) ** 2, 0);
    expect([cols, squaredDistance(rows, 0, rows, 1)]).toEqual([cols, sum]);
  }
});

test('rows that are not finite are named, and those that are can be kept', () => {
  const broken = rowsOf([1, 2, Number.NaN, 4, 5, Number.NEGATIVE_INFINITY], 3, 2);
  expect(() => requireFinite(broken, 'states')).toThrow('states: NaN in row 1, column 0 — leave out');
  expect([...finiteRows(broken)]).toEqual([0]);
  expect(() => requireFinite(pickRows(broken, finiteRows(broken)), 'states')).not.toThrow();
});

test('products are those by hand', () => {
  expect([...timesTransposed(a, rowsOf([1, 1, 0, 2], 2, 2)).data]).toEqual([3, 4, 7, 8, 11, 12]);
  expect([...transposedTimes(a, a).data]).toEqual([35, 44, 44, 56]);
  expect([...lessRow(a, [1, 2]).data]).toEqual([0, 0, 2, 2, 4, 4]);
});

test('products and eigenvalues equal those of NumPy', () => {
  const { tolerance, eigenvalues, ...written } = projectionReference.linearAlgebra;
  const of = (name: keyof typeof written) => readRows(written[name]);
  const near = (found: { data: Float64Array }, name: keyof typeof written) =>
    expect(largestDifference(found.data, of(name).data)).toBeLessThan(tolerance);
  near(timesTransposed(of('a'), of('b')), 'timesTransposed');
  near(transposedTimes(of('a'), of('c')), 'transposedTimes');
  const { values, vectors } = symmetricEigen(of('symmetric'));
  expect(largestDifference(values, eigenvalues)).toBeLessThan(tolerance * 10);
  const expected = of('eigenvectors');
  for (let j = 0; j < values.length; j++) {
    const [found, wanted] = [vectors, expected].map(({ data, cols }) => data.subarray(j * cols, (j + 1) * cols));
    // an eigenvector may point either way
    const sign = Math.sign(found!.reduce((sum, value, i) => sum + value * wanted![i]!, 0));
    expect(
      largestDifference(
        found!.map((value) => sign * value),
        wanted!,
      ),
    ).toBeLessThan(tolerance * 100);
  }
});

test('a symmetric matrix is put together again from its eigenvalues and vectors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer(), (n, seed) => {
      const random = seededRandom(seed);
      const half = rowsOf(
        Array.from({ length: n * n }, () => normal(random)),
        n,
        n,
      );
      const symmetric = timesTransposed(half, half);
      const { values, vectors } = symmetricEigen(symmetric);
      const scaled = { ...vectors, data: vectors.data.map((value, i) => value * values[Math.floor(i / n)]!) };
      expect(largestDifference(transposedTimes(scaled, vectors).data, symmetric.data)).toBeLessThan(1e-9);
      expect([...values]).toEqual([...values].sort((a, b) => b - a));
    }),
  );
});

test('eigenvalues come in falling order with their vectors as rows', () => {
  const { values, vectors } = symmetricEigen(rowsOf([2, 1, 1, 2], 2, 2));
  expect(values[0]).toBeCloseTo(3, 12);
  expect(values[1]).toBeCloseTo(1, 12);
  expect(Math.abs(vectors.data[0]!)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors.data[0]! * vectors.data[2]! + vectors.data[1]! * vectors.data[3]!).toBeCloseTo(0, 12);
});
