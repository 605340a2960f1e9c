import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramOf } from '../../../lib/analysis/histogram.ts';
import { quantile } from '../../../lib/analysis/quantiles.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import { spreadScale } from '../../gradients/select/spread-scale.ts';
import { layerInfo, runData } from '../../gradients/testing/run-data.ts';
import { chosenSubject, spreadSubjects, storedSpreads } from './spread-subject.ts';
import {
  badIn,
  densityLine,
  extentIn,
  finiteIn,
  histogramIn,
  lineValueAt,
  quantileLine,
  shownBins,
} from './spreads.ts';

let nextId = 1;
function stored(name: string, epoch: number, rest: Partial<StoredTensor>): StoredTensor {
  return {
    ...{ id: nextId++, bytes: 0, name, layer: null, dtype: 'int32', shape: [64], axes: ['bin'], attributes: {} },
    ...{ epoch, step: epoch, wallMs: 0 },
    ...rest,
  };
}

function runOf(id: string, layer: string, tensors: readonly StoredTensor[] = []) {
  const { model } = runData({}).info;
  const layers = [layerInfo(layer, { hasCellState: layer.startsWith('lstm') })];
  return runData({ info: { id, model: { ...model!, layers } }, tensors });
}

test('a histogram that was stored and one that is counted from states say the same of the same values', () => {
  const values = Float32Array.of(-1, 0, 0, 0.5, 0.25, Number.NaN, Number.POSITIVE_INFINITY, 0.75);
  const { counts, exponent, ...rest } = histogramOf(values);
  const of = histogramIn({
    info: stored(TENSOR.weightHistogram, 1, { attributes: { weight: 'w', exponent, ...rest } }),
    values: counts,
    half: null,
  });
  const states: DecodedTensor = {
    info: stored(TENSOR.h, 1, { dtype: 'float16', shape: [2, 2, 2], attributes: { validSteps: null } }),
    values,
    half: null,
  };
  expect(histogramIn(states)).toMatchObject({ counts, exponent, zero: 2, nan: 1, positiveInfinity: 1 });
  expect([finiteIn(of), badIn(of), of.mean]).toEqual([6, 2, rest.mean]);
  // the same object: it is not counted again
  expect(histogramIn(states)).toBe(histogramIn(states));
});

test('padded steps are no states, and NaN that was not padded is counted', () => {
  const values = Float32Array.of(0.5, 0.25, Number.NaN, Number.NaN, Number.NaN, 1, 0.5, 0.5);
  const shape = [2, 2, 2];
  const padded = stored(TENSOR.h, 1, { shape, attributes: { validSteps: [[[0, 1]], [[0, 2]]] } });
  const histogram = histogramIn({ info: padded, values, half: null });
  expect([finiteIn(histogram), histogram.nan]).toEqual([5, 1]);
});

const numbers = fc.array(
  fc.oneof(fc.constant(0), fc.float({ min: -1_000, max: 1_000, noNaN: true, noDefaultInfinity: true })),
  { minLength: 1, maxLength: 200 },
);

test('quantiles are right to the width of a bin, whatever the values', () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (values, share) => {
      const histogram = histogramOf(values);
      const line = quantileLine(histogram, { position: (value) => value });
      const width = 2 ** histogram.exponent;
      // between the order statistics at and just below and above the share
      const near = [share - 1 / values.length, share, share + 1 / values.length].map((q) =>
        quantile(values, Math.min(1, Math.max(0, q))),
      );
      const at = lineValueAt(line, share);
      expect(at).toBeGreaterThanOrEqual(Math.min(...near) - width);
      expect(at).toBeLessThanOrEqual(Math.max(...near) + width);
    }),
  );
});

test('shares of the bins and of the zeros make one', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const histogram = histogramOf(values);
      const { ys } = densityLine(histogram, spreadScale([extentIn(histogram)]), 20);
      const sum = ys.reduce((all, each) => all + each, 0);
      expect(sum + histogram.zero / values.length).toBeCloseTo(1, 9);
    }),
  );
});

test('few values are drawn by few bins, and all runs by as many', () => {
  const of = (...sizes: number[]) =>
    shownBins(sizes.map((size) => ({ histogram: histogramOf(new Float32Array(size)) })));
  expect([of(30), of(1000), of(1_000_000), of(1_000_000, 1000), of(0), of()]).toEqual([16, 40, 56, 40, 56, 56]);
});

test('of no finite value there is no line', () => {
  const histogram = histogramOf([Number.NaN, Number.POSITIVE_INFINITY]);
  expect(quantileLine(histogram, { position: (value) => value }).xs).toHaveLength(0);
  expect([...densityLine(histogram, spreadScale([]), 16).ys].every(Number.isNaN)).toBe(true);
  expect(lineValueAt({ xs: new Float64Array(0), ys: new Float64Array(0) }, 0.5)).toBeNaN();
});

test('layers of other kinds at the same place are laid over each other, each by its own name', () => {
  const of = (epoch: number, weight: string) => stored(TENSOR.weightHistogram, epoch, { attributes: { weight } });
  const runs = [
    runOf('a', 'lstm_1', [of(2, 'lstm_1/recurrent_kernel'), of(1, 'lstm_1/recurrent_kernel'), of(1, 'lstm_1/kernel')]),
    runOf('b', 'gru_1', [of(1, 'gru_1/recurrent_kernel')]),
    runData({ info: { id: 'c', model: null } }),
  ];
  const subjects = spreadSubjects(runs, 'weights');
  expect(subjects.map(({ path }) => path)).toEqual(['lstm_1/kernel', 'lstm_1/recurrent_kernel', 'lstm_1/bias']);
  const first = chosenSubject(subjects, runs, 'weights', null)!;
  expect(first.path).toBe('lstm_1/recurrent_kernel');
  expect(chosenSubject(subjects, runs, 'weights', 'gru_1/kernel')!.path).toBe('lstm_1/kernel');
  expect(runs.map((run) => storedSpreads(run, 'weights', first)?.stored.map(({ epoch }) => epoch))).toEqual([
    [1, 2],
    [1],
    undefined,
  ]);
  expect(storedSpreads(runs[1]!, 'weights', first)!.path).toBe('gru_1/recurrent_kernel');
  // only what keeps a cell state has one
  expect(spreadSubjects(runs, 'c').map(({ path }) => path)).toEqual(['lstm_1']);
  expect(storedSpreads(runs[1]!, 'c', spreadSubjects(runs, 'c')[0]!)).toBeNull();
  expect(chosenSubject([], [], 'h', null)).toBeNull();
});
