import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apartFromEachOther } from './name-places.ts';

test('names that lie apart stay where they are', () => {
  const names = [
    { x: 0, y: 0, width: 30 },
    { x: 40, y: 2, width: 30 },
    { x: 0, y: 20, width: 30 },
  ];
  expect(apartFromEachOther(names)).toEqual([0, 2, 20]);
});

test('of two that cover each other the lower one moves down', () => {
  const names = [
    { x: 5, y: 4, width: 30 },
    { x: 0, y: 0, width: 30 },
  ];
  expect(apartFromEachOther(names)).toEqual([13, 0]);
});

test('no two cover each other, wherever they lie', () => {
  const name = fc.record({
    x: fc.double({ min: 0, max: 200, noNaN: true }),
    y: fc.double({ min: 0, max: 100, noNaN: true }),
    width: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(name, { maxLength: 20 }), (names) => {
      const heights = apartFromEachOther(names);
      for (const [i, a] of names.entries()) {
        for (const [j, b] of names.entries()) {
          if (i <= j || Math.abs(a.x - b.x) >= (a.width + b.width) / 2) continue;
          expect(Math.abs(heights[i]! - heights[j]!)).toBeGreaterThanOrEqual(13 - 1e-9);
        }
      }
    }),
  );
});
