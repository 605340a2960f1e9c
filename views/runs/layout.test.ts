import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf, spanOf } from './layout.ts';
import { type Column, columnsOf } from './table.ts';

const [name, status] = columnsOf([]) as [Column, Column];
const wide = (count: number) => [name, ...Array.from({ length: count }, (_, i) => ({ ...status, key: `c${i}` }))];

test('columns lie side by side, and what room there is is shared', () => {
  const { lefts, widths, total } = layoutOf(wide(3), 32, 1_000);
  expect(lefts).toEqual([32, 32 + widths[0]!, 32 + widths[0]! + widths[1]!, total - widths[3]!]);
  expect(total).toBeGreaterThan(990);
  expect(widths[0]! - name.width).toBeGreaterThan(widths[1]! - status.width);
  expect(layoutOf(wide(3), 32, 100).widths).toEqual([name.width, ...Array(3).fill(status.width)]);
});

test('every column that is seen is in the span, whatever is scrolled to', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 30_000 }), (count, from) => {
      const layout = layoutOf(wide(count), 32, 800);
      const { first, last } = spanOf(layout, from, from + 800, 100);
      layout.lefts.forEach((left, index) => {
        const isSeen = left < from + 800 && left + layout.widths[index]! > from;
        if (index > 0 && isSeen) expect(index >= first && index < last).toBe(true);
      });
      expect(last - first).toBeLessThan(20);
    }),
  );
});
