import { expect, test } from 'vitest';
import { HeldSeries } from '../../../lib/client/columns.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Context } from '../../../lib/protocol/record.ts';
import { curvesOf, seriesCharts } from './series-chart.ts';

let next = 1;
function series(name: string, context: Context, values: readonly number[], segment = 0): HeldSeries {
  const held = new HeldSeries({ id: next++, name, context, segment, count: values.length });
  const steps = Float64Array.from(values, (_, i) => 10 * segment + i);
  held.append({ id: held.id, steps, values: Float64Array.from(values), of: values.length });
  return held;
}

const run = (id: string, ...held: readonly HeldSeries[]) =>
  ({
    info: { id, name: `run ${id}`, colour: 0 },
    series: new Map(held.map((each) => [each.id, each])),
  }) as unknown as RunData;

const VAL = { subset: 'val', per: 'epoch' };

test('train and val, steps and epochs of one quantity are lines of one chart', () => {
  const data = run(
    'a',
    series('loss', { subset: 'train', per: 'step' }, [3, 2, 1]),
    series('loss', { subset: 'train', per: 'epoch' }, [2]),
    series('loss', VAL, [2.5]),
    series('loss', { subset: 'test' }, [2.7]),
  );
  const charts = seriesCharts([data]);
  expect(charts.map(({ name }) => name)).toEqual(['loss']);
  expect(curvesOf(charts[0]!, [data]).map(({ kind, label }) => [kind, label])).toEqual([
    ['train-step', ''],
    ['train', ''],
    ['val', ''],
    ['signal', 'test'],
  ]);
});

test('weights and layers have a chart each, named as a person reads them', () => {
  const charts = seriesCharts([
    run(
      'a',
      series('gradient_norm', { layer: 'lstm_1', weight: 'lstm_1/kernel', gate: 'f' }, [1]),
      series('memory_horizon', { layer: 'lstm_1' }, [4]),
      series('my_metric', {}, [1]),
      series('grad/x', {}, [1]),
      series('system/cpu', {}, [0.5]),
    ),
  ]);
  expect(charts.map(({ label }) => label)).toEqual([
    'gradient norm lstm_1/kernel f',
    'memory horizon lstm_1',
    'my_metric',
    'grad/x',
    'system/cpu',
  ]);
  expect(charts.map(({ section }) => section)).toEqual([
    { topic: 'gradients' },
    { topic: 'gradients' },
    { topic: 'metrics' },
    { prefix: 'grad' },
    { topic: 'system' },
  ]);
  expect(charts.map(({ log }) => log)).toEqual([true, false, false, false, false]);
});

test('a chart of several runs has those that logged it, and a resumed run its segments', () => {
  const a = run('a', series('loss', VAL, [2, 1]), series('loss', VAL, [0.5], 1));
  const b = run('b', series('loss', VAL, [3]), series('only_b', {}, [Number.NaN]));
  const [loss, only] = seriesCharts([a, b]);
  expect(curvesOf(loss!, [a, b]).map(({ runId, xs, length }) => [runId, [...xs.subarray(0, length)]])).toEqual([
    ['a', [0, 1]],
    ['a', [10]],
    ['b', [0]],
  ]);
  expect([...only!.series.keys()]).toEqual(['b']);
  expect(curvesOf(only!, [a, b]).map(({ ys }) => ys[0])).toEqual([Number.NaN]);
});

test('a series that was named but has no point yet draws no line', () => {
  const a = run('a', series('late', {}, []));
  expect(curvesOf(seriesCharts([a])[0]!, [a])).toEqual([]);
});
