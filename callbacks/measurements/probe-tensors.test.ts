import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { decodeHalf } from '../../lib/protocol/float16.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import { createCapture } from '../capture/index.ts';
import { models, SEQUENCES, TIME } from '../capture/testing/models.ts';
import { orthogonal } from '../capture/testing/orthogonal.ts';
import { createMeasurements } from './all.ts';
import { flow } from './flow.ts';
import { gates } from './gates.ts';
import { horizon } from './horizon.ts';
import { evenAnchors, itemisedFlow } from './itemised-flow.ts';
import { states } from './states.ts';
import { floatsOf, snapshotOf } from './testing/measured.ts';
import { unitBehaviour } from './unit-behaviour.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

test('gates are kept in half precision, the candidate is not', () => {
  const { model, x, y } = models.LSTM!(backend.tf);
  const { tensors } = snapshotOf(backend.tf, model, [gates()], { x, y });
  const [{ name, layer, shape, attributes, data }] = tensors as [(typeof tensors)[0]];
  expect([name, layer, shape]).toEqual([TENSOR.gates, 'lstm_1', [3, SEQUENCES, TIME, 5]]);
  expect(attributes).toEqual({ gates: ['i', 'f', 'o'], sequences: SEQUENCES, validSteps: null });
  const probe = createCapture(backend.tf, model, { onError: fail }).measureProbe(x, y);
  const output = probe.gates!.find(({ gate }) => gate === 'o')!.values;
  const kept = decodeHalf(new Uint16Array(data.buffer)).subarray(2 * output.length);
  expect(kept).toHaveLength(output.length);
  for (const [i, value] of kept.entries()) expect(Math.abs(value - output[i]!)).toBeLessThan(2 ** -11);
});

test('which steps are padded is kept, so that a NaN beside them is one', () => {
  const { tf } = backend;
  const model = tf.sequential();
  model.add(tf.layers.masking({ maskValue: 0, inputShape: [4, 1] }));
  model.add(tf.layers.gru({ units: 2 }));
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const x = tf.tensor3d([
    [[1], [2], [0], [0]],
    [[1], [Number.NaN], [3], [4]],
  ]);
  const { tensors } = snapshotOf(tf, model, [states(), gates()], { x, y: tf.zeros([2, 1]) });
  expect(tensors).toHaveLength(2);
  for (const { attributes } of tensors) expect(attributes.validSteps).toEqual([[[0, 2]], [[0, 4]]]);
});

test('of one state alone it is said that units are not looked at', () => {
  const { tf } = backend;
  const model = tf.sequential();
  model.add(tf.layers.lstm({ units: 1, inputShape: [1, 2] }));
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const { leftOut } = snapshotOf(tf, model, [unitBehaviour()], { x: tf.ones([1, 1, 2]), y: tf.zeros([1, 1]) });
  expect(leftOut.map((line) => line.split(' — ')[0])).toEqual([
    'units of lstm_1: not measured',
    'gate saturation of lstm_1: not measured',
  ]);
});

test('where bytes run short, states and gates keep the same sequences, and room is left for what comes later', () => {
  const { model, x, y } = models['stacked layers']!(backend.tf);
  const whole = snapshotOf(backend.tf, model, [states(), gates()], { x, y });
  expect(whole.leftOut).toEqual([]);
  const bytes = Math.floor(whole.taken / 2);
  const { tensors, leftOut, taken } = snapshotOf(backend.tf, model, [states(), gates()], { x, y, bytes });
  const kept = tensors.map(({ name, shape }) => (name === TENSOR.gates ? shape[1] : shape[0]));
  expect(kept).toHaveLength(whole.tensors.length);
  for (const count of kept) expect(Math.abs(count! - kept[0]!)).toBeLessThanOrEqual(1);
  expect(kept[0]).toBeGreaterThan(0);
  expect(kept[0]).toBeLessThan(SEQUENCES);
  expect(taken).toBeLessThanOrEqual(0.98 * bytes);
  expect(leftOut).toHaveLength(tensors.length);
  expect(snapshotOf(backend.tf, model, [states(), gates()], { x, y, bytes: 0 }).tensors).toEqual([]);
});

test('anchors are spread over the steps, rise, and end at the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 12 }), (steps, count) => {
      const anchors = evenAnchors(steps, count);
      expect(anchors).toHaveLength(Math.min(steps, count));
      expect(anchors.at(-1)).toBe(steps - 1);
      const gaps = anchors.map((anchor, i) => anchor - (anchors[i - 1] ?? -1));
      expect(Math.min(...gaps)).toBeGreaterThan(0);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
    }),
  );
  expect(evenAnchors(40, 8)).toEqual([4, 9, 14, 19, 24, 29, 34, 39]);
});

test('a loss at every step is itemised, one at the end is not', () => {
  const { tf } = backend;
  const each = models['LSTM at every step']!(tf);
  const live = tf.memory().numTensors;
  const { tensors, leftOut } = snapshotOf(tf, each.model, [itemisedFlow()], each);
  expect(tf.memory().numTensors).toBe(live);
  expect(leftOut).toEqual([]);
  const [tensor] = tensors;
  expect([tensor!.name, tensor!.layer, tensor!.shape]).toEqual([TENSOR.itemisedFlow, 'lstm_1', [TIME, TIME]]);
  expect(tensor!.attributes).toMatchObject({ anchors: [0, 1, 2, 3, 4, 5], quantity: 'joint' });
  const rows = floatsOf(tensor!);
  for (let k = 0; k < TIME; k++) {
    for (let t = 0; t < TIME; t++) expect(rows[k * TIME + t]! > 0).toBe(t <= k);
  }
  const last = models.LSTM!(tf);
  expect(snapshotOf(tf, last.model, [itemisedFlow()], last).tensors).toEqual([]);
  // without targets there is no loss
  expect(snapshotOf(tf, each.model, [itemisedFlow()], { x: each.x, y: null }).tensors).toEqual([]);
});

test('the last anchor is the last step that is not padded', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [
      tf.layers.masking({ maskValue: 0, inputShape: [TIME, 3] }),
      tf.layers.gru({ units: 4, returnSequences: true }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const x = tf.randomNormal([2, TIME, 3]).mul(tf.tensor([1, 1, 1, 1, 0, 0]).reshape([1, TIME, 1]));
  const { tensors } = snapshotOf(tf, model, [itemisedFlow()], { x, y: tf.ones([2, TIME, 4]) });
  expect(tensors[0]!.attributes.anchors).toEqual([0, 1, 2, 3]);
});

test('the flow by lag is kept where padding makes it another thing than time reversed', () => {
  const { tf } = backend;
  const masked = models['Masking layer']!(tf);
  const { tensors } = snapshotOf(tf, masked.model, [flow()], masked);
  expect(tensors.map(({ name, axes, attributes }) => [name, axes.at(-1), attributes.lag])).toEqual([
    [TENSOR.flow, 'time', false],
    [TENSOR.flowByLag, 'lag', true],
    [TENSOR.flow, 'time', false],
    [TENSOR.flowByLag, 'lag', true],
  ]);
  const plain = models.LSTM!(tf);
  expect(snapshotOf(tf, plain.model, [flow()], plain).tensors.map(({ name }) => name)).toEqual([TENSOR.flow]);
});

test('the decay of an orthogonal recurrence of gain .9 is ln .9 a step', () => {
  const { tf } = backend;
  const layer = tf.layers.simpleRNN({ units: 6, activation: 'linear', inputShape: [20, 2] });
  const model = tf.sequential({ layers: [layer] });
  const recurrent = tf.tensor(orthogonal(6, 5).map((row) => row.map((value) => 0.9 * value)));
  layer.setWeights([layer.getWeights()[0]!, recurrent, tf.zeros([6])]);
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const { scalars } = snapshotOf(tf, model, [horizon()], { x: tf.ones([3, 20, 2]), y: tf.ones([3, 6]) });
  const slope = scalars.find(({ name }) => name === SERIES.decaySlope);
  expect(slope!.context).toEqual({ layer: 'simple_rnn_1' });
  expect(slope!.value).toBeCloseTo(Math.log(0.9), 5);
});

test('all that is measured at a snapshot leaves no tensor behind, whatever the model', () => {
  const { tf } = backend;
  for (const kind of ['stacked cells', 'Bidirectional', 'shared layer', 'Masking layer', 'nested']) {
    const { model, x, y } = models[kind]!(tf);
    tf.dispose(model.predict(x));
    const live = tf.memory().numTensors;
    snapshotOf(tf, model, createMeasurements(), { x, y });
    expect(tf.memory().numTensors, kind).toBe(live);
  }
});

test('the flow that an epoch has no bytes for is left out and said', () => {
  const { tf } = backend;
  const plain = models.LSTM!(tf);
  const { tensors, leftOut, taken } = snapshotOf(tf, plain.model, [flow()], { ...plain, bytes: 100 });
  expect([tensors, taken]).toEqual([[], 0]);
  expect(leftOut).toEqual(['gradient flow of lstm_1: not kept — the budget of an epoch is 100 bytes']);
});
