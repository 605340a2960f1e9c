import { expect, test } from 'vitest';
import { TENSOR } from '../../../lib/protocol/record.ts';
import type { Verdict } from '../../../lib/protocol/verdict.ts';
import { epochRecord, flowTensor, layerInfo, peekOf, runData } from '../testing/run-data.ts';
import { epochSpan, lastEpoch, nearestEpoch } from './epoch-span.ts';
import { createCurveReader, flowCurves } from './flow-curves.ts';
import { flowHistory, flowLayer, flowTensors, judgedLayer } from './flow-history.ts';
import { barLimits, flowMap, onsets } from './flow-map.ts';
import { flowState, withoutFlow } from './flow-state.ts';
import { decades, ghostEpochs, profileAt, profileDomain } from './profile.ts';

const RNN = layerInfo('rnn_1');
/** Fades tenfold a step backwards: 1 % of the peak is left two steps back, less three steps back. */
const FADING = [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1];

function historyOf(tensors: readonly ReturnType<typeof flowTensor>[], held = tensors, layer = RNN) {
  const data = runData({ tensors: tensors.map(({ info }) => info) });
  return flowHistory(data, layer, null, peekOf(held), createCurveReader());
}

test('the horizon edge stands before the first step that is remembered', () => {
  const curves = flowCurves(flowTensor(1, FADING), 'h', false);
  // 1 and .1 and .01 (not below 1 %) are remembered: 3 of 6 steps.
  expect(curves.horizon).toMatchObject({ steps: 3, lowerBound: false });
  expect(curves.horizonEdge).toBe(6.5 - 3);
  expect(curves.peak).toBeCloseTo(0);
});

test('a layer that reads backward remembers from its first step on', () => {
  const curves = flowCurves(flowTensor(1, [...FADING].reverse()), 'h', true);
  expect(curves.horizon?.steps).toBe(3);
  expect(curves.horizonEdge).toBe(0.5 + 3);
});

test('padding at the end moves the horizon, and a gradient that never fades reaches all valid steps', () => {
  const padded = flowCurves(flowTensor(1, [...FADING, Number.NaN, Number.NaN]), 'h', false);
  expect([padded.firstStep, padded.lastStep, padded.horizonEdge]).toEqual([1, 6, 3.5]);
  const flat = flowCurves(flowTensor(1, [1, 1, 1, Number.NaN]), 'h', false);
  expect(flat.horizon).toMatchObject({ steps: 3, lowerBound: true });
  expect(flat.horizonEdge).toBe(0.5);
});

test('where sequences differ in length the horizon is that of the profile by lag, which was judged, once it is here', () => {
  // over time the medians of the last steps are those of the longest sequence alone
  const [time, lag] = [flowTensor(1, [1e-3, 1e-2, 1e-2, 1, 1, 1]), flowTensor(1, FADING.toReversed())];
  const byLag = { ...lag, info: { ...lag.info, name: TENSOR.flowByLag } };
  const curvesOf = (held: readonly (typeof time)[]) => historyOf([time, byLag], held).curves.get(1);
  expect(curvesOf([time])).toBeNull();
  expect(curvesOf([time, byLag])).toMatchObject({ horizon: { steps: 3 }, horizonEdge: 3.5 });
  expect(curvesOf([time, byLag])!.profile).toEqual(Float64Array.from(FADING.toReversed()));
  expect(historyOf([time]).curves.get(1)!.horizon!.steps).toBe(5);
});

test('no gradient at all has no horizon and no peak', () => {
  const curves = flowCurves(flowTensor(1, [0, 0, 0]), 'h', false);
  expect(curves.horizon).toBeNull();
  expect(curves.horizonEdge).toBeNull();
  expect(curves.peak).toBe(Number.NEGATIVE_INFINITY);
});

test('of an epoch measured twice the newest tensor counts, and batches stand in only where the probe was never measured', () => {
  const [a, b, c] = [flowTensor(1, [1, 1]), flowTensor(1, [2, 2]), flowTensor(2, [3, 3], 'rnn_1', TENSOR.batchFlow)];
  const infos = [a, b, c].map(({ info }) => info);
  expect(flowTensors(infos, 'rnn_1')).toEqual({ source: 'probe', tensors: [b.info] });
  expect(flowTensors([c.info], 'rnn_1')).toEqual({ source: 'batch', tensors: [c.info] });
  expect(flowTensors(infos, 'other').tensors).toEqual([]);
});

test('an LSTM is shown by [h; c], what verdicts judge, until another quantity is chosen', () => {
  const tensor = flowTensor(1, FADING);
  const lstm = { ...tensor.info, shape: [3, 3, 2], attributes: { quantities: ['h', 'c', 'joint'] } };
  const data = runData({ tensors: [lstm] });
  const read = (chosen: 'h' | 'c' | null) => flowHistory(data, RNN, chosen, () => undefined, flowCurves);
  expect(read(null)).toMatchObject({ quantity: 'joint', isJudged: true });
  expect(read('c')).toMatchObject({ quantity: 'c', isJudged: false });
  expect(historyOf([tensor]).quantity).toBe('h');
});

test('rows of the map tell a snapshot from a missing one, one on its way and one not reached', () => {
  const [one, three] = [flowTensor(1, FADING), flowTensor(3, FADING)];
  const history = historyOf([one, three], [one]);
  const epochs = [epochRecord(1), epochRecord(2, false), epochRecord(3)];
  const map = flowMap(history, epochs, { first: 1, last: 4, reached: 3 }, 'absolute');
  expect(map.rowKinds).toEqual(['snapshot', 'missing', 'loading', 'ahead']);
  expect([0, 1, 2, 3].map((row) => map.kind(row, 0))).toEqual(['value', 'missing', 'blank', 'blank']);
  expect(map.values[0]).toBeCloseTo(-5);
  expect([...map.horizonEdges.slice(0, 2)]).toEqual([3.5, Number.NaN]);
});

test('per-epoch peak lifts each row to 0, and an exact zero stays one, below all others', () => {
  const history = historyOf([flowTensor(1, [0, 1e-8, 1e-6])]);
  const span = { first: 1, last: 1, reached: 1 };
  expect([...flowMap(history, [epochRecord(1)], span, 'peak').values].map(Math.round)).toEqual([
    Number.NEGATIVE_INFINITY,
    -2,
    0,
  ]);
  expect(flowMap(history, [epochRecord(1)], span, 'absolute').values[0]).toBe(Number.NEGATIVE_INFINITY);
});

test('a padded step is blank at every epoch, a gradient that turned NaN is a value that is no number', () => {
  const { NaN: nan } = Number;
  const history = historyOf([flowTensor(1, [nan, 1, 1]), flowTensor(2, [nan, nan, nan])]);
  const map = flowMap(history, [epochRecord(1), epochRecord(2)], { first: 1, last: 2, reached: 2 }, 'absolute');
  expect([map.kind(0, 0), map.kind(1, 0), map.kind(1, 1)]).toEqual(['blank', 'blank', 'value']);
  expect(map.values[4]).toBeNaN();
});

test('limits on the colour bar follow the epoch: 1e-3 of its peak, 70 times its last step', () => {
  const history = historyOf([
    flowTensor(
      1,
      FADING.map((norm) => norm * 100),
    ),
  ]);
  expect(barLimits(history, 1, 'absolute').vanish).toBeCloseTo(2 - 3);
  expect(barLimits(history, 1, 'absolute').explode).toBeCloseTo(2 + Math.log10(70));
  expect(barLimits(history, 1, 'peak')).toEqual({ vanish: -3, explode: null });
  expect(barLimits(history, null, 'absolute')).toEqual({ vanish: null, explode: null });
});

const verdict = (rest: Partial<Verdict>): Verdict => ({
  id: 'v',
  rule: 'VAN-T',
  severity: 'warning',
  layer: 'rnn_1',
  onsetEpoch: 3,
  announcedEpoch: 5,
  endEpoch: null,
  evidence: [],
  remedies: [],
  ...rest,
});

test('onsets of this layer within the window are marked, facts and other layers are not', () => {
  const span = { first: 2, last: 9, reached: 9 };
  const all = [
    verdict({ id: 'a' }),
    verdict({ id: 'b', onsetEpoch: 1 }),
    verdict({ id: 'c', onsetEpoch: 4, layer: 'other' }),
    verdict({ id: 'd', onsetEpoch: 5, severity: 'info' }),
    verdict({ id: 'e', onsetEpoch: 6, layer: null, rule: 'NAN' }),
  ];
  expect(onsets(all, 'rnn_1', span).map(({ verdict: { id } }) => id)).toEqual(['a', 'e']);
  // of two that began together the worst is named, as in the strip
  const worse = verdict({ id: 'f', onsetEpoch: all[0]!.onsetEpoch, rule: 'NAN' });
  expect(onsets([...all, worse], 'rnn_1', span)[0]!.verdict.id).toBe('f');
});

test('the view opens with the layer of the worst verdict, else the first with a flow', () => {
  expect(judgedLayer([verdict({ layer: 'x' }), verdict({ layer: 'y', severity: 'critical' })])).toBe('y');
  expect(judgedLayer([verdict({ severity: 'info' })])).toBeNull();
  const { model } = runData({}).info;
  expect(flowLayer(model, 'dense_1')?.path).toBe('rnn_1');
  expect(flowLayer(null, null)).toBeNull();
});

test('an epoch without a snapshot shows the nearest before it, with up to three ghosts', () => {
  const history = historyOf([1, 2, 5, 8].map((epoch) => flowTensor(epoch, FADING)));
  const profile = profileAt(history, 7, 'absolute');
  expect(profile).toMatchObject({ epoch: 7, shown: 5 });
  expect(profile?.ghosts.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(profileAt(history, null, 'absolute')).toBeNull();
  expect(nearestEpoch([4, 6], 2)).toBe(4);
  expect(ghostEpochs([4, 12, 20, 24], 24)).toEqual([4, 12, 20]);
  expect(ghostEpochs([], 3)).toEqual([]);
});

test('the profile keeps one domain over the run, and a dead sequence in the band does not squeeze it', () => {
  const history = historyOf([flowTensor(1, FADING), flowTensor(2, [1e-5, 1, 1, 1, 1, 1])]);
  expect(profileDomain(history, 'absolute')).toEqual([-6, 3]);
  expect(decades(-0.2, 0.4, 3)).toEqual([-2, 1]);
  expect(decades(-7.5, -0.5, 3)).toEqual([-9, 0]);
});

test('the axis of a live run holds every planned epoch, of a million only the next doubling; an ended run what it reached', () => {
  expect(lastEpoch(60, 3, true)).toBe(60);
  expect(lastEpoch(1_000_000, 3, true)).toBe(100);
  expect(lastEpoch(1_000_000, 150, true)).toBe(200);
  expect(lastEpoch(60, 12, false)).toBe(12);
  expect(lastEpoch(null, 0, true)).toBe(1);
  const data = runData({ epochs: [1, 2, 3].map((epoch) => epochRecord(epoch)), info: { status: 'live' } });
  expect(epochSpan(data, null)).toEqual({ first: 1, last: 10, reached: 3 });
  expect(epochSpan(data, [2, 40])).toEqual({ first: 2, last: 10, reached: 3 });
});

test('a run without a flow says why', () => {
  const dense = runData({}).info.model!.layers[1]!;
  const model = { ...runData({}).info.model!, layers: [dense] };
  expect(withoutFlow(runData({ info: { model } }))).toMatchObject({ kind: 'empty' });
  expect(withoutFlow(runData({ info: { model: null } }))).toEqual({ kind: 'loading' });
  const unknown = { ...model, layers: [layerInfo('conv_lstm_1', { kind: 'unknown-recurrent' })] };
  const events = [{ id: 1, kind: 'capture', level: 'info', message: 'conv_lstm_1 is not captured: 2-D', data: {} }];
  const said = withoutFlow({ info: { ...runData({}).info, model: unknown }, events: events as never });
  expect(said).toMatchObject({ kind: 'empty', sentence: expect.stringContaining('2-D') });
});

test('the flow panel is empty before the first snapshot, loading until bytes are here, stale when it fell behind', () => {
  const live = { status: 'live' as const };
  expect(flowState(runData({ info: live }), historyOf([]))).toMatchObject({ kind: 'empty' });
  const one = flowTensor(1, FADING);
  expect(flowState(runData({}), historyOf([one], []))).toEqual({ kind: 'loading' });
  const epochs = [epochRecord(1), epochRecord(2, false)];
  expect(flowState(runData({ info: live, epochs }), historyOf([one]))).toMatchObject({ kind: 'note', isStale: true });
  expect(flowState(runData({ epochs }), historyOf([one]))).toEqual({ kind: 'ready' });
});
