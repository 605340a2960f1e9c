import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { columns, runData } from '../../gradients/testing/run-data.ts';
import {
  defaultAxes,
  defaultSetting,
  dimensionOf,
  measureDimensions,
  settingDimensions,
  valuesOf,
  withSide,
} from './dimensions.ts';
import { groupsOf } from './groups.ts';
import { runMarks } from './run-marks.ts';
import { axisOf, scaleOf } from './run-scale.ts';
import { leftOutOf, nearestPoint, placePoints, rankRelation, type ScatterPoint, sideBySide } from './scatter.ts';
import { nameOf, seriesChoices } from './series.ts';
import { settingRows } from './settings.ts';

const HORIZON = { name: 'memory_horizon', context: { layer: 'lstm_1' } };

function runOf(id: string, config: object, info: object = {}) {
  return runData({
    info: { ...{ id, name: id, config: config as never }, ...info },
    series: [
      columns('loss', { subset: 'val', per: 'epoch' }, [3, 1]),
      columns('loss', { subset: 'train', per: 'step' }, [3, 1]),
      columns(HORIZON.name, HORIZON.context, []),
    ],
  });
}

function summaryOf(run: ReturnType<typeof runOf>, last: number, best: number): RunSummary {
  return {
    ...{ info: run.info, epoch: 2, step: 8, health: [], verdicts: [], resumes: [] },
    metrics: [
      { name: 'loss', subset: 'train', last, best, min: best, max: last },
      { name: 'accuracy', subset: 'val', last, best, min: best, max: last },
      { name: 'loss', subset: 'val', last, best, min: best, max: last },
    ],
  };
}

const RUNS = [
  runOf('a', { opt: { lr: 0.001 }, units: 8, seed: 1, cell: 'lstm' }),
  runOf('b', { opt: { lr: 0.1 }, units: 8, seed: 2, cell: 'gru' }),
  runOf('c', { opt: { lr: 10 }, units: 8, seed: 3 }, { status: 'crashed' }),
];
const SUMMARIES = [
  summaryOf(RUNS[0]!, 2, 1),
  summaryOf(RUNS[1]!, Number.NaN, 1),
  { ...summaryOf(RUNS[2]!, 4, 1), metrics: [] },
];
const ROWS = settingRows(RUNS, 0);
const SETTINGS = settingDimensions(ROWS);
const MEASURES = measureDimensions(SUMMARIES, seriesChoices(RUNS));
const ALL = [...SETTINGS, ...MEASURES];
const points = (_: unknown, name: string) =>
  name === nameOf(HORIZON)
    ? { steps: Float64Array.of(1, 2, 3), values: Float64Array.of(7, Number.NaN, 5), of: 3 }
    : null;
const valuesIn = (key: string) => valuesOf(dimensionOf(key, ALL)!, RUNS, ROWS, SUMMARIES, points);

test('first comes a number that was set and differs, no seed; then the metrics of what was not trained on', () => {
  expect(defaultSetting(ROWS)).toBe('config:opt.lr');
  expect(defaultSetting(settingRows(RUNS.slice(0, 1), 0))).toBe('config:opt.lr');
  expect(defaultSetting([])).toBeNull();
  expect(MEASURES.map(({ key }) => key)).toEqual([
    'best:loss:val',
    'best:loss:train',
    'best:accuracy:val',
    `best:${nameOf(HORIZON)}`,
  ]);
  expect(defaultAxes(SETTINGS, MEASURES)).toEqual([
    'config:opt.lr',
    'config:seed',
    'config:cell',
    'best:loss:val',
    'best:accuracy:val',
  ]);
});

test('a link names a setting or any number of a series; what no run has is nothing', () => {
  expect(dimensionOf('last:loss:val', ALL)).toMatchObject({ side: 'last', metric: { name: 'loss', subset: 'val' } });
  expect(dimensionOf('last:loss:val', ALL)).toEqual(withSide(MEASURES[0]!, 'last'));
  expect(['config:nowhere', 'best:', 'worst:loss:val', ''].map((key) => dimensionOf(key, ALL))).toEqual(
    Array(4).fill(null),
  );
});

test('what a run does not have is nothing, NaN stays NaN, and of points the finite ones are compared', () => {
  expect(valuesIn('config:opt.lr')).toEqual([0.001, 0.1, 10]);
  expect(valuesIn('config:cell')).toEqual(['lstm', 'gru', undefined]);
  expect(valuesIn('last:loss:val')).toEqual([2, Number.NaN, undefined]);
  expect(valuesIn(`last:${nameOf(HORIZON)}`)).toEqual([5, 5, 5]);
  expect(valuesIn(`max:${nameOf(HORIZON)}`)[0]).toBe(7);
  expect(valuesIn(`min:${nameOf(HORIZON)}`)[0]).toBe(5);
});

test('beyond two decades the axis is logarithmic, unless turned; a value that is not above 0 keeps it linear', () => {
  expect(
    [scaleOf([1, 100]), scaleOf([1, 101]), scaleOf([1, 101], true), scaleOf([0, 500], true)].map(({ log }) => log),
  ).toEqual([false, true, false, false]);
  const scale = scaleOf([0.001, 0.1, 10, Number.NaN, undefined]);
  expect(scale.ticks.map(({ label }) => label)).toEqual(['0.001', '0.1', '10']);
  expect(scale.valueAt(scale.position(0.1))).toBeCloseTo(0.1, 12);
  expect([scale.position(Number.NaN), scale.position(undefined), scale.position(Infinity)]).toEqual([NaN, NaN, NaN]);
  expect(axisOf(scale, 'lr', 0.1).domain[0]).toBeLessThan(scale.domain[0]);
});

test('categories stand in the order of their names, numbers in them by size', () => {
  const scale = scaleOf(['n10', 'n9', undefined, 'a', 'n9']);
  expect([scale.names, scale.domain]).toEqual([
    ['a', 'n9', 'n10'],
    [-0.5, 2.5],
  ]);
  expect(scaleOf([true, false].map(String)).kind).toBe('category');
});

test('a scale holds every finite value within its ends, with ticks on it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })),
      fc.boolean(),
      (values, turned) => {
        const { domain, ticks, position } = scaleOf(values, turned);
        expect(domain[0]).toBeLessThan(domain[1]);
        for (const at of [...values.map(position), ...ticks.map((tick) => tick.at)]) {
          expect(at >= domain[0] && at <= domain[1]).toBe(true);
        }
      },
    ),
  );
});

test('the rank correlation is told of four pairs or more, and why it is not told otherwise', () => {
  const pairs = (xs: ScatterPoint['x'][], ys: ScatterPoint['y'][]) => xs.map((x, i) => ({ x, y: ys[i] }));
  expect(rankRelation(pairs([1, 2, 3, 40], [8, 4, 2, 1]))).toEqual({ kind: 'rho', rho: -1, n: 4 });
  expect(rankRelation(pairs([1, 2, 3, 4, 5, undefined], [8, 4, 2, 1, Number.NaN, 0])).kind).toBe('rho');
  expect(rankRelation(pairs([1, 2, 3, 4], [8, 4, Number.NaN, undefined]))).toEqual({ kind: 'few', n: 2 });
  expect(rankRelation(pairs(['a', 'b', 'c', 'd'], [1, 2, 3, 4]))).toEqual({ kind: 'category' });
  expect(rankRelation(pairs([1, 2, 3, 4], [7, 7, 7, 7]))).toEqual({ kind: 'constant', axis: 'y' });
});

test('no run is dropped: what has no place stands in a gutter or on the rail, and is counted', () => {
  const marks = runMarks(groupsOf(RUNS, 'none', RUNS[0]!), 'a');
  const [xs, ys] = [valuesIn('config:cell'), valuesIn('last:loss:val')];
  const all = RUNS.map((run, i) => ({ run, mark: marks.get(run.info.id)!, x: xs[i], y: ys[i] }));
  expect(leftOutOf(all)).toEqual({ noX: 1, noY: 1, bad: 1, broken: 1 });
  const grid = { left: 50, top: 20, width: 100, height: 100 };
  const placed = placePoints(all, scaleOf(xs), scaleOf(ys), {
    grid,
    x: (at) => 50 + 20 * (at + 1),
    y: (at) => 120 - 10 * at,
  });
  expect(placed.every(({ px, py }) => Number.isFinite(px + py))).toBe(true);
  expect(placed.map(({ isBad }) => isBad)).toEqual([false, true, false]);
  expect(placed[1]!.py).toBeLessThan(grid.top);
  expect(nearestPoint(placed, placed[2]!)?.run).toBe(RUNS[2]);
  expect(nearestPoint(placed, { px: -500, py: -500 })).toBeNull();
});

test('marks that would cover each other stand side by side, always in the same way', () => {
  expect(sideBySide([10, 10, 10, 50, 18], 10)).toEqual([0, 1, -1, 0, 2]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 60 }), (ys) => {
      const places = sideBySide(ys, 10);
      for (let i = 0; i < ys.length; i += 1) {
        for (let j = 0; j < i; j += 1) {
          if (places[i] === places[j]) expect(Math.abs(ys[i]! - ys[j]!)).toBeGreaterThanOrEqual(10);
        }
      }
    }),
  );
});

test('groups that share a colour differ in their shape', () => {
  const many = Array.from({ length: 10 }, (_, i) => runOf(`r${i}`, { i }, { colour: i }));
  const marks = [...runMarks(groupsOf(many, 'none', null), null).values()];
  expect([marks[0], marks[8]].map((mark) => [mark!.colour, mark!.shape])).toEqual([
    [0, 'circle'],
    [0, 'square'],
  ]);
  expect(new Set(marks.map(({ colour, shape }) => `${colour} ${shape}`)).size).toBe(10);
});
