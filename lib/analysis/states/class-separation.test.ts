import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { rowsOf } from '../linalg/rows.ts';
import { moved, projectionReference, readRows } from '../testing/projection-reference.ts';
import { separationByStep, silhouette } from './class-separation.ts';

test('the silhouette equals that of scikit-learn, a class of one included', () => {
  const { points, labels, expected, tolerance } = projectionReference.silhouettes;
  expect(Math.abs(silhouette(readRows(points), labels) - expected)).toBeLessThan(tolerance);
});

test('a silhouette lies within −1…1 and knows neither place, turn, size nor the names of the classes', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.double({ min: 0, max: 7, noNaN: true }),
      fc.boolean(),
      fc.integer({ min: -5, max: 5 }),
      (seed, angle, mirror, power) => {
        const random = seededRandom(seed);
        const points = rowsOf(
          Array.from({ length: 60 }, () => normal(random)),
          20,
          3,
        );
        const labels = Array.from({ length: 20 }, () => Math.floor(3 * random()));
        const plain = silhouette(points, labels);
        if (Number.isNaN(plain)) return;
        expect(Math.abs(plain)).toBeLessThanOrEqual(1);
        const { data, ...shape } = moved(points, angle, mirror, 2);
        const other = { ...shape, data: data.map((value) => value * 2 ** power) };
        const renamed = labels.map((label) => 7 - 2 * label);
        expect(silhouette(other, renamed)).toBeCloseTo(plain, 9);
      },
    ),
    { numRuns: 40 },
  );
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
