import fc from 'fast-check';
import { expect, test } from 'vitest';
import { geometryOf, isInside } from './geometry.ts';

const insets = { left: 52, right: 92, top: 4, bottom: 8 };
const x = { domain: [0.5, 40.5] } as const;

test('the first and last cell touch the edges of the grid', () => {
  const plot = geometryOf(800, 400, insets, x, { domain: [0.5, 32.5], inverse: true });
  expect(plot.grid).toEqual({ left: 52, top: 4, width: 656, height: 388 });
  expect(plot.x(0.5)).toBe(52);
  expect(plot.x(40.5)).toBe(708);
});

test('an inverse y axis has its first row at the top, a plain one its smallest value at the bottom', () => {
  const rows = geometryOf(800, 400, insets, x, { domain: [0.5, 32.5], inverse: true });
  expect(rows.y(0.5)).toBe(4);
  expect(rows.y(32.5)).toBe(392);
  const values = geometryOf(800, 400, insets, x, { domain: [-12, 0] });
  expect(values.y(-12)).toBe(392);
  expect(values.y(0)).toBe(4);
});

test('a pixel leads back to its value', () => {
  const value = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(value, fc.boolean(), (each, inverse) => {
      const plot = geometryOf(640, 300, insets, { domain: [-3, 9], inverse }, { domain: [-12, 3], inverse });
      expect(plot.valueAtX(plot.x(each))).toBeCloseTo(each, 9);
      expect(plot.valueAtY(plot.y(each))).toBeCloseTo(each, 9);
    }),
  );
});

test('a plot smaller than its insets still has a grid', () => {
  const plot = geometryOf(20, 5, insets, x, { domain: [0, 1] });
  expect(plot.grid.width).toBe(1);
  expect(plot.grid.height).toBe(1);
  expect(isInside(plot, 52, 4)).toBe(true);
  expect(isInside(plot, 54, 4)).toBe(false);
});
