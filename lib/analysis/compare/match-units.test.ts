import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { compareReference } from '../testing/compare-reference.ts';
import { relativeError } from '../testing/reference.ts';
import { leastCostAssignment } from './assignment.ts';
import { type MatchOptions, matchUnits, unitColumns } from './match-units.ts';

type Numbers = ArrayLike<number>;

function match(a: Numbers, b: Numbers, rows: number, left: number, right: number, options?: MatchOptions) {
  return matchUnits(unitColumns(a, rows, left), unitColumns(b, rows, right), options);
}

test('assignments agree with SciPy', () => {
  for (const { rows, cols, costs, to } of compareReference.assignments) {
    expect([...leastCostAssignment(costs, rows, cols)]).toEqual(to);
  }
});

/** Least total cost over every way to give each row a column of its own. */
function exhaustive(costs: readonly number[], rows: number, cols: number, row = 0, used = 0): number {
  if (row === rows) return 0;
  let least = Infinity;
  for (let col = 0; col < cols; col++) {
    if (used & (1 << col)) continue;
    least = Math.min(least, costs[row * cols + col]! + exhaustive(costs, rows, cols, row + 1, used | (1 << col)));
  }
  return least;
}

test('no other assignment costs less', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 }));
  const problems = sizes.chain(([rows, more]) =>
    fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: rows * (rows + more), maxLength: rows * (rows + more) })
      .map((costs) => ({ rows, cols: rows + more, costs })),
  );
  fc.assert(
    fc.property(problems, ({ rows, cols, costs }) => {
      const to = leastCostAssignment(costs, rows, cols);
      expect(new Set(to).size).toBe(rows);
      const total = to.reduce((sum, col, row) => sum + costs[row * cols + col]!, 0);
      expect(total).toBe(exhaustive(costs, rows, cols));
    }),
  );
});

test('matched units agree with NumPy and SciPy, also where one side has more of them', () => {
  for (const { rows, left, right, a, b, of, correlation, matched } of compareReference.matchings) {
    const found = match(a, b, rows, left, right);
    expect([...found.of]).toEqual(of);
    expect(relativeError(found.correlation, correlation)).toBeLessThan(compareReference.relativeTolerance);
    expect(found.matched).toBe(matched);
  }
});

test('units that were shuffled and turned over are all found again', () => {
  const [rows, units] = [120, 9];
  const random = seededRandom(5);
  const a = Float64Array.from({ length: rows * units }, () => normal(random));
  const order = Array.from({ length: units }, (_, i) => (i * 4 + 1) % units);
  const b = Float64Array.from({ length: rows * units }, (_, at) => {
    const [row, unit] = [Math.floor(at / units), at % units];
    return (unit % 2 ? -1 : 1) * a[row * units + order[unit]!]!;
  });
  const found = match(a, b, rows, units, units);
  expect(Array.from(found.of, (unit) => order[unit])).toEqual(Array.from({ length: units }, (_, i) => i));
  expect(found.matched).toBe(units);
  expect(found.mean).toBeCloseTo(1, 10);
  expect([...found.correlation].map(Math.round)).toEqual(Array.from(found.of, (unit) => (unit % 2 ? -1 : 1)));
  // where signs mean something those that are turned over are no match
  expect(match(a, b, rows, units, units, { mayTurn: false }).matched).toBeLessThan(units);
});

test('units that never move match nothing', () => {
  const sines = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i));
  const found = match(new Float64Array(40).fill(0.3), sines, 20, 2, 2);
  expect([...found.correlation]).toEqual([0, 0]);
  expect(found).toMatchObject({ matched: 0, mean: 0 });
});
