import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { createCapture } from './index.ts';
import { models } from './testing/models.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function layersOf(kind: string) {
  const { tf } = backend;
  return createCapture(tf, models[kind]!(tf).model, { onError: () => {} }).layers;
}

test('layers are listed in model order under stable paths, with what a remedy needs to know', () => {
  const [lstm, gru, rnn, dense] = layersOf('stacked layers');
  expect([lstm, gru, rnn, dense].map((layer) => [layer!.path, layer!.className, layer!.kind, layer!.units])).toEqual([
    ['lstm_1', 'LSTM', 'recurrent', 5],
    ['gru_1', 'GRU', 'recurrent', 5],
    ['simple_rnn_1', 'SimpleRNN', 'recurrent', 5],
    ['dense_1', 'Dense', 'other', 3],
  ]);
  expect(lstm!.hasCellState).toBe(true);
  expect(gru!.hasCellState).toBe(false);
  expect(lstm!.config).toMatchObject({ units: 5, recurrentActivation: 'hardSigmoid', returnSequences: true });
  expect(layersOf('stacked cells')[1]!.config).toMatchObject({ units: 5, returnSequences: false });
  expect(lstm!.weights.map(({ path, shape }) => [path, shape])).toEqual([
    ['lstm_1/kernel', [3, 20]],
    ['lstm_1/recurrent_kernel', [5, 20]],
    ['lstm_1/bias', [20]],
  ]);
});

test('stacked cells, both directions and nested models have paths of their own', () => {
  const recurrent = (kind: string) =>
    layersOf(kind)
      .filter((layer) => layer.kind === 'recurrent')
      .map(({ path }) => path);
  expect(recurrent('stacked cells')).toEqual(['rnn_1/cell_0', 'rnn_1/cell_1']);
  expect(recurrent('Bidirectional')).toEqual([
    'bidirectional_1/forward',
    'bidirectional_1/backward',
    'bidirectional_2/forward',
    'bidirectional_2/backward',
  ]);
  expect(recurrent('nested')).toEqual(['sequential_1/gru_1', 'lstm_1']);
  expect(layersOf('Bidirectional')[3]!.weights[1]!.path).toBe('bidirectional_2/backward/recurrent_kernel');
});

test('a layer added after watching began is there when the hooks go in', () => {
  const { tf } = backend;
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, name: 'mine', inputShape: [3] })] });
  const capture = createCapture(tf, model, { onError: () => {} });
  model.add(tf.layers.dense({ units: 1 }));
  capture.install();
  expect(capture.layers.map(({ path }) => path)).toEqual(['mine', 'dense_2']);
  capture.uninstall();
});

test('recurrent layers that are not captured are listed with the reason', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [
      tf.layers.timeDistributed({ layer: tf.layers.lstm({ units: 2 }), inputShape: [4, 3, 2] }),
      tf.layers.reshape({ targetShape: [4, 2, 1, 1] }),
      tf.layers.convLstm2d({ filters: 2, kernelSize: 1 }),
    ],
  });
  const capture = createCapture(tf, model, { onError: () => {} });
  expect(capture.notCaptured.map(({ layer, className }) => [layer, className])).toEqual([
    ['time_distributed_1', 'TimeDistributed'],
    ['conv_lst_m2d_1', 'ConvLSTM2D'],
  ]);
  expect(capture.notCaptured.every(({ reason }) => reason.length > 20)).toBe(true);
  expect(capture.layers.map(({ kind }) => kind)).toEqual(['unknown-recurrent', 'other', 'unknown-recurrent']);
});
