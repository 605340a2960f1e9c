import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { rowsOf } from '../linalg/rows.ts';
import { projectionReference, readRows } from '../testing/projection-reference.ts';
import { separationByStep, silhouette } from './class-separation.ts';

test('the silhouette equals that of scikit-learn, a class of one included', () => {
  const { points, labels, expected, tolerance } = projectionReference.silhouettes;
  expect(Math.abs(silhouette(readRows(points), labels) - expected)).toBeLessThan(tolerance);
});

test('classes far apart are near 1, one class has none, points on one another are 0', () => {
  expect(silhouette(rowsOf([0, 0.01, 100, 100.01], 4, 1), [0, 0, 1, 1])).toBeGreaterThan(0.999);
  expect(silhouette(rowsOf([0, 1], 2, 1), [3, 3])).toBeNaN();
  expect(silhouette(rowsOf([5, 5, 5, 5], 4, 1), [0, 0, 1, 1])).toBe(0);
  expect(silhouette(rowsOf([], 0, 1), [])).toBeNaN();
  expect(() => silhouette(rowsOf([1, Number.NaN], 2, 1), [0, 1])).toThrow('silhouette: NaN in row 1');
});

test('separation by step says when classes part, among the sequences that still run', () => {
  const random = seededRandom(1);
  const [sequences, steps] = [20, 6];
  const labels = Array.from({ length: sequences }, (_, s) => s % 2);
  const states = rowsOf(
    Array.from({ length: sequences * steps * 2 }, (_, i) => {
      const [s, t] = [Math.floor(i / (2 * steps)), Math.floor(i / 2) % steps];
      return normal(random) + (t >= 3 ? 20 * labels[s]! : 0);
    }),
    sequences * steps,
    2,
  );
  const separation = separationByStep(states, steps, labels);
  expect(Math.max(...separation.subarray(0, 3))).toBeLessThan(0.2);
  expect(Math.min(...separation.subarray(3))).toBeGreaterThan(0.8);
  // the sequences of class 1 end after two steps
  const short = separationByStep(
    states,
    steps,
    labels,
    labels.map((label) => (label === 1 ? 2 : steps)),
  );
  expect(short.findIndex(Number.isNaN)).toBe(2);
});
