import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenRows } from './even-rows.ts';
import { unitsReference } from './testing/units-reference.ts';
import { MOST_UNITS_COMPARED, UNIT, unitStates } from './unit-states.ts';

const ROWS = 100;

/** Units by their courses. */
function activations(courses: readonly ((step: number) => number)[], rows = ROWS) {
  const units = courses.length;
  const values = Float32Array.from({ length: rows * units }, (_, i) => courses[i % units]!(Math.floor(i / units)));
  return { values, rows, units, bounded: true };
}

const wave = (speed: number) => (t: number) => 0.8 * Math.sin(speed * t);

test('each disease is told from health and from the others', () => {
  const { bits, dead, frozen, redundant } = unitStates(
    activations([
      wave(0.3),
      wave(0.71),
      () => 0.4, // does not move
      (t) => 0.009 * Math.sin(t), // moves, but next to nothing
      (t) => (t % 30 === 0 ? 0.9 : 0), // exactly 0 in more than 95 %
      (t) => 0.4 + 1e-4 * Math.sin(t), // moves less than a thousandth of the others
      (t) => (t < 3 ? 0.2 : 0.999), // stuck at an end
      (t) => (t % 2 === 0 ? -0.999 : 0.999), // stuck at both
      (t) => -0.5 * wave(0.3)(t) + 0.1, // the first one again
    ]),
  );
  const { dead: D, frozen: F, redundant: R } = UNIT;
  expect(Array.from(bits)).toEqual([0, 0, D, D, D, D, F, F, R]);
  expect([dead, frozen, redundant]).toEqual([4 / 9, 2 / 9, 1 / 9]);
});

test('limits are limits: what is just within them is healthy', () => {
  const { bits } = unitStates(
    activations([wave(0.3), wave(0.71), (t) => (t < 6 ? 0.5 * (t % 2) : 0.995), (t) => 0.011 * Math.sin(1.7 * t)]),
  );
  expect(Array.from(bits)).toEqual([0, 0, 0, 0]);
});

test('a state without ends is never frozen', () => {
  const stuck = activations([(t) => 5 + Math.sin(t), wave(0.4)]);
  expect(Array.from(unitStates(stuck).bits)).toEqual([UNIT.frozen, 0]);
  expect(Array.from(unitStates({ ...stuck, bounded: false }).bits)).toEqual([0, 0]);
});

test('a layer that stands still altogether is dead, however far from 0', () => {
  expect(unitStates(activations([() => 0.3, () => -0.7, () => 0.1])).dead).toBe(1);
});

test('the units that follow an earlier one are those NumPy finds', () => {
  for (const { values, rows, units, redundant } of unitsReference.redundant) {
    const { bits } = unitStates({ values: Float32Array.from(values), rows, units, bounded: false });
    const found = Array.from(bits.entries()).flatMap(([unit, bit]) => (bit === UNIT.redundant ? [unit] : []));
    expect(found).toEqual(redundant);
  }
});

test('layers too wide to compare say nothing of redundancy', () => {
  const wide = activations(
    Array.from({ length: MOST_UNITS_COMPARED + 1 }, () => wave(0.3)),
    4,
  );
  expect(unitStates(wide).redundant).toBeNull();
  const narrow = activations([wave(0.3), wave(0.3)], 4);
  expect(unitStates(narrow).redundant).toBe(0.5);
});

test('a unit no gradient comes to has less than 1e-8 of the median', () => {
  const live = activations([wave(0.3), wave(0.71), wave(1.1)]);
  const of = (gradients: number[]) => Array.from(unitStates({ ...live, gradients }).bits);
  expect(of([1, 2, 1e-9])).toEqual([0, 0, UNIT.noGradient]);
  expect(of([1, 2, 1e-7])).toEqual([0, 0, 0]);
  // no gradient at all is the loss's affair, not a unit's
  expect(of([0, 0, 0])).toEqual([0, 0, 0]);
});

test('the order of the steps does not matter', () => {
  const { values, rows, units } = activations([wave(0.3), () => 0.2, (t) => -wave(0.3)(t), wave(0.9)], 20);
  const expected = Array.from(unitStates({ values, rows, units, bounded: true }).bits);
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(rows).keys()], { minLength: rows }), (order) => {
      const moved = Float32Array.from(
        order.flatMap((row) => Array.from(values.subarray(row * units, (row + 1) * units))),
      );
      expect(Array.from(unitStates({ values: moved, rows, units, bounded: true }).bits)).toEqual(expected);
    }),
  );
});

test('rows with padding are left out, and the others thinned out evenly', () => {
  const values = Float32Array.from([0, 0, 1, 1, Number.NaN, 2, 3, 3, 4, 4, 5, 5]);
  expect(evenRows(values, 2, 10)).toEqual({
    values: Float32Array.from([0, 0, 1, 1, 3, 3, 4, 4, 5, 5]),
    rows: 5,
    units: 2,
  });
  expect(Array.from(evenRows(values, 2, 2).values)).toEqual([0, 0, 3, 3]);
  expect(evenRows(Float32Array.from([Number.NaN]), 1, 2).rows).toBe(0);
});
