import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { type Rows, rowsOf } from '../linalg/rows.ts';
import { moved, projectionReference, readRows } from '../testing/projection-reference.ts';
import { lateMove, movesOf, trueMovement } from './drift.ts';
import { fitPca, transformPca } from './pca.ts';

function shifted({ data, rows, cols }: Rows, by: number): Rows {
  return { data: data.map((x) => x + by), rows, cols };
}

const square = rowsOf([0, 0, 2, 0, 0, 2, 2, 2], 4, 2);

test('moves are distances, and a late move is their median by the spread', () => {
  expect([...movesOf(square, shifted(square, 4))]).toEqual(new Array(4).fill(Math.sqrt(32)));
  // two copies 1 apart along x: spread² = (1² + 0.5²) + 1²
  const right = rowsOf([1, 0, 3, 0, 1, 2, 3, 2], 4, 2);
  expect(lateMove([square, right])).toBeCloseTo(1 / Math.sqrt(2.25), 12);
  expect(lateMove([square, square, square])).toBe(0);
});

const { drift } = projectionReference;
const [states, layouts] = [drift.states.map(readRows), drift.layouts.map(readRows)];

test('moves, late move and true movement equal those of NumPy and SciPy', () => {
  movesOf(states.at(-2)!, states.at(-1)!).forEach((move, i) => {
    expect(Math.abs(move - drift.lastMoves[i]!)).toBeLessThan(drift.tolerance);
  });
  expect(Math.abs(lateMove(layouts) - drift.lateMove)).toBeLessThan(drift.tolerance);
  expect(Math.abs(trueMovement(states, layouts) - drift.trueMovement)).toBeLessThan(drift.tolerance);
});

test('a picture turned, mirrored, moved or enlarged as a whole is as restless and as true', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 7, noNaN: true }),
      fc.boolean(),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -5, max: 5 }),
      (angle, mirror, by, power) => {
        const whole = layouts.map((layout) => {
          const { data, ...shape } = moved(layout, angle, mirror, by);
          return { ...shape, data: data.map((value) => value * 2 ** power) };
        });
        expect(lateMove(whole)).toBeCloseTo(lateMove(layouts), 9);
        expect(trueMovement(states, whole)).toBeCloseTo(trueMovement(states, layouts), 2);
      },
    ),
  );
});

test('only the last epochs count', () => {
  const still = [shifted(square, 50), square, square, square];
  expect(lateMove(still, 2)).toBe(0);
  expect(lateMove(still, 3)).toBe(0);
  expect(lateMove([square, shifted(square, 50)], 4)).toBeGreaterThan(0);
});

test('one epoch, or points that all coincide, have no late move', () => {
  expect(lateMove([square])).toBeNaN();
  expect(lateMove([rowsOf([1, 1], 2, 1), rowsOf([1, 1], 2, 1)])).toBeNaN();
});

test('true movement is 1 where the picture keeps distances and vanishes where it moves at random', () => {
  const random = seededRandom(4);
  // every point moves its own way, along the two directions that carry all variance
  const start = Float64Array.from({ length: 80 * 3 }, (_, i) => (i % 3 < 2 ? 10 * normal(random) : 0));
  const epochs = [0, 1, 2, 3].map((e) =>
    rowsOf(
      start.map((x, i) => x + (i % 3 < 2 ? e ** 2 * Math.exp(i / 50) : 0)),
      80,
      3,
    ),
  );
  const pca = fitPca(epochs[0]!, 2);
  expect(
    trueMovement(
      epochs,
      epochs.map((epoch) => transformPca(pca, epoch)),
    ),
  ).toBeGreaterThan(0.999);
  const noise = epochs.map(() =>
    rowsOf(
      Array.from({ length: 160 }, () => normal(random)),
      80,
      2,
    ),
  );
  expect(Math.abs(trueMovement(epochs, noise))).toBeLessThan(0.2);
  expect(trueMovement([square, square], [square, shifted(square, 1)])).toBeNaN();
});
