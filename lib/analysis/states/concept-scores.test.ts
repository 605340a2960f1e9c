import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { rowsOf } from '../linalg/rows.ts';
import { largestDifference, projectionReference, readRows } from '../testing/projection-reference.ts';
import { type ConceptScores, conceptScores } from './concept-scores.ts';

const reference = projectionReference.concepts;
const states = readRows(reference.states);

function byUnit({ ranking }: ConceptScores): number[] {
  return ranking.toSorted((a, b) => a.unit - b.unit).map(({ value }) => value);
}

/** Steps of slowly changing noise for some units, and a label that stays on for stretches. */
function text(steps: number, units: number, seed: number) {
  const random = seededRandom(seed);
  const data = new Float64Array(steps * units);
  for (let t = 0; t < steps; t++) {
    for (let u = 0; u < units; u++) data[t * units + u] = 0.9 * (data[(t - 1) * units + u] ?? 0) + normal(random);
  }
  let on = 0;
  const labels = Array.from({ length: steps }, () => {
    if (random() < 0.1) on = 1 - on;
    return on;
  });
  return { states: rowsOf(data, steps, units), labels, random };
}

test('AUROC and Spearman’s correlation of every unit equal those of scikit-learn and SciPy, ties included', () => {
  const binary = conceptScores(states, reference.binary);
  expect(binary.measure).toBe('auroc');
  expect(largestDifference(byUnit(binary), reference.auroc)).toBeLessThan(reference.tolerance);
  const numeric = conceptScores(states, reference.numeric);
  expect(numeric.measure).toBe('spearman');
  expect(largestDifference(byUnit(numeric), reference.spearman)).toBeLessThan(reference.tolerance);
  expect(numeric.ranking[0]!.unit).toBe(1);
});

test('a rising function of a unit leaves its score, a falling one turns it round; the other label does so too', () => {
  const label = fc.array(fc.constantFrom(0, 1), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 12, maxLength: 12 }), label, (unit, labels) => {
      fc.pre(new Set(labels).size === 2);
      const both = rowsOf(
        unit.flatMap((value) => [value ** 3 + value, -value]),
        12,
        2,
      );
      const [plain] = byUnit(conceptScores(rowsOf(unit, 12, 1), labels, { shifts: 3 }));
      const [rising, falling] = byUnit(conceptScores(both, labels, { shifts: 3 }));
      const other = labels.map((on) => 1 - on);
      const [turned] = byUnit(conceptScores(rowsOf(unit, 12, 1), other, { shifts: 3 }));
      expect(rising).toBeCloseTo(plain!, 12);
      expect(falling).toBeCloseTo(1 - plain!, 12);
      expect(turned).toBeCloseTo(1 - plain!, 12);
    }),
  );
});

test('a unit equal to the label with a little noise has an AUROC above .99, comes first and is above chance', () => {
  const { states: noise, labels, random } = text(600, 12, 1);
  for (let t = 0; t < 600; t++) noise.data[t * 12 + 7] = labels[t]! + 0.2 * normal(random);
  const { ranking, chance } = conceptScores(noise, labels);
  expect(ranking[0]!.unit).toBe(7);
  expect(ranking[0]!.value).toBeGreaterThan(0.99);
  expect(ranking[0]!.aboveChance).toBe(true);
  expect(ranking.slice(1).some(({ aboveChance }) => aboveChance)).toBe(false);
  expect(chance).toBeLessThan(1);
});

test('labels that have nothing to do with slowly changing units leave none above chance, nearly always', () => {
  const found = Array.from({ length: 20 }, (_, seed) => {
    const { states: noise, labels } = text(400, 16, 100 + seed);
    return conceptScores(noise, labels).ranking.filter(({ aboveChance }) => aboveChance).length;
  });
  expect(found.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
});

test('a unit that falls where the label is on is as strong as one that rises', () => {
  const { ranking } = conceptScores(rowsOf([0, 1, 1, 0, 0, 1, 1, 0], 4, 2), [0, 1, 0, 1]);
  expect(ranking.map(({ unit, value, strength }) => [unit, value, strength])).toEqual([
    [0, 1, 1],
    [1, 0, 1],
  ]);
});

test('a concept that never varies says nothing, and neither do a constant unit or a single step', () => {
  const always = conceptScores(states, new Float64Array(states.rows).fill(1));
  expect(
    always.ranking.every(({ value, strength, aboveChance }) => Number.isNaN(value) && strength === 0 && !aboveChance),
  ).toBe(true);
  const flat = rowsOf([1, 5, 1, 6, 1, 7], 3, 2);
  const constant = conceptScores(flat, [2, 3, 9]);
  expect(constant.ranking[0]!.unit).toBe(1);
  expect(constant.ranking[0]!.value).toBeCloseTo(1, 12);
  expect(constant.ranking[1]!.value).toBeNaN();
  expect(conceptScores(flat, [0, 1, 1]).ranking[1]).toMatchObject({ unit: 0, value: 0.5, strength: 0 });
  const single = conceptScores(rowsOf([1, 2], 1, 2), [3]);
  expect(single.chance).toBeNaN();
  expect(single.ranking.some(({ aboveChance }) => aboveChance)).toBe(false);
});

test('states and labels that are not finite are refused in words', () => {
  expect(() => conceptScores(rowsOf([1, Number.NaN], 2, 1), [0, 1])).toThrow('NaN in row 1');
  expect(() => conceptScores(rowsOf([1, 2], 2, 1), [0, Number.NaN])).toThrow('label NaN at step 1');
});
