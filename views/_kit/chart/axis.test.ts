import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandDomain, bandTicks, logTicks, roundTicks, roundUp } from './axis.ts';

test('ticks are round and within the domain', () => {
  expect(roundTicks([0, 1], 6)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(roundTicks([-4.2, 4.3], 5)).toEqual([-4, -2, 0, 2, 4]);
  expect(roundTicks([0, 0.35], 4)).toEqual([0, 0.1, 0.2, 0.3]);
});

test('ticks of any domain stay within it, rise, and are few', () => {
  const value = fc.double({ min: -1e4, max: 1e4, noNaN: true });
  fc.assert(
    fc.property(value, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
      const high = low + span;
      fc.pre(high - low > span / 2);
      const ticks = roundTicks([low, high], 6);
      expect(ticks.length).toBeLessThanOrEqual(6);
      for (const tick of ticks) {
        expect(tick).toBeGreaterThanOrEqual(low - span * 1e-3);
        expect(tick).toBeLessThanOrEqual(high + span * 1e-3);
      }
    }),
  );
});

test('an empty or flat domain has no more than one tick', () => {
  expect(roundTicks([3, 3])).toEqual([3]);
  expect(roundTicks([Number.NaN, 1])).toEqual([]);
});

test('a log axis has whole exponents at one step', () => {
  expect(logTicks([-12, 3], 6)).toEqual([-12, -9, -6, -3, 0, 3]);
  expect(logTicks([-2.2, 3], 3)).toEqual([-2, 0, 2]);
  expect(logTicks([-1, 1], 6)).toEqual([-1, 0, 1]);
});

test('log ticks never outnumber what was asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -80, max: 20 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 2, max: 9 }),
      (low, span, most) => {
        expect(logTicks([low, low + span], most).length).toBeLessThanOrEqual(most);
      },
    ),
  );
});

test('epochs are labelled from the first to the last without crowding', () => {
  expect(bandTicks(1, 32, 8)).toEqual([1, 5, 10, 15, 20, 25, 30]);
  expect(bandTicks(1, 10, 12)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(bandTicks(1, 1)).toEqual([1]);
  expect(bandTicks(1, 0)).toEqual([]);
});

test('a tick beside the playhead gives way', () => {
  expect(bandTicks(1, 32, 8, 24, 1)).toEqual([1, 5, 10, 15, 20, 30]);
});

test('cells 1 to n fill a band from a half before to a half behind', () => {
  expect(bandDomain(1, 40)).toEqual([0.5, 40.5]);
  expect(bandDomain(1, 0)).toEqual([0.5, 1.5]);
});

test('the round end of an axis is the next of a few factors, at most half as much again, and is its own', () => {
  expect([0.2, 1, 1.01, 1.6, 2.5, 4, 6, 8, 0, -3, Number.NaN].map(roundUp)).toEqual([
    0.2, 1, 1.5, 2, 3, 5, 7.5, 10, 0, 0, 0,
  ]);
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (value) => {
      const end = roundUp(value);
      expect(end).toBeGreaterThanOrEqual(value * (1 - 1e-11));
      expect(end).toBeLessThan(value * 1.68);
      expect(roundUp(end)).toBeCloseTo(end, -Math.floor(Math.log10(end)) + 9);
    }),
  );
});
