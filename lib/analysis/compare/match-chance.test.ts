import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { relativeError } from '../testing/reference.ts';
import { similarityReference } from '../testing/similarity-reference.ts';
import { circleShifts, matchesByChance } from './match-chance.ts';
import { matchUnits, unitColumns } from './match-units.ts';

test('matches of turned rows agree with NumPy and SciPy', () => {
  for (const { rows, left, right, a, b, shifts, aligned, byChance } of similarityReference.chance) {
    const [one, other] = [unitColumns(a, rows, left), unitColumns(b, rows, right)];
    const found = [matchUnits(one, other), ...matchesByChance(one, other, shifts)];
    const expected = [aligned, ...byChance];
    expect(found.map(({ matched }) => matched)).toEqual(expected.map(({ matched }) => matched));
    const means = found.map(({ mean }) => mean);
    expect(
      relativeError(
        means,
        expected.map(({ mean }) => mean),
      ),
    ).toBeLessThan(similarityReference.relativeTolerance);
  }
});

test('shifts are different ones, and none is near to where the rows belong', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 30 }), (rows, count) => {
      const shifts = [...circleShifts(rows, count)];
      expect(new Set(shifts).size).toBe(shifts.length);
      if (rows >= 200) expect(shifts).toHaveLength(count);
      for (const shift of shifts) {
        expect(shift).toBeGreaterThanOrEqual(Math.max(1, 0.05 * rows));
        expect(rows - shift).toBeGreaterThanOrEqual(Math.max(1, 0.05 * rows));
      }
    }),
  );
});

/** Slow noise: each step holds on to most of the one before, as states do. */
function slow(rows: number, units: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const values = new Float64Array(rows * units);
  for (let i = 0; i < values.length; i++) values[i] = (i < units ? 0 : 0.8 * values[i - units]!) + normal(random);
  return values;
}

test('unrelated units match as well as by chance, and no better; a shuffled copy with noise does', () => {
  const [rows, units] = [300, 8];
  const a = unitColumns(slow(rows, units, 1), rows, units);
  const chanceOf = (b: typeof a) =>
    [...matchesByChance(a, b, circleShifts(rows, 12))].map(({ mean }) => mean).sort((x, y) => x - y);
  const unrelated = unitColumns(slow(rows, units, 2), rows, units);
  const byChance = chanceOf(unrelated);
  const { mean } = matchUnits(a, unrelated);
  // matching takes the best of many pairs: noise is far above 0
  expect(byChance[0]).toBeGreaterThan(0.1);
  expect(mean).toBeGreaterThan(byChance[0]! - 0.05);
  expect(mean).toBeLessThan(byChance.at(-1)! + 0.05);
  const noise = slow(rows, units, 3);
  const own = slow(rows, units, 1);
  const copy = Float64Array.from({ length: rows * units }, (_, i) => {
    const [row, unit] = [Math.floor(i / units), i % units];
    return own[row * units + ((3 * unit + 1) % units)]! + 0.5 * noise[i]!;
  });
  const related = unitColumns(copy, rows, units);
  expect(matchUnits(a, related).mean).toBeGreaterThan(chanceOf(related).at(-1)! + 0.4);
});
