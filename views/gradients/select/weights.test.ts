import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SERIES } from '../../../lib/protocol/record.ts';
import { logarithmic } from '../../_kit/curves/curve.ts';
import { columns, epochRecord, layerInfo, runData } from '../testing/run-data.ts';
import { epochAxis } from './epoch-axis.ts';
import { layerMap, pickedWeight } from './layer-map.ts';
import { rateChanges } from './learning-rates.ts';
import { normDomain, runNorms, weightNorms } from './norm-lines.ts';
import { updateRatio } from './update-ratio.ts';
import { createEpochReader, seriesOf, statistics } from './weight-epochs.ts';

const { NaN: nan } = Number;
const kernel = { layer: 'rnn_1', weight: 'rnn_1/kernel' };
const dense = { layer: 'dense_1', weight: 'dense_1/kernel' };
const two = [epochRecord(1), epochRecord(2)];

test('steps spread over the cell of their epoch, those of the unfinished one too', () => {
  const axis = epochAxis(runData({ epochs: two }));
  expect([1, 4, 5, 8].map(axis.position)).toEqual([0.625, 1.375, 1.625, 2.375]);
  expect([1, 4, 5, 9, 12].map(axis.epochOf)).toEqual([1, 1, 2, 3, 3]);
  expect(axis.position(9)).toBe(2.625);
  // Longer than expected: it does not run into the next cell.
  expect(axis.position(99)).toBe(3.5);
  expect(axis.unfinished).toBe(3);
});

test('before the first epoch ended all steps are of epoch 1', () => {
  const axis = epochAxis(runData({}));
  expect([0, 1, 3].map(axis.epochOf)).toEqual([1, 1, 1]);
});

test('positions never fall as steps rise', () => {
  const axis = epochAxis(runData({ epochs: two }));
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (a, b) => {
      const [low, high] = [Math.min(a, b) + 1, Math.max(a, b) + 1];
      expect(axis.position(low)).toBeLessThanOrEqual(axis.position(high));
    }),
  );
});

test('an epoch counts with the median of its finite values, and how many were not', () => {
  const data = runData({ epochs: two });
  const series = columns(SERIES.gradientNorm, kernel, [1, 2, 30, 4, nan, Infinity, 5, 7, 9]);
  expect([...statistics(series, epochAxis(data), 1)]).toEqual([
    [1, { median: 3, bad: 0 }],
    [2, { median: 6, bad: 2 }],
    [3, { median: 9, bad: 0 }],
  ]);
});

test('a reader that follows a live series says what one that reads all of it says', () => {
  const values = Array.from({ length: 12 }, (_, index) => index + 1);
  const follow = createEpochReader();
  const series = { ...columns(SERIES.gradientNorm, kernel, values), length: 0, of: 0 };
  for (let length = 1; length <= 12; length += 1) {
    Object.assign(series, { length, of: length });
    const epochs = [1, 2, 3].filter((epoch) => epoch * 4 < length).map((epoch) => epochRecord(epoch));
    follow([series], epochAxis(runData({ epochs })));
  }
  const axis = epochAxis(runData({ epochs: [1, 2, 3].map((epoch) => epochRecord(epoch)) }));
  expect([...follow([series], axis)]).toEqual([...createEpochReader()([{ ...series }], axis)]);
});

test('the map lists weights in model order, marks what is not finite and what was not measured', () => {
  const series = [
    columns(SERIES.gradientNorm, dense, [10, 10, 10, 10]),
    columns(SERIES.gradientNorm, kernel, [0.1, 0.1, 0.1, 0.1, nan, 1, 1, 1]),
  ];
  const data = runData({ epochs: two, series });
  const map = layerMap(data, epochAxis(data), { first: 1, last: 3, reached: 2 }, createEpochReader());
  expect(map.rows.map(({ path }) => path)).toEqual(['rnn_1/kernel', 'dense_1/kernel']);
  expect([...map.values].map((value) => Math.round(value))).toEqual([-1, nan, nan, 1, nan, nan]);
  expect([0, 1, 2].map((col) => map.kind(0, col))).toEqual(['value', 'value', 'blank']);
  expect([0, 1, 2].map((col) => map.kind(1, col))).toEqual(['value', 'missing', 'blank']);
  expect(map.domain).toEqual([-4, 1]);
  expect(map.isThinned).toBe(false);
});

test('weights of a model that is not known are listed as they were measured', () => {
  const data = runData({ info: { model: null }, series: [columns(SERIES.gradientNorm, kernel, [1])] });
  const map = layerMap(data, epochAxis(data), { first: 1, last: 1, reached: 0 }, createEpochReader());
  expect(map.rows).toEqual([{ path: 'rnn_1/kernel', layer: 'rnn_1' }]);
});

test('the picked weight is the chosen one, else the recurrent kernel of the layer', () => {
  const rows = layerInfo('rnn_1').weights.map(({ path }) => ({ path, layer: 'rnn_1' }));
  expect(pickedWeight(rows, 'rnn_1/bias', null)?.path).toBe('rnn_1/bias');
  expect(pickedWeight(rows, 'gone', 'rnn_1')?.path).toBe('rnn_1/recurrent_kernel');
  expect(pickedWeight(rows, null, 'other')?.path).toBe('rnn_1/kernel');
  expect(pickedWeight([], null, null)).toBeNull();
});

test('update ratios are quantiles over weights of each epoch', () => {
  const at = (name: string, value: number) =>
    columns(SERIES.updateRatio, { layer: 'rnn_1', weight: `rnn_1/${name}` }, [value, value, value, value]);
  const data = runData({ epochs: two, series: [at('kernel', 1e-2), at('bias', 1e-4), at('recurrent_kernel', 1e-3)] });
  const span = { first: 1, last: 2, reached: 2 };
  const ratio = updateRatio(data, epochAxis(data), span, 'rnn_1/bias', createEpochReader());
  expect([ratio.q10[0], ratio.median[0], ratio.q90[0]].map((value) => value?.toFixed(1))).toEqual([
    '-3.8',
    '-3.0',
    '-2.2',
  ]);
  expect(ratio.median[1]).toBeNaN();
  expect(ratio.picked?.[0]).toBeCloseTo(-4);
  expect(ratio.weights).toBe(3);
});

test('norms of several runs lie on one axis, the focused one on top; a broken run says where it ended', () => {
  const global = (value: number) => columns(SERIES.globalGradientNorm, {}, [value, value, nan, value, value]);
  const a = runData({ epochs: two, series: [global(1)] });
  const b = runData({
    info: { id: 'b', name: 'b', status: 'crashed', colour: 1 },
    epochs: [epochRecord(1)],
    series: [global(100)],
  });
  const none = runData({ info: { id: 'c' } });
  const { curves, ended } = runNorms([a, b, none], 'run-a', createEpochReader());
  expect(curves.map(({ runId, kind, isPicked }) => [runId, kind, isPicked])).toEqual([
    ['b', 'steps', false],
    ['b', 'medians', false],
    ['run-a', 'steps', true],
    ['run-a', 'medians', true],
  ]);
  expect(ended).toEqual([{ status: 'crashed', epoch: 1 }]);
  // at the middles of the epochs
  const [first, second] = two;
  expect([...curves[3]!.xs]).toEqual([first, second].map((each) => (each!.firstStep + each!.step) / 2));
  expect(curves[2]?.ys[2]).toBeNaN();
  expect(normDomain(curves.map(logarithmic))).toEqual([0, 2]);
});

test('lines of a layer leave out other layers and pick out one weight', () => {
  const data = runData({
    epochs: two,
    series: [columns(SERIES.gradientNorm, kernel, [1, 1]), columns(SERIES.gradientNorm, dense, [1, 1])],
  });
  const { curves } = weightNorms(data, epochAxis(data), 'rnn_1', 'rnn_1/kernel', createEpochReader());
  expect(curves.map(({ label, kind, quiet }) => [label, kind, quiet])).toEqual([
    ['kernel', 'steps', undefined],
    ['kernel', 'medians', undefined],
  ]);
});

test('the axis follows the recent magnitude: an old spike far away does not squeeze what is going on now', () => {
  const spike = { ys: Float64Array.from([20, 20, ...Array.from({ length: 200 }, () => -1)]) };
  expect(normDomain([spike])).toEqual([-1, 2]);
  expect(normDomain([])).toEqual([-4, 1]);
  expect(normDomain([{ ys: Float64Array.from([nan, Infinity]) }])).toEqual([-4, 1]);
});

test('a change of the learning rate is marked, a schedule that always changes is not', () => {
  const rates = (values: readonly number[]) => {
    const data = runData({ epochs: two, series: [columns(SERIES.learningRate, {}, values)] });
    return rateChanges(data, epochAxis(data));
  };
  expect(rates([0.1, 0.1, 0.01, 0.01])).toEqual([{ at: 1.125, from: 0.1, to: 0.01 }]);
  expect(rates([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([]);
});

test('series of a weight come from every segment of the run, in order', () => {
  const late = columns(SERIES.gradientNorm, kernel, [1], { segment: 1 });
  const early = columns(SERIES.gradientNorm, kernel, [1], { segment: 0 });
  const data = runData({ series: [late, early] });
  expect(seriesOf(data, SERIES.gradientNorm, 'rnn_1/kernel')).toEqual([early, late]);
  const gate = columns(SERIES.gradientNorm, { ...kernel, gate: 'i' }, [1]);
  expect(seriesOf(runData({ series: [gate, late] }), SERIES.gradientNorm, 'rnn_1/kernel')).toEqual([late]);
});
