import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { rowsOf } from '../linalg/rows.ts';
import { unitClusters } from './unit-clusters.ts';
import { orderByCorrelation } from './unit-order.ts';

/** 40 steps of units that follow one of three courses, by their number; unit 9 stands still. */
function states() {
  const random = seededRandom(4);
  const course = [0, 1, 2].map(() => Array.from({ length: 40 }, () => normal(random)));
  const values = Array.from({ length: 40 * 10 }, (_, i) => {
    const [step, unit] = [Math.floor(i / 10), i % 10];
    return unit === 9 ? 0.5 : course[unit % 3]![step]! + 0.2 * normal(random);
  });
  return rowsOf(values, 40, 10);
}

test('units that follow one course are one cluster, next to each other', () => {
  const { order, starts, still } = unitClusters(states());
  const clusters = Array.from(starts, (start, i) => Array.from(order.slice(start, starts[i + 1] ?? order.length)));
  expect(clusters.map((units) => new Set(units.map((unit) => unit % 3)).size)).toEqual([1, 1, 1, 1]);
  expect(clusters.map((units) => units.length).sort()).toEqual([1, 3, 3, 3]);
  expect(clusters.at(-1)).toEqual([9]);
  expect(still).toBe(1);
});

test('the order is the one of average-link clustering', () => {
  expect([...unitClusters(states()).order]).toEqual([...orderByCorrelation(states())]);
});

test('units without anything in common are cut into twelve clusters at most; one unit, and none, are fine', () => {
  const random = seededRandom(8);
  const noise = rowsOf(
    Array.from({ length: 30 * 60 }, () => normal(random)),
    30,
    60,
  );
  expect(unitClusters(noise).starts.length).toBeLessThanOrEqual(12);
  expect(unitClusters(rowsOf([1, 2, 3], 3, 1))).toMatchObject({ order: Int32Array.of(0), starts: Int32Array.of(0) });
  expect(unitClusters(rowsOf([5, 5], 2, 1))).toMatchObject({ starts: Int32Array.of(0), still: 1 });
  expect(unitClusters(rowsOf([], 0, 0)).order).toHaveLength(0);
});
