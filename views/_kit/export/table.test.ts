import { expect, test } from 'vitest';
import { csvOf, fileName, gridTable, jsonOf, linesTable, unlog } from './table.ts';

const table = {
  columns: ['step', 'a "b", c'],
  rows: [
    [1, 0.1],
    [2, Number.NaN],
    [3, Number.NEGATIVE_INFINITY],
    [4, null],
    [5, 'two\nlines'],
  ],
};

test('values keep all their digits and what is not finite keeps its name', () => {
  expect(csvOf(table)).toBe('step,"a ""b"", c"\r\n1,0.1\r\n2,NaN\r\n3,-Infinity\r\n4,\r\n5,"two\nlines"\r\n');
  expect(JSON.parse(jsonOf(table))).toEqual({
    columns: table.columns,
    rows: [
      [1, 0.1],
      [2, 'NaN'],
      [3, '-Infinity'],
      [4, null],
      [5, 'two\nlines'],
    ],
  });
  const digits = 0.1 + 0.2;
  expect(csvOf({ columns: ['x'], rows: [[digits]] })).toContain('0.30000000000000004');
});

test('a grid is a row per row, named in its first column', () => {
  const { columns, rows } = gridTable('unit', [0, 1], [1, 2, 3], (row, column) => 10 * row + column);
  expect(columns).toEqual(['unit', '1', '2', '3']);
  expect([...rows]).toEqual([
    [0, 0, 1, 2],
    [1, 10, 11, 12],
  ]);
});

test('a file is named after its chart, whatever letters that has', () => {
  expect(fileName('Loss, epoch 3 / 9', 'csv')).toBe('Loss-epoch-3-9.csv');
  expect(fileName('../../etc', 'svg')).toBe('etc.svg');
  expect(fileName('隐藏状态', 'png')).toBe('隐藏状态.png');
  expect(fileName('   ', 'png')).toBe('unrolled.png');
});

test('lines are a row per point; what was drawn as a logarithm is the number again, and what is not finite stays', () => {
  const lines = [
    { name: 'a', xs: [1, 2, 3], ys: [-Infinity, 2, Number.NaN] },
    { name: 'b', xs: [1, 2], ys: [Infinity] },
  ];
  expect(linesTable('epoch', lines, unlog)).toEqual({
    columns: ['line', 'epoch', 'value'],
    rows: [
      ['a', 1, 0],
      ['a', 2, 100],
      ['a', 3, Number.NaN],
      ['b', 1, Infinity],
    ],
  });
});
