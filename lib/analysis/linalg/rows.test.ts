import { expect, test } from 'vitest';
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

test('eigenvalues come in falling order with their vectors as rows', () => {
  const { values, vectors } = symmetricEigen(rowsOf([2, 1, 1, 2], 2, 2));
  expect(values[0]).toBeCloseTo(3, 12);
  expect(values[1]).toBeCloseTo(1, 12);
  expect(Math.abs(vectors.data[0]!)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors.data[0]! * vectors.data[2]! + vectors.data[1]! * vectors.data[3]!).toBeCloseTo(0, 12);
});
