import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { UNIT } from '../../lib/analysis/unit-states.ts';
import type { Tensor } from '../../lib/model/tfjs-internals.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import { floatsOf, snapshotOf } from './testing/measured.ts';
import { unitBehaviour } from './unit-behaviour.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

const TIME = 10;
const UNITS = 4;

function lstm(bias: number[] | null, gain = 1) {
  const { tf } = backend;
  const layer = tf.layers.lstm({ units: UNITS, inputShape: [TIME, 3], recurrentActivation: 'hardSigmoid' });
  const model = tf.sequential({ layers: [layer, tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const [kernel, recurrent, own] = layer.getWeights() as [Tensor, Tensor, Tensor];
  const spread = bias === null ? own : tf.tensor(bias.flatMap((value) => Array(UNITS).fill(value)));
  layer.setWeights([tf.randomNormal(kernel.shape, 0, gain, 'float32', 1), recurrent, spread]);
  return model;
}

function measured(model: ReturnType<typeof lstm>, y: Tensor | null = backend.tf.ones([8, 1])) {
  const x = backend.tf.randomNormal([8, TIME, 3], 0, 1, 'float32', 7);
  const { scalars, tensors, readings } = snapshotOf(backend.tf, model, [unitBehaviour()], { x, y });
  return {
    value: (name: string) => scalars.find((one) => one.name === name)?.value,
    tensor: (name: string) => tensors.find((one) => one.name === name)!,
    units: readings.flatMap(({ units = [] }) => units),
  };
}

test('gates that are driven shut are saturated; the whole finding is one reading', () => {
  // i shut, f open, o shut: all three gates, but not the state, which stays at 0
  const { value, tensor, units } = measured(lstm([-20, 20, 0, -20], 0.1));
  expect(value(SERIES.saturated)).toBe(3 / 4);
  expect(value(SERIES.dead)).toBe(1);
  expect(units).toEqual([{ layer: 'lstm_1', saturated: 3 / 4, dead: 1, frozen: 0, redundant: 0 }]);
  const sides = tensor(TENSOR.saturation);
  expect(sides.shape).toEqual([4, 2, UNITS]);
  expect(sides.attributes).toMatchObject({ gates: ['i', 'f', 'o', 'state'], zeroGradient: [1, 1, 1, 0] });
  const none = [0, 0, 0, 0];
  const all = [1, 1, 1, 1];
  expect(Array.from(floatsOf(sides))).toEqual([...all, ...none, ...none, ...all, ...all, ...none, ...none, ...none]);
});

test('a fresh LSTM is neither saturated nor dead', () => {
  const { value, tensor } = measured(lstm(null));
  expect(value(SERIES.saturated)).toBe(0);
  expect([value(SERIES.dead), value(SERIES.frozen), value(SERIES.redundant)]).toEqual([0, 0, 0]);
  expect(Array.from(tensor(TENSOR.unitState).data)).toEqual([0, 0, 0, 0]);
  expect(tensor(TENSOR.unitState).attributes).toEqual({ judged: { redundant: true, noGradient: true } });
});

function rnn(activation: 'tanh' | 'relu', kernel: number[][], bias: number[], read: number[]) {
  const { tf } = backend;
  const layer = tf.layers.simpleRNN({ units: UNITS, inputShape: [TIME, 3], activation });
  const model = tf.sequential({ layers: [layer, tf.layers.dense({ units: 1, useBias: false })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  layer.setWeights([tf.tensor(kernel), tf.zeros([UNITS, UNITS]), tf.tensor(bias)]);
  model.layers[1]!.setWeights([tf.tensor(read.map((value) => [value]))]);
  return model;
}

test('dead, frozen and redundant units and those nothing reads are told unit by unit', () => {
  // unit 0 lives, 1 sees nothing, 2 is stuck at 1, 3 is unit 0 with the sign turned
  const kernel = [
    [0.5, 0, 0, -0.5],
    [0.2, 0, 0.1, -0.2],
    [-0.3, 0, 0, 0.3],
  ];
  const model = rnn('tanh', kernel, [0, 0, 9, 0], [1, 1, 1, 0]);
  const { value, tensor } = measured(model);
  const { dead, frozen, redundant, noGradient } = UNIT;
  expect(Array.from(tensor(TENSOR.unitState).data)).toEqual([0, dead, frozen, redundant | noGradient]);
  expect([value(SERIES.dead), value(SERIES.frozen), value(SERIES.redundant)]).toEqual([1 / 4, 1 / 4, 1 / 4]);
  // the state is the only gate a SimpleRNN has
  expect(value(SERIES.saturated)).toBe(1 / 4);
});

test('a ReLU has no ends: its units die, but are neither frozen nor saturated', () => {
  const kernel = [
    [1, 0, 1, 0.3],
    [0, 1, 1, 0.8],
    [0, 0, 0, 0.1],
  ];
  const { value, tensor, units } = measured(rnn('relu', kernel, [5, 0, -50, 0], [1, 1, 1, 1]));
  expect(Array.from(tensor(TENSOR.unitState).data)[2]).toBe(UNIT.dead);
  expect([value(SERIES.frozen), value(SERIES.saturated), tensor(TENSOR.saturation)]).toEqual([0, undefined, undefined]);
  expect(units[0]!.saturated).toBeNaN();
});

test('without a loss the gradient of units is not judged, and says so', () => {
  const { tensor } = measured(lstm(null), null);
  expect(tensor(TENSOR.unitState).attributes).toEqual({ judged: { redundant: true, noGradient: false } });
});

test('a network of NaN says nothing of its units and breaks nothing', () => {
  const model = lstm(null);
  model.layers[0]!.setWeights(model.layers[0]!.getWeights().map((weight) => weight.mul(Number.NaN)));
  const { units, value } = measured(model);
  expect([units, value(SERIES.dead)]).toEqual([[], undefined]);
});
