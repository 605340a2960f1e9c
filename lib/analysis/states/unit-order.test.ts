import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { type Rows, rowsOf } from '../linalg/rows.ts';
import { correlation } from '../rank-correlation.ts';
import { projectionReference, readRows } from '../testing/projection-reference.ts';
import { averageLink, leavesOf } from './average-link.ts';
import { orderByCorrelation, orderByGate, orderByIndex, orderByPeak, placesOf } from './unit-order.ts';

const reference = projectionReference.unitOrders;

function columns({ data, rows, cols }: Rows): Float64Array[] {
  return Array.from({ length: cols }, (_, c) => Float64Array.from({ length: rows }, (_, r) => data[r * cols + c]!));
}

test('merges, their distances and the order of leaves are those of SciPy', () => {
  const states = readRows(reference.states);
  const units = columns(states);
  const distances = Float64Array.from(
    { length: units.length ** 2 },
    (_, i) => 1 - correlation(units[Math.floor(i / units.length)]!, units[i % units.length]!),
  );
  const merges = averageLink(distances, units.length);
  const expected = readRows(reference.merges);
  merges.forEach(({ left, right, distance }, m) => {
    expect([left, right]).toEqual([...expected.data.subarray(3 * m, 3 * m + 2)]);
    expect(Math.abs(distance - expected.data[3 * m + 2]!)).toBeLessThan(reference.tolerance);
  });
  expect(merges.length).toBe(units.length - 1);
  expect([...leavesOf(merges, units.length)]).toEqual(reference.leaves);
  expect([...orderByCorrelation(states)]).toEqual(reference.leaves);
});

test('units that follow one another’s course come to lie together, those that never vary last', () => {
  const random = seededRandom(2);
  const states = rowsOf(
    Array.from({ length: 60 }, () => [normal(random), normal(random)]).flatMap(([a, b]) => [
      a!,
      3,
      b!,
      a! + 0.01,
      b! * 2,
      a! * 5,
    ]),
    60,
    6,
  );
  const order = [...orderByCorrelation(states)];
  expect(order.at(-1)).toBe(1);
  expect(new Set([order.slice(0, 3).toSorted().join(), order.slice(0, 2).toSorted().join()])).toSatisfy(
    (starts: Set<string>) => starts.has('0,3,5') || starts.has('2,4'),
  );
});

test('every order shows every unit once and can be undone, ties and equal distances included', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer(),
      (units, steps, seed) => {
        const random = seededRandom(seed);
        const states = rowsOf(
          Array.from({ length: units * steps }, () => Math.floor(3 * random())),
          steps,
          units,
        );
        for (const order of [
          orderByIndex(units),
          orderByCorrelation(states),
          orderByPeak(states),
          orderByGate(states),
        ]) {
          expect([...order].sort((a, b) => a - b)).toEqual([...orderByIndex(units)]);
          const places = placesOf(order);
          for (let unit = 0; unit < units; unit++) expect(order[places[unit]!]).toBe(unit);
        }
      },
    ),
  );
});

test('peaks come in the order of time, by size whatever the sign; gates most open first', () => {
  const means = rowsOf([0, 5, 0.1, -3, 1, 0.2, 1, 1, 0.9], 3, 3);
  expect([...orderByPeak(means)]).toEqual([1, 0, 2]);
  expect([...orderByGate(rowsOf([0.1, 0.9, 0.5, 0.1, Number.NaN, 0.5], 2, 3))]).toEqual([1, 2, 0]);
  const silent = rowsOf([Number.NaN, 1, Number.NaN, 2], 2, 2);
  expect([...orderByPeak(silent)]).toEqual([1, 0]);
  expect([...orderByGate(silent)]).toEqual([1, 0]);
});

test('an order that shows a unit twice is a mistake', () => {
  expect(() => placesOf(Int32Array.of(0, 0))).toThrow('unit 0 is there twice');
});
