import { expect, test } from 'vitest';
import { medianInterval } from './bootstrap.ts';

test('the interval of equal values is that value', () => {
  expect(medianInterval([1.5, 1.5, 1.5])).toEqual({ low: 1.5, high: 1.5 });
});

test('the interval holds the median, lies within the values, and is the same each time', () => {
  const values = [0.9, 1.3, 1.0, 1.1, 0.95, 1.02, 1.2, 1.01, 0.99, 1.05];
  const { low, high } = medianInterval(values);
  expect(low).toBeLessThan(1.015);
  expect(high).toBeGreaterThan(1.015);
  expect(low).toBeGreaterThanOrEqual(0.9);
  expect(high).toBeLessThanOrEqual(1.3);
  expect(medianInterval(values)).toEqual({ low, high });
});

test('it agrees with the order statistics that bound the median of 20 values', () => {
  // 6th and 15th of 20 hold the median with 95.9 %
  const values = Array.from({ length: 20 }, (_, i) => i + 1);
  const { low, high } = medianInterval(values);
  expect(Math.abs(low - 6)).toBeLessThanOrEqual(1);
  expect(Math.abs(high - 15)).toBeLessThanOrEqual(1);
});
