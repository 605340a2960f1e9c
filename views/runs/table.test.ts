import { expect, test } from 'vitest';
import type { MetricSummary } from '../../lib/protocol/summary.ts';
import { runRow as row } from '../../lib/protocol/testing/run-info.ts';
import {
  bestOf,
  bestValues,
  chosenColumns,
  columnsOf,
  NEWEST_FIRST,
  sorted,
  sortOf,
  sortText,
  visibleColumns,
} from './table.ts';

const loss = (last: number, best = last): MetricSummary => ({
  ...{ name: 'loss', subset: 'val', last, best },
  ...{ min: best, max: 9 },
});
const accuracy = (best: number): MetricSummary => ({
  ...{ name: 'acc', subset: 'val', last: 0, best },
  ...{ min: 0, max: best },
});
const rows = [
  row('a', { startedMs: 1, config: { units: 64, same: 1 } }, { metrics: [loss(0.3, 0.2)] }),
  row('b', { startedMs: 3, config: { units: 128, same: 1 } }, { metrics: [loss(Number.NaN, 0.1)] }),
  row('c', { startedMs: 2, config: { units: 16, same: 1 } }, { metrics: [accuracy(0.9)] }),
];
const columns = columnsOf(rows);
const column = (key: string) => columns.find((each) => each.key === key)!;
const names = (key: string, isDescending: boolean) =>
  sorted(rows, column(key), isDescending).map(({ info }) => info.id);

test('runs are newest first unless asked otherwise', () => {
  expect(names(NEWEST_FIRST.key, NEWEST_FIRST.isDescending)).toEqual(['b', 'c', 'a']);
});

test('a sort goes into a link and out of it, and newest first needs no word', () => {
  for (const text of [null, 'name', '-config:lr', 'started']) expect(sortText(sortOf(text))).toBe(text);
  expect(sortText(sortOf('-started'))).toBeNull();
});

test('numbers sort as numbers, and what has no value comes last either way, newest first', () => {
  expect(names('config:units', false)).toEqual(['c', 'a', 'b']);
  expect(names('metric:loss:val:last', false)).toEqual(['a', 'b', 'c']);
  expect(names('metric:loss:val:last', true)).toEqual(['a', 'b', 'c']);
});

test('there is a column for last, best, smallest and largest of each metric, and for each setting', () => {
  const keys = columns.map(({ key }) => key);
  for (const side of ['last', 'best', 'min', 'max']) expect(keys).toContain(`metric:loss:val:${side}`);
  expect(keys).toEqual(expect.arrayContaining(['config:units', 'config:same', 'notes', 'group']));
});

test('of itself the table shows last and best and the settings that differ, as far as there is room; the name always', () => {
  const wide = visibleColumns(columns, 5_000).map(({ key }) => key);
  expect(wide).toContain('config:units');
  expect(wide).not.toContain('config:same');
  expect(wide).not.toContain('metric:loss:val:min');
  const narrow = visibleColumns(columns, 760).map(({ key }) => key);
  expect(narrow).toContain('metric:loss:val:best');
  expect(narrow).not.toContain('metric:acc:val:best');
  expect(visibleColumns(columns, 10).map(({ key }) => key)).toEqual(['name', 'status', 'health', 'epoch']);
});

test('chosen columns stand as they were chosen, the name first, and one that is gone is left out', () => {
  expect(chosenColumns(columns, [])).toBeNull();
  const chosen = chosenColumns(columns, ['config:units', 'config:gone', 'name', 'status']);
  expect(chosen?.map(({ key }) => key)).toEqual(['name', 'config:units', 'status']);
});

test('the best of a column is the smallest loss and the largest accuracy, of two runs or more', () => {
  const more = [
    row('a', {}, { metrics: [loss(1, 0.2), accuracy(0.7)] }),
    row('b', {}, { metrics: [loss(1, 0.1), accuracy(0.9)] }),
  ];
  expect([...bestValues(more, columnsOf(more))]).toEqual([
    ['metric:loss:val:best', 0.1],
    ['metric:acc:val:best', 0.9],
  ]);
  expect(bestValues(more.slice(1), columnsOf(more)).size).toBe(0);
  expect(bestOf(rows, column('metric:loss:val:last'))).toEqual({ value: 0.3, count: 1 });
});
