import { expect, test } from 'vitest';
import type { MetricSummary } from '../../lib/protocol/summary.ts';
import { runRow as row } from '../../lib/protocol/testing/run-info.ts';
import { bestValues, columnsOf, NEWEST_FIRST, rowsOf, sorted, visibleColumns } from './table.ts';

const loss = (last: number, best = last): MetricSummary => ({
  ...{ name: 'loss', subset: 'val', last, best },
  ...{ min: best, max: 1 },
});
const rows = rowsOf([
  row('a', { startedMs: 1, config: { units: 64 } }, { metrics: [loss(0.3, 0.2)] }),
  row('b', { startedMs: 3, config: { units: 128 } }, { metrics: [loss(Number.NaN, 0.1)] }),
  row(
    'c',
    { startedMs: 2, config: { units: 16 } },
    { metrics: [{ name: 'acc', subset: 'train', last: 0.5, best: 0.9, min: 0.1, max: 0.9 }] },
  ),
]);
const columns = columnsOf(rows);
const names = (key: string, isDescending: boolean) =>
  sorted(rows, columns.find((column) => column.key === key)!, isDescending).map(({ run }) => run.info.id);

test('runs are newest first unless asked otherwise', () => {
  expect(names(NEWEST_FIRST.key, NEWEST_FIRST.isDescending)).toEqual(['b', 'c', 'a']);
});

test('numbers sort as numbers, and what has no value comes last either way', () => {
  expect(names('config:units', false)).toEqual(['c', 'a', 'b']);
  expect(names('metric:loss:val:last', false)).toEqual(['a', 'b', 'c']);
  expect(names('metric:loss:val:last', true)).toEqual(['a', 'b', 'c']);
});

test('columns are those metrics and settings that the runs have', () => {
  expect(columns.map(({ key }) => key)).toEqual([
    'name',
    'status',
    'health',
    'epoch',
    'metric:loss:val:last',
    'metric:loss:val:best',
    'metric:acc:train:last',
    'metric:acc:train:best',
    'config:units',
    'started',
    'duration',
  ]);
});

test('where there is no room the less important columns give way, the name never', () => {
  const narrow = visibleColumns(columns, 750).map(({ key }) => key);
  expect(narrow).toContain('name');
  expect(narrow).toContain('metric:loss:val:best');
  expect(narrow).not.toContain('metric:acc:train:best');
  expect(visibleColumns(columns, 10).map(({ key }) => key)).toEqual(['name', 'status', 'health', 'epoch']);
  expect(visibleColumns(columns, 5_000)).toHaveLength(columns.length);
});

test('the best of a column is the smallest loss and the largest accuracy', () => {
  const more = rowsOf([
    row('a', {}, { metrics: [loss(1, 0.2), { name: 'acc', subset: 'val', last: 0, best: 0.7, min: 0, max: 0.7 }] }),
    row('b', {}, { metrics: [loss(1, 0.1), { name: 'acc', subset: 'val', last: 0, best: 0.9, min: 0.1, max: 0.9 }] }),
  ]);
  expect([...bestValues(more, columnsOf(more))]).toEqual([
    ['metric:loss:val:best', 0.1],
    ['metric:acc:val:best', 0.9],
  ]);
});
