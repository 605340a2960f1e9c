import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramOf } from '../../../lib/analysis/histogram.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { JsonObject } from '../../../lib/protocol/json.ts';
import { SERIES, TENSOR } from '../../../lib/protocol/record.ts';
import { columns, epochRecord, layerInfo, peekOf, runData, STEPS } from '../testing/run-data.ts';
import { lyapunovText, spectrumText } from '../words.ts';
import { epochAxis } from './epoch-axis.ts';
import { gateNames, MEAN_JACOBIAN } from './gates.ts';
import { gateNorms } from './norm-lines.ts';
import { closest, MOST_RIDGES, rebinned, ridgesOf, ridgeTensors } from './ridges.ts';
import { singleLosses } from './single-losses.ts';
import { eigenvaluesOf, epochBefore, spectrumOf, storedBefore } from './spectrum.ts';
import { niceAbove, spreadScale } from './spread-scale.ts';
import { nearestStored, storedByEpoch } from './stored.ts';
import { gateRatios } from './update-ratio.ts';
import { createEpochReader } from './weight-epochs.ts';
import { colourLimit, weightMatrix } from './weight-matrix.ts';

let nextId = 1;

function tensor(name: string, epoch: number, shape: number[], values: number[], attributes: JsonObject): DecodedTensor {
  const axes = shape.map(() => 'axis');
  const about = { name, layer: 'lstm_1', dtype: 'float32' as const, shape, axes, attributes };
  const info = { ...about, id: nextId++, bytes: 0, epoch, step: epoch * STEPS, wallMs: 0 };
  return { info, values: Float32Array.from(values), half: null };
}

/** As callbacks/measurements/histograms.ts writes it. */
function histogram(epoch: number, values: readonly number[], weight = 'lstm_1/kernel'): DecodedTensor {
  const { counts, exponent, min, max, mean, std, ...numbers } = histogramOf(values);
  const attributes = { weight, exponent, min, max, mean, std, ...numbers };
  return tensor(TENSOR.gradientHistogram, epoch, [counts.length], [...counts], attributes);
}

const lstm = layerInfo('lstm_1', { className: 'LSTM' });
const model = { name: 'm', parameters: 0, loss: null, optimizer: null, layers: [lstm] };
const [one, two, four] = [1, 2, 4].map((epoch) => histogram(epoch, [epoch, -epoch, 0])) as [
  DecodedTensor,
  DecodedTensor,
  DecodedTensor,
];

test('tensors of a subject come one an epoch, the newest; the nearest is the one before, else the first after', () => {
  const again = histogram(2, [7]);
  const other = histogram(3, [1], 'lstm_1/bias');
  const all = [four, one, two, other, again].map(({ info }) => info);
  const found = storedByEpoch(all, TENSOR.gradientHistogram, { weight: 'lstm_1/kernel' });
  expect(found.map(({ id }) => id)).toEqual([one, again, four].map(({ info }) => info.id));
  expect([0, 1, 3, 9].map((epoch) => nearestStored(found, epoch)?.epoch)).toEqual([1, 1, 2, 4]);
  expect(nearestStored([], 3)).toBeNull();
  expect(closest(found, 3.2)).toBe(4);
});

test('histograms of like widths share a linear axis, those far apart a symmetric logarithm', () => {
  expect(spreadScale([one.info, four.info]).linear).toBe(Number.POSITIVE_INFINITY);
  const far = spreadScale([histogram(1, [1e-6, -1e-6]).info, histogram(2, [-1, 1]).info]);
  expect(far.linear).toBe(2 ** -24);
  expect(far.position(0)).toBe(0);
  expect(far.position(-1)).toBeCloseTo(-far.position(1), 12);
  expect(far.value(far.position(0.3))).toBeCloseTo(0.3, 12);
  expect(far.ticks).toContain(0);
  expect([...far.ticks].sort((a, b) => a - b)).toEqual([...far.ticks]);
  expect(spreadScale([]).domain[0]).toBeLessThan(0);
});

test('counts laid out in other bins keep their sum, wherever the edges lie', () => {
  const cells = fc.array(fc.tuple(fc.double({ min: 0.01, max: 3, noNaN: true }), fc.nat(50)), { minLength: 1 });
  fc.assert(
    fc.property(cells, fc.integer({ min: 1, max: 90 }), (parts, bins) => {
      const edges = [-4];
      for (const [width] of parts) edges.push(edges.at(-1)! + width);
      const shown = rebinned(
        edges,
        parts.map(([, count]) => count),
        [-5, edges.at(-1)! + 1],
        bins,
      );
      const sum = parts.reduce((total, [, count]) => total + count, 0);
      expect(shown.reduce((total, each) => total + each, 0)).toBeCloseTo(sum, 6);
    }),
  );
});

test('ridges say what they can not show in numbers, and hold the share of the finite values', () => {
  const odd = histogram(3, [1, 2, 0, 0, Number.NaN, Number.POSITIVE_INFINITY]);
  const { ridges, shown } = ridgesOf([odd.info], 3, peekOf([odd]));
  const [ridge] = ridges;
  expect(shown).toBe(3);
  expect(ridge?.numbers).toMatchObject({ finite: 4, zero: 2, nan: 1, positiveInfinity: 1, negativeInfinity: 0 });
  const width = ridge!.xs[1]! - ridge!.xs[0]!;
  expect(ridge!.ys.reduce((sum, y) => sum + y * width, 0)).toBeCloseTo(0.5, 3);
  expect(ridgesOf([odd.info], 9, () => undefined)).toMatchObject({ ridges: [], shown: 3, drawn: 1 });
});

test('of many epochs evenly spaced ridges are drawn, the playhead’s always among them', () => {
  const all = Array.from({ length: 200 }, (_, at) => ({ ...one.info, id: 1000 + at, epoch: at + 1 }));
  const drawn = ridgeTensors(all, 77).map(({ epoch }) => epoch);
  expect(drawn).toContain(77);
  expect([drawn[0], drawn.at(-1)]).toEqual([1, 200]);
  expect(drawn.length).toBe(MOST_RIDGES + 1);
});

test('a weight is a table by its last axis, in blocks of its gates, or one of them', () => {
  const kernel = tensor(TENSOR.weight, 1, [2, 8], [...Array(16).keys()], { weight: 'lstm_1/kernel' });
  const gates = gateNames(model, 'lstm_1');
  const all = weightMatrix(kernel, gates, null, 14);
  expect([all.rows, all.cols, all.blocks, all.blockSize, all.beyond]).toEqual([2, 8, ['i', 'f', 'c', 'o'], 2, 1]);
  const forget = weightMatrix(kernel, gates, 'f', 14);
  expect([forget.cols, forget.value(0, 0), forget.value(1, 1), forget.blocks]).toEqual([2, 2, 11, []]);
  // A gate of another kind of cell, as a link may name: all of it.
  expect(weightMatrix(kernel, gates, 'z', 14).cols).toBe(8);
  const bias = tensor(TENSOR.weight, 1, [8], [...Array(8).keys()], {});
  expect(weightMatrix(bias, [], null, 9)).toMatchObject({ rows: 1, cols: 8, blocks: [], gate: null });
});

test('the colours of a weight end at a round number all epochs share', () => {
  expect(colourLimit([one.info, four.info], null)).toBe(4);
  expect(colourLimit([], [0.3, -0.47, Number.NaN])).toBe(0.5);
  expect(colourLimit([], null)).toBe(1);
  expect([0.11, 1, 3, 70].map((each) => niceAbove(each))).toEqual([0.2, 1, 5, 100]);
});

test('a gated layer’s spectrum is that of the mean Jacobian unless a gate is chosen', () => {
  const at = (gate: string, value: number) =>
    columns(SERIES.spectralRadius, { layer: 'lstm_1', gate }, [value], { steps: Float64Array.of(STEPS) });
  const stored = [1, 2].map((epoch) => tensor(TENSOR.eigenvalues, epoch, [1, 2], [0.5, -0.5], { gate: 'f' }));
  const lambda = columns(SERIES.lyapunov, { layer: 'lstm_1' }, [-0.2], { steps: Float64Array.of(STEPS) });
  const data = runData({
    info: { model },
    epochs: [epochRecord(1), epochRecord(2)],
    series: [at(MEAN_JACOBIAN, 0.9), at('f', 2.2), at('i', 1), lambda],
    tensors: stored.map(({ info }) => info),
  });
  const read = createEpochReader();
  const mean = spectrumOf(data, epochAxis(data), 'lstm_1', null, read);
  expect([mean.gates, mean.gate, mean.reach]).toEqual([['i', 'f', MEAN_JACOBIAN], MEAN_JACOBIAN, 1.2]);
  expect([...mean.lyapunov.ys]).toEqual([-0.2]);
  const forget = spectrumOf(data, epochAxis(data), 'lstm_1', 'f', read);
  expect([[...forget.radius.ys], forget.stored.length, forget.reach]).toEqual([[2.2], 2, 2.5]);
  expect(storedBefore(forget.stored, 2)?.epoch).toBe(1);
  expect(epochBefore(forget.radius, 5)).toBe(1);
  expect([...eigenvaluesOf(stored[0]!).imaginary]).toEqual([-0.5]);
  expect(spectrumOf(data, epochAxis(data), 'none', null, read).gates).toEqual([]);
});

test('what a spectrum means is said as far as the theory goes', () => {
  expect(spectrumText('', false, 0.5, 0.9)).toContain('must vanish');
  expect(spectrumText('', false, 0.9, 1.2)).toContain('long run');
  expect(spectrumText('', false, 1.1, 1.2)).toContain('need not');
  expect(spectrumText('f', true, 0.5, 0.9)).toContain('little');
  expect(spectrumText(MEAN_JACOBIAN, true, Math.exp(-0.1), 1)).toContain('about 10 steps');
  expect(spectrumText(MEAN_JACOBIAN, true, Number.NaN, Number.NaN)).toBe('');
  expect([0.2, 0, -0.5, Number.NaN].map(lyapunovText).map((text) => text.slice(0, 6))).toEqual([
    'λ₁ > 0',
    'λ₁ ≈ 0',
    'λ₁ < 0',
    '',
  ]);
});

test('gates of a weight have lines and ratios of their own, in the order of its blocks', () => {
  const about = (name: string, gate: string) =>
    columns(name, { layer: 'lstm_1', weight: 'lstm_1/kernel', gate }, [1, 10, 1, 1]);
  const series = ['o', 'f'].flatMap((gate) => [about(SERIES.gradientNorm, gate), about(SERIES.updateRatio, gate)]);
  const data = runData({ info: { model }, epochs: [epochRecord(1)], series });
  const row = { path: 'lstm_1/kernel', layer: 'lstm_1' };
  expect(gateNorms(data, epochAxis(data), row, createEpochReader()).curves.map(({ label }) => label)).toEqual([
    'f',
    'f',
    'o',
    'o',
  ]);
  const span = { first: 1, last: 1, reached: 1 };
  const ratios = gateRatios(data, epochAxis(data), span, row, createEpochReader());
  expect(ratios.map(({ gate, ys }) => [gate, ys[0]])).toEqual([
    ['f', 0],
    ['o', 0],
  ]);
});

test('single losses reach back from where they are; what lies beyond is blank', () => {
  const values = [1, 0, 0, 1e-2, 10, 0, 1e-4, 1, Number.NaN];
  const flow = tensor(TENSOR.itemisedFlow, 4, [3, 3], values, { anchors: [0, 1, 2], quantity: 'h' });
  const losses = singleLosses(flow, false, 'absolute');
  expect(losses.anchors).toEqual([1, 2, 3]);
  expect([0, 1, 2].map((row) => [0, 1, 2].map((col) => losses.kind(row, col)))).toEqual([
    ['value', 'blank', 'blank'],
    ['value', 'value', 'blank'],
    ['value', 'value', 'blank'],
  ]);
  expect(losses.values[4]).toBe(1);
  expect(losses.values[5]).toBe(-12);
  expect(singleLosses(flow, false, 'peak').values[3]).toBeCloseTo(-3, 5);
  // A layer that reads backward: the loss at a step depends on the steps after it.
  expect([0, 1, 2].map((col) => singleLosses(flow, true, 'absolute').kind(1, col))).toEqual([
    'blank',
    'value',
    'value',
  ]);
});
