import { expect, test } from 'vitest';
import type { RunData, SeriesColumns } from '../../lib/client/run-data.ts';
import { type Context, SERIES } from '../../lib/protocol/record.ts';
import { runInfo } from '../../lib/protocol/testing/run-info.ts';
import { extentOf, logarithmic, smoothed, valueAtStep, valueDomain } from '../_kit/curves/curve.ts';
import { epochNear, stepDomain } from '../_kit/curves/steps.ts';
import { metricCurves, metricNames, signalCurves } from './curves.ts';
import { SIGNALS, signalsOf } from './signals.ts';

/** A run of `series`, each [name, context, values at steps 1, 2, …], with an epoch of four steps after another. */
function run(series: readonly (readonly [string, Context, readonly number[]])[], epochs = 2): RunData {
  const columns = series.map(([name, context, values], id): SeriesColumns => {
    const steps = Float64Array.from(values, (_, i) => (context.per === 'epoch' ? 4 * (i + 1) : i + 1));
    const ys = Float64Array.from(values);
    return { id, name, context, segment: 0, steps, values: ys, length: values.length, of: values.length };
  });
  return {
    info: runInfo('a', { colour: 3, epochsPlanned: 5, stepsPerEpoch: 4 }),
    series: new Map(columns.map((each) => [each.id, each])),
    epochs: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, step: 4 * (i + 1), snapshot: true })),
    moments: { steps: Float64Array.of(1, 2, 3, 9), length: 4 },
  } as unknown as RunData;
}

const train = { subset: 'train', per: 'step' } as const;
const perEpoch = (subset: string) => ({ subset, per: 'epoch' });

test('a metric has a line per step and one per epoch of train and val; loss comes first', () => {
  const data = run([
    ['acc', perEpoch('val'), [0.5, 0.6]],
    ['loss', train, [4, 3, 2, 1]],
    ['loss', perEpoch('train'), [2.5]],
    ['loss', perEpoch('val'), []],
    [SERIES.globalGradientNorm, {}, [1, 2]],
  ]);
  expect(metricNames([data, data])).toEqual(['loss', 'acc']);
  expect(metricCurves(data, 'loss').map(({ kind, length, colour, run: of }) => [kind, length, colour, of])).toEqual([
    ['train-step', 4, 3, 'a'],
    ['train', 1, 3, 'a'],
  ]);
});

test('clipped steps are shown as their share of each finished epoch, in per cent', () => {
  const clipped = SIGNALS.find(({ key }) => key === 'clipped')!;
  const data = run([[SERIES.clipped, {}, [1, 0, 0, 0, 1, 1, 1, 0, 1]]]);
  const [line] = signalCurves(data, clipped);
  expect([[...line!.xs], [...line!.ys], line!.length, line!.of]).toEqual([[4, 8], [25, 75], 2, 2]);
  expect(signalsOf([data]).map(({ key }) => key)).toEqual(['norm', 'clipped']);
  // an epoch without a sampled step has no share
  expect(signalCurves(run([[SERIES.clipped, {}, [1]]]), clipped)[0]!.length).toBe(1);
  expect(signalsOf([]).map(({ key }) => key)).toEqual(['norm']);
});

test('smoothing leaves the points of others alone, and a logarithm makes gaps where there is none', () => {
  const [line] = metricCurves(run([['loss', train, [100, 0, -1, Number.POSITIVE_INFINITY, 10]]]), 'loss');
  expect(smoothed(line!, 0)).toBe(line);
  expect(smoothed(line!, 0.9).ys[0]).toBe(100);
  expect(line!.ys[1]).toBe(0);
  expect([...logarithmic(line!).ys]).toEqual([2, Number.NEGATIVE_INFINITY, Number.NaN, Number.NaN, 1]);
  expect(extentOf([line!])).toEqual([-1, 100]);
  expect(extentOf([])).toBeNull();
});

test('axes hold all values and end at round numbers; steps end where fit was asked to', () => {
  expect(valueDomain([0.2, 1.7], false)).toEqual([0, 2]);
  expect(valueDomain([-0.4, 0.2], false)).toEqual([-0.5, 0.2]);
  expect(valueDomain([-2.5, 0.1], true)).toEqual([-3, 1]);
  expect(valueDomain([1, 1], true)).toEqual([0, 2]);
  expect(valueDomain(null, false)).toEqual([0, 1]);
  expect(valueDomain([0, 0], false)).toEqual([0, 1]);
  expect(stepDomain([run([])])).toEqual([0, 20]);
  const unknown = run([]);
  expect(stepDomain([{ ...unknown, info: { ...unknown.info, epochsPlanned: null } }])).toEqual([0, 10]);
});

test('a step has its nearest epoch, and a line its last value up to a step', () => {
  const data = run([['loss', train, [4, 3, 2, 1]]]);
  expect([1, 6, 7, 99].map((step) => epochNear(data, step))).toEqual([1, 1, 2, 2]);
  expect(epochNear(run([], 0), 5)).toBeNull();
  const [line] = metricCurves(data, 'loss');
  expect([0, 1, 2.5, 9].map((step) => valueAtStep(line!, step))).toEqual([null, 4, 3, 1]);
});
