import { expect, test } from 'vitest';
import { lessRow, timesTransposed } from '../linalg/products.ts';
import { columnMeans } from '../linalg/rows.ts';
import { digits, largestDifference, projectionReference, readRows } from '../testing/projection-reference.ts';
import { randomisedBasis } from './randomised-basis.ts';

const { variances, components } = projectionReference.pca.digits;
const centred = lessRow(digits, columnMeans(digits));

test('a random subspace finds the leading components of the digits that scikit-learn’s full PCA finds', () => {
  const { values, vectors } = randomisedBasis(centred, 3, 1);
  for (const [i, variance] of variances.entries()) {
    expect(Math.abs(values[i]! / (digits.rows - 1) / variance - 1)).toBeLessThan(1e-6);
  }
  const overlaps = timesTransposed(vectors, readRows(components)).data.map(Math.abs);
  expect(largestDifference(overlaps, [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-5);
});

test('the same seed gives the same basis, and another seed the same one but for sign and rounding', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => randomisedBasis(centred, 3, seed));
  expect(again!.vectors.data).toEqual(first!.vectors.data);
  const overlaps = timesTransposed(first!.vectors, other!.vectors).data.map(Math.abs);
  expect(largestDifference(overlaps, [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-5);
});
