import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareReference } from '../testing/compare-reference.ts';
import { relativeError } from '../testing/reference.ts';
import { partingOf } from './parting.ts';

test('runs part where SciPy’s tests say so, with the same statistic, and do not where they never were apart', () => {
  for (const { a, b, test: name, at, statistic, p } of compareReference.partings) {
    const { parting, test: used, isLog } = partingOf(a, b);
    expect([used, isLog, parting?.at ?? null]).toEqual([name, true, at]);
    if (!parting || statistic === null || p === null) continue;
    expect(relativeError([parting.statistic], [statistic])).toBeLessThan(compareReference.relativeTolerance);
    // p of a normal law is that of Student's with 1e7 degrees
    expect(relativeError([parting.p], [p])).toBeLessThan(name === 'noise' ? 1e-4 : 1e-8);
  }
  expect(compareReference.partings.map(({ at }) => at === null)).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
});

test('a run never parts from itself, nor from a copy that ends earlier', () => {
  const run = fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constant(Number.NaN)), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(run, fc.nat(30), (values, end) => {
      expect(partingOf([values], [values.slice(0, end)]).parting).toBeNull();
      expect(partingOf([values, values], [values]).parting).toBeNull();
    }),
  );
});

test('who blows up parts there, whatever was before; both together do not', () => {
  const calm = [1, 0.9, 0.8, 0.7, 0.6];
  const wild = [1, 0.9, 0.8, Number.NaN, Number.NaN];
  expect(partingOf([calm], [wild]).parting).toMatchObject({ at: 3, test: 'not-finite', statistic: Infinity, p: 0 });
  expect(partingOf([wild], [calm]).parting).toMatchObject({ at: 3, statistic: -Infinity });
  expect(partingOf([wild], [wild]).parting).toBeNull();
  // it ended right there
  expect(partingOf([calm], [wild.slice(0, 4)]).parting).toMatchObject({ at: 3 });
});

test('one jump is no parting, and of too few epochs nothing is said', () => {
  const flat = Array.from({ length: 30 }, (_, i) => 1 + 0.01 * Math.sin(i * 7));
  const jump = flat.map((value, i) => (i === 12 ? 9 : value));
  expect(partingOf([flat], [jump]).parting).toBeNull();
  expect(partingOf([[1, 2]], [[9, 9]])).toMatchObject({ parting: null, compared: 2, test: 'noise' });
  expect(partingOf([], [flat])).toMatchObject({ parting: null, compared: 0 });
  // nothing in common: one has only even epochs, the other odd ones
  const even = flat.map((value, i) => (i % 2 ? undefined : value));
  const odd = flat.map((value, i) => (i % 2 ? value : undefined));
  expect(partingOf([even], [odd]).compared).toBe(0);
});

test('values that are not all above 0 are compared as they are', () => {
  const up = Array.from({ length: 20 }, (_, i) => i / 20 + 0.01 * Math.cos(5 * i) - 0.02);
  const down = up.map((value, i) => (i < 8 ? value : -value));
  const result = partingOf([up], [down]);
  expect(result.isLog).toBe(false);
  expect(result.parting).toMatchObject({ at: 8, test: 'noise' });
});
