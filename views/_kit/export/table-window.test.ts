import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWords, columnsInSight, rowsInSight, shownTable } from './table-window.ts';

test('cells are said with six digits; what is not finite by its name, what is not known not at all', () => {
  expect([0.1234567891, -2, Number.NaN, -Infinity, null, 'lstm_1'].map(cellWords)).toEqual([
    ...['0.123457', '−2', 'NaN', '−∞', '', 'lstm_1'],
  ]);
});

test('all rows are taken, and columns are as wide as their words need', () => {
  const rows = (function* () {
    for (let row = 0; row < 5_000; row += 1) yield ['a', row] as const;
  })();
  const shown = shownTable({ columns: ['run', 'value'], rows }, (column) => (column === 'run' ? '运行' : column));
  expect(shown.rows).toHaveLength(5_000);
  expect(shown.columns).toEqual(['运行', 'value']);
  expect(shown.edges[2]! - shown.edges[1]!).toBeGreaterThan(shown.edges[1]!);
  const long = shownTable({ columns: ['x'.repeat(500)], rows: [] }, (column) => column);
  expect(long.edges[1]).toBeLessThan(320);
});

test('whatever is in sight is among the rows that are made, and few others', () => {
  fc.assert(
    fc.property(fc.nat(200_000), fc.nat(4_000_000), fc.integer({ min: 50, max: 1_200 }), (count, top, seen) => {
      const [first, behind] = rowsInSight(count, 24, top, seen);
      const from = Math.floor(top / 24);
      const to = Math.min(count, Math.ceil((top + seen) / 24));
      if (from < count) expect([first <= from, behind >= to]).toEqual([true, true]);
      expect(behind - first).toBeLessThanOrEqual(seen / 24 + 20);
      expect(first).toBeLessThanOrEqual(behind);
    }),
  );
});

test('columns in sight lie beside the first one, which never leaves', () => {
  const edges = Array.from({ length: 202 }, (_, index) => index * 50);
  expect(columnsInSight(edges, 0, 500)).toEqual([1, 10]);
  expect(columnsInSight(edges, 1_000, 500)).toEqual([21, 30]);
  expect(columnsInSight(edges, 1_010, 500)).toEqual([21, 31]);
  expect(columnsInSight([0, 90], 0, 500)).toEqual([1, 1]);
  expect(columnsInSight([0], 0, 500)).toEqual([0, 0]);
});
