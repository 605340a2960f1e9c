import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnLayout } from './layout.ts';
import { dropIndex, moved } from './use-column-drag.ts';

const layout = {
  columns: [],
  lefts: [32, 100, 200, 260],
  widths: [68, 100, 60, 40],
  total: 300,
} satisfies ColumnLayout;

test('a column let go left of the middle of another stands before it, beyond the last one at the end, never before the name', () => {
  expect([-50, 40, 149, 151, 229, 231, 281, 900].map((x) => dropIndex(layout, x))).toEqual([1, 1, 1, 2, 2, 3, 4, 4]);
});

test('moving a column to its own place changes nothing', () => {
  const keys = ['name', 'a', 'b', 'c'];
  expect(moved(keys, { from: 2, to: 2 })).toEqual(keys);
  expect(moved(keys, { from: 2, to: 3 })).toEqual(keys);
  expect(moved(keys, { from: 1, to: 4 })).toEqual(['name', 'b', 'c', 'a']);
  expect(moved(keys, { from: 3, to: 1 })).toEqual(['name', 'c', 'a', 'b']);
  expect(moved(keys, { from: 0, to: 3 })).toEqual(keys);
});

test('however columns are moved, none is lost or doubled, the name stays first and the others keep their order', () => {
  const drags = fc.record({ from: fc.nat(12), to: fc.nat(12) });
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 10 }), drags, (keys, drag) => {
      const result = moved(keys, drag);
      expect([...result].sort()).toEqual([...keys].sort());
      expect(result[0]).toBe(keys[0]);
      const without = (all: readonly string[]) => all.filter((key) => key !== keys[drag.from]);
      expect(without(result)).toEqual(without(keys));
    }),
  );
});
