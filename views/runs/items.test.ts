import { expect, test } from 'vitest';
import { runRow } from '../../lib/protocol/testing/run-info.ts';
import { canGroup, groupsOf, idsBetween, itemsOf } from './items.ts';
import { columnsOf } from './table.ts';

const runs = [
  runRow('a', { config: { cell: 'LSTM' } }),
  runRow('b', { config: { cell: 'GRU' } }),
  runRow('c', { config: { cell: 'LSTM' } }),
  runRow('d'),
];
const cell = columnsOf(runs).find(({ key }) => key === 'config:cell')!;
const lines = (closed: readonly string[]) =>
  itemsOf(runs, cell, new Set(closed)).map((item) =>
    item.kind === 'run' ? item.run.info.id : `[${item.group.value}]`,
  );

test('a group stands where its first run stands, runs without a value are one too', () => {
  expect(lines([])).toEqual(['[LSTM]', 'a', 'c', '[GRU]', 'b', '[]', 'd']);
  expect(groupsOf(runs, cell).map((group) => group.runs.length)).toEqual([2, 1, 1]);
});

test('a closed group is its head alone', () => {
  expect(lines(['LSTM', ''])).toEqual(['[LSTM]', '[GRU]', 'b', '[]']);
});

test('from a line to another only runs are chosen, whichever comes first', () => {
  const items = itemsOf(runs, cell, new Set());
  expect([idsBetween(items, 2, 4), idsBetween(items, 4, 2)]).toEqual([
    ['c', 'b'],
    ['c', 'b'],
  ]);
});

test('runs are grouped by words, not by measurements', () => {
  const kinds = columnsOf(runs)
    .filter(canGroup)
    .map(({ kind }) => kind);
  expect([...new Set(kinds)]).toEqual(['status', 'config', 'tags', 'group', 'verdicts', 'host']);
});
