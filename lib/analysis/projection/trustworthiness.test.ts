import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { type Rows, rowsOf } from '../linalg/rows.ts';
import { moved, projectionReference, readRows } from '../testing/projection-reference.ts';
import { neighbourhoodQuality } from './trustworthiness.ts';

function cloud(rows: number, cols: number, seed: number): Rows {
  const random = seededRandom(seed);
  return { data: Float64Array.from({ length: rows * cols }, () => normal(random)), rows, cols };
}

test('trustworthiness and continuity equal those of scikit-learn', () => {
  const { cases, tolerance } = projectionReference.neighbourhoods;
  for (const { points, layout, k, trustworthiness, continuity } of cases) {
    const ours = neighbourhoodQuality(readRows(points), readRows(layout), { k });
    expect(Math.abs(ours.trustworthiness - trustworthiness)).toBeLessThan(tolerance);
    expect(Math.abs(ours.continuity - continuity)).toBeLessThan(tolerance);
    expect(ours.k).toBe(k);
  }
});

test('a layout that is the points is perfect, one that has nothing to do with them is near a half', () => {
  const points = cloud(300, 2, 1);
  expect(neighbourhoodQuality(points, points)).toEqual({ trustworthiness: 1, continuity: 1, k: 12 });
  const chance = neighbourhoodQuality(points, cloud(300, 2, 2));
  expect(Math.abs(chance.trustworthiness - 0.5)).toBeLessThan(0.05);
  expect(Math.abs(chance.continuity - 0.5)).toBeLessThan(0.05);
});

test('trust is at most 1, stays when the layout is turned, mirrored, moved or enlarged, and is continuity the other way', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.double({ min: 0, max: 7, noNaN: true }),
      fc.boolean(),
      fc.integer({ min: -5, max: 5 }),
      (seed, angle, mirror, power) => {
        const [points, layout] = [cloud(40, 4, seed), cloud(40, 2, seed + 1)];
        const plain = neighbourhoodQuality(points, layout);
        const { data, ...shape } = moved(layout, angle, mirror, 3);
        const other = neighbourhoodQuality(points, { ...shape, data: data.map((value) => value * 2 ** power) });
        expect(other).toEqual(plain);
        expect(plain.trustworthiness).toBeLessThanOrEqual(1);
        const back = neighbourhoodQuality(layout, points);
        expect([back.continuity, back.trustworthiness]).toEqual([plain.trustworthiness, plain.continuity]);
      },
    ),
    { numRuns: 30 },
  );
});

test('some queries stand for all', () => {
  const [points, layout] = [cloud(200, 6, 3), cloud(200, 2, 4)];
  const all = neighbourhoodQuality(points, layout);
  const every = Int32Array.from({ length: 200 }, (_, i) => i);
  expect(neighbourhoodQuality(points, layout, { queries: every })).toEqual(all);
  const some = neighbourhoodQuality(points, layout, { queries: every.filter((i) => i % 2 === 0) });
  expect(Math.abs(some.trustworthiness - all.trustworthiness)).toBeLessThan(0.05);
});

test('few points lower k, fewer than four give no number, points on one another are ranked by row', () => {
  expect(neighbourhoodQuality(cloud(9, 3, 1), cloud(9, 2, 2)).k).toBe(4);
  expect(neighbourhoodQuality(cloud(3, 3, 1), cloud(3, 2, 2)).trustworthiness).toBeNaN();
  const same = rowsOf(new Float64Array(20), 10, 2);
  expect(neighbourhoodQuality(same, same).trustworthiness).toBe(1);
});

test('points that are not finite are refused in words', () => {
  expect(() => neighbourhoodQuality(rowsOf([1, Number.NaN], 2, 1), rowsOf([1, 2], 2, 1))).toThrow('NaN in row 1');
});
