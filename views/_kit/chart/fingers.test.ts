import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pinchedAxis } from './fingers.ts';
import { geometryOf } from './geometry.ts';

const at = (low: number, high: number) =>
  geometryOf(600, 300, { left: 40, right: 60, top: 10, bottom: 20 }, { domain: [low, high] }, { domain: [0, 1] });

test('the axis that two fingers ask for has under each what it came down on', () => {
  const px = fc.integer({ min: 40, max: 540 });
  fc.assert(
    fc.property(px, px, px, px, (from, other, to, otherTo) => {
      fc.pre(Math.abs(from - other) > 24 && Math.abs(to - otherTo) > 24 && from < other === to < otherTo);
      const before = at(100, 900);
      const values = [before.valueAtX(from), before.valueAtX(other)] as const;
      const [low, high] = pinchedAxis(before, { values, px: [to, otherTo] })!;
      const after = at(low, high);
      expect(after.x(values[0])).toBeCloseTo(to, 6);
      expect(after.x(values[1])).toBeCloseTo(otherTo, 6);
    }),
  );
});

test('fingers that meet or cross keep the axis finite and the right way round', () => {
  const before = at(0, 100);
  for (const px of [
    [300, 300],
    [320, 280],
  ] as const) {
    const [low, high] = pinchedAxis(before, { values: [40, 60], px })!;
    expect(high).toBeGreaterThan(low);
    expect(Number.isFinite(high - low)).toBe(true);
  }
  expect([pinchedAxis(before, null), pinchedAxis(before, { values: [5, 5], px: [1, 90] })]).toEqual([null, null]);
});
