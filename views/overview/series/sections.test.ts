import { expect, test } from 'vitest';
import type { SeriesChart } from '../../_kit/series/series-chart.ts';
import { pinnedOf } from './pinned-charts.tsx';
import { inSeenOrder, sectionsOf } from './sections.ts';

const chart = (name: string, section: SeriesChart['section'], code = name): SeriesChart => ({
  ...{ name, code, label: name, section, log: false, series: new Map() },
});

test('loss comes first, then what scripts named, then what is measured anyway', () => {
  const sections = sectionsOf([
    chart('cpu', { topic: 'system' }),
    chart('b/1', { prefix: 'b' }),
    chart('learning_rate', { topic: 'metrics' }),
    chart('loss', { topic: 'metrics' }),
    chart('a/1', { prefix: 'a' }),
    chart('b/2', { prefix: 'b' }),
    chart('norm', { topic: 'gradients' }),
    chart('gradients/1', { prefix: 'gradients' }),
  ]);
  expect(sections.map(({ charts }) => charts.map(({ name }) => name))).toEqual([
    ['loss', 'learning_rate'],
    ['b/1', 'b/2'],
    ['a/1'],
    ['gradients/1'],
    ['norm'],
    ['cpu'],
  ]);
  expect(new Set(sections.map(({ code }) => code)).size).toBe(6);
});

test('a series that appears while one looks stands behind those that were there', () => {
  const seen = new Map<string, number>();
  const [a, b, c, late] = ['a', 'b', 'c', 'late'].map((name) => chart(name, { topic: 'metrics' })) as [
    SeriesChart,
    SeriesChart,
    SeriesChart,
    SeriesChart,
  ];
  expect(inSeenOrder([a, b], seen)).toEqual([a, b]);
  // of the first run, so before those of the second
  expect(inSeenOrder([a, late, b], seen)).toEqual([a, b, late]);
  expect(inSeenOrder([c, a, late, b], seen)).toEqual([a, b, late, c]);
});

test('pinned charts stand in the order they were put in; those of other runs are left out', () => {
  const charts = ['a', 'b', 'c'].map((name) => chart(name, { topic: 'metrics' }));
  expect(pinnedOf(charts, ['c', 'x', 'a']).map(({ name }) => name)).toEqual(['c', 'a']);
});

test('of two charts with one code the first is the one that is pinned', () => {
  const charts = [chart('a', { topic: 'metrics' }, 'code'), chart('b', { topic: 'metrics' }, 'code')];
  expect(pinnedOf(charts, ['code']).map(({ name }) => name)).toEqual(['a']);
});
