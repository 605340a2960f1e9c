import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from '../linalg/rows.ts';
import { projectionReference, readRows } from '../testing/projection-reference.ts';
import { nearestStates } from './nearest-states.ts';

test('the nearest states by cosine are those of scikit-learn', () => {
  const { states, row, rows, cosines, tolerance } = projectionReference.nearest;
  const all = readRows(states);
  const found = nearestStates(all, all.data.subarray(row * all.cols, (row + 1) * all.cols), rows.length, row);
  expect(found.map((near) => near.row)).toEqual(rows);
  found.forEach(({ cosine }, i) => {
    expect(Math.abs(cosine - cosines[i]!)).toBeLessThan(tolerance);
  });
});

test('the nearest are those of a search through all, whatever the lengths of the states', () => {
  const row = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: -5, max: 5 })));
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      row,
      fc.integer({ min: -8, max: 8 }),
      (rows, query, power) => {
        const states = rowsOf(rows.flat(), rows.length, 3);
        const found = nearestStates(states, query, 4);
        const cosines = rows
          .map(
            (one) =>
              one.reduce((sum, value, k) => sum + value * query[k]!, 0) / Math.hypot(...one) / Math.hypot(...query),
          )
          .filter((cosine) => !Number.isNaN(cosine))
          .sort((a, b) => b - a);
        expect(found.length).toBe(Math.min(4, cosines.length));
        found.forEach(({ cosine }, i) => {
          expect(cosine).toBeCloseTo(cosines[i]!, 12);
        });
        const longer = rowsOf(
          rows.flat().map((value) => value * 2 ** power),
          rows.length,
          3,
        );
        expect(nearestStates(longer, query, 4).map((near) => near.row)).toEqual(found.map((near) => near.row));
      },
    ),
  );
});

test('states without a direction are left out, equal ones come by row, length does not matter', () => {
  const states = rowsOf([0, 0, 2, 2, 1, 1, Number.NaN, 1, -1, -1], 5, 2);
  const found = nearestStates(states, [3, 3], 10);
  expect(found.map(({ row }) => row)).toEqual([1, 2, 4]);
  expect(found.at(-1)!.cosine).toBeCloseTo(-1, 12);
  expect(nearestStates(states, [0, 0], 10)).toEqual([]);
});
