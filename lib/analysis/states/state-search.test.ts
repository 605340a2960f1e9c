import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { rowsOf } from '../linalg/rows.ts';
import { projectionReference, readRows } from '../testing/projection-reference.ts';
import { searchStates, unitsOn } from './state-search.ts';

const reference = projectionReference.stateSearch;

/** Rows of 0 and 1 from strings, one string a unit. */
function drawn(...units: string[]) {
  const steps = units[0]!.length;
  return rowsOf(
    Array.from({ length: steps * units.length }, (_, i) =>
      Number(units[i % units.length]![Math.floor(i / units.length)]),
    ),
    steps,
    units.length,
  );
}

test('matches equal those of an independent version of the rule', () => {
  const { starts, units, matches } = reference;
  expect(searchStates(readRows(reference.states), units, { starts })).toEqual(matches);
});

test('units count as on only throughout, and, if asked, off just outside', () => {
  const states = drawn('0110', '1110', '0111', '0010');
  expect([...unitsOn(states, { from: 1, to: 2 })]).toEqual([0, 1, 2]);
  expect([...unitsOn(states, { from: 1, to: 2 }, { offBefore: true })]).toEqual([0, 2]);
  expect([...unitsOn(states, { from: 1, to: 2 }, { offBefore: true, offAfter: true })]).toEqual([0]);
  expect([...unitsOn(states, { from: 0, to: 0 }, { offBefore: true })]).toEqual([1]);
  expect([...unitsOn(states, { from: 1, to: 2 }, { threshold: 1 })]).toEqual([]);
  expect(() => unitsOn(states, { from: 2, to: 4 })).toThrow('steps 2…4 of 4');
});

test('a match shares most units first, then has fewest others, then is longest', () => {
  const states = drawn('011001110011', '011001110011', '000001110000');
  expect(searchStates(states, [0, 1])).toEqual([
    { from: 1, to: 2, shared: 2, union: 2, jaccard: 1 },
    { from: 10, to: 11, shared: 2, union: 2, jaccard: 1 },
    { from: 5, to: 7, shared: 2, union: 3, jaccard: 2 / 3 },
  ]);
});

test('a run never crosses from one sequence into the next, and single steps are no run', () => {
  const states = drawn('0011010');
  expect(searchStates(states, [0]).map(({ from, to }) => [from, to])).toEqual([[2, 3]]);
  expect(searchStates(states, [0], { starts: [0, 3] })).toEqual([]);
});

test('the stretch a selection came from is found, with all of its units', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 5 }), (seed, from, more) => {
      const random = seededRandom(seed);
      const states = rowsOf(
        Array.from({ length: 60 * 8 }, () => (random() < 0.8 ? 1 : 0)),
        60,
        8,
      );
      const units = unitsOn(states, { from, to: from + more });
      const matches = searchStates(states, units, { limit: 1000 });
      if (units.length === 0) expect(matches).toEqual([]);
      else expect(matches.some((m) => m.from <= from && m.to >= from + more && m.shared === units.length)).toBe(true);
    }),
  );
});

test('NaN is off, no selection has no matches, an unknown unit is a mistake', () => {
  const states = rowsOf([1, Number.NaN, 1, 1], 4, 1);
  expect(searchStates(states, [0]).map(({ from, to }) => [from, to])).toEqual([[2, 3]]);
  expect(searchStates(states, [])).toEqual([]);
  expect(() => searchStates(states, [1])).toThrow('unit 1 of 1');
});
