import type { LayersModel } from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { readModelLayers } from '../../lib/model/model-layers.ts';
import type { ModelParts } from '../../lib/model/tfjs-internals.ts';
import type { LayerGates, LayerStates, ProbeCapture } from './capture.ts';
import { hookCells } from './cell-hooks.ts';
import { readGates } from './gates.ts';
import { Guard } from './guard.ts';
import { createCapture } from './index.ts';
import { Recording } from './recording.ts';
import { Stopwatch } from './stopwatch.ts';
import { BATCH, models, TIME } from './testing/models.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

function measured(model: LayersModel, x: unknown, y: unknown = null): ProbeCapture {
  return createCapture(backend.tf, model, { onError: fail }).measureProbe(x, y);
}

type Values = Pick<LayerStates, 'shape' | 'values'>;

function stateOf({ states }: ProbeCapture, layer: string, quantity: 'h' | 'c'): LayerStates {
  return states.find((state) => state.layer === layer && state.quantity === quantity)!;
}

function gatesOf({ gates }: ProbeCapture, layer: string): { readonly [gate: string]: LayerGates } {
  return Object.fromEntries(gates!.filter((one) => one.layer === layer).map((one) => [one.gate, one]));
}

/** The value before, in the order the layer ran: of the step before or, over padding, of the last valid one; else 0. */
function before({ values, shape }: Values, b: number, t: number, unit: number, backwards: boolean): number {
  const [, time, units] = shape;
  const on = backwards ? 1 : -1;
  for (let at = t + on; at >= 0 && at < time; at += on) {
    const value = values[(b * time + at) * units + unit]!;
    if (!Number.isNaN(value)) return value;
  }
  return 0;
}

/** Puts the states together again out of the gates and compares; says how many steps were padded. */
function expectRecombined(probe: ProbeCapture, layer: string, backwards = false): number {
  const h = stateOf(probe, layer, 'h');
  const c = stateOf(probe, layer, 'c');
  const gates = gatesOf(probe, layer);
  const [sequences, time, units] = h.shape;
  let padded = 0;
  for (let i = 0; i < h.values.length; i++) {
    const [b, t, unit] = [Math.floor(i / units / time), Math.floor(i / units) % time, i % units];
    const at = (gate: string) => gates[gate]!.values[i]!;
    if (Number.isNaN(h.values[i])) {
      padded++;
      for (const { values } of Object.values(gates)) expect(values[i]).toBeNaN();
    } else if (c !== undefined) {
      const cell = at('f') * before(c, b, t, unit, backwards) + at('i') * at('c');
      expect(Math.abs(c.values[i]! - cell)).toBeLessThan(2e-6);
      expect(Math.abs(h.values[i]! - at('o') * Math.tanh(cell))).toBeLessThan(2e-6);
    } else {
      const state = at('z') * before(h, b, t, unit, backwards) + (1 - at('z')) * at('h');
      expect(Math.abs(h.values[i]! - state)).toBeLessThan(2e-6);
    }
  }
  for (const gate of Object.values(gates)) expect(gate.shape).toEqual([sequences, time, units]);
  return padded;
}

for (const cell of ['lstm', 'gru'] as const) {
  for (const recurrentActivation of ['sigmoid', 'hardSigmoid'] as const) {
    for (const useBias of [true, false]) {
      test(`gates of ${cell} (${recurrentActivation}, bias ${useBias}) put together are the states it gave out`, () => {
        const { tf } = backend;
        const layer = tf.layers[cell]({
          ...{ units: 5, inputShape: [TIME, 3], recurrentActivation, useBias, returnSequences: true },
          kernelInitializer: tf.initializers.randomNormal({ stddev: 2, seed: 1 }),
          biasInitializer: tf.initializers.randomNormal({ stddev: 1, seed: 2 }),
        });
        const model = tf.sequential({ layers: [layer] });
        const probe = measured(model, tf.randomNormal([4, TIME, 3], 0, 1, 'float32', 3));
        const names = cell === 'lstm' ? ['i', 'f', 'c', 'o'] : ['z', 'r', 'h'];
        expect(probe.gates!.map(({ gate }) => gate)).toEqual(names);
        expect(expectRecombined(probe, `${cell}_1`)).toBe(0);
        // the reset gate takes part in a product, so it is proved by the candidate; both must at least be gates
        const gate = probe.gates!.find((one) => one.gate === (cell === 'lstm' ? 'f' : 'r'))!;
        expect(gate.values.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(new Set(gate.values).size).toBeGreaterThan(10);
      });
    }
  }
}

test('other activations of a cell are its own', () => {
  const { tf } = backend;
  const layer = tf.layers.gru({ units: 3, inputShape: [TIME, 3], activation: 'relu', returnSequences: true });
  const probe = measured(tf.sequential({ layers: [layer] }), tf.randomNormal([4, TIME, 3], 0, 1, 'float32', 3));
  expect(probe.gates!.find(({ gate }) => gate === 'h')!.values.every((value) => value >= 0)).toBe(true);
  expectRecombined(probe, 'gru_1');
});

test('gates of padded steps are missing, those of valid ones whole', () => {
  const { x, y, model } = models['masked Embedding']!(backend.tf);
  expect(expectRecombined(measured(model, x, y), 'lstm_1')).toBeGreaterThan(0);
});

test('stacked layers, stacked cells and both ways of a bidirectional layer have their gates, in true time', () => {
  const { tf } = backend;
  const of = (kind: string) => {
    const { model, x, y } = models[kind]!(tf);
    return measured(model, x, y);
  };
  const stack = of('stacked layers');
  expectRecombined(stack, 'lstm_1');
  expectRecombined(stack, 'gru_1');
  expect(Object.keys(gatesOf(stack, 'simple_rnn_1'))).toEqual([]);
  const cells = of('stacked cells');
  expectRecombined(cells, 'rnn_1/cell_0');
  expectRecombined(cells, 'rnn_1/cell_1');
  const both = of('Bidirectional');
  expectRecombined(both, 'bidirectional_1/forward');
  expectRecombined(both, 'bidirectional_1/backward', true);
  expectRecombined(both, 'bidirectional_2/backward', true);
  expectRecombined(of('backwards'), 'gru_1', true);
  expectRecombined(of('dropout'), 'lstm_1');
});

test('a layer called twice has gates for each call', () => {
  const { model, x, y } = models['shared layer']!(backend.tf);
  const probe = measured(model, x, y);
  expectRecombined(probe, 'lstm_1');
  expectRecombined(probe, 'lstm_1/call_2');
});

test('gates of a stateful layer start from zeros, as its states do, and no tensor stays', () => {
  const { tf } = backend;
  const { model, x, y } = models.stateful!(tf);
  const data = [x.slice(0, BATCH), y.slice(0, BATCH)] as const;
  const expected = measured(model, ...data);
  tf.dispose(model.predict(data[0], { batchSize: BATCH }));
  const live = tf.memory().numTensors;
  const again = measured(model, ...data);
  expect(tf.memory().numTensors).toBe(live);
  expectRecombined(again, 'lstm_1');
  expect(again.gates).toEqual(expected.gates);
});

test('what the loss feels of each unit is 0 for the units nothing reads', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [tf.layers.simpleRNN({ units: 3, inputShape: [TIME, 3] }), tf.layers.dense({ units: 1, useBias: false })],
  });
  const [kernel] = model.layers[0]!.getWeights();
  model.layers[0]!.setWeights([kernel!, tf.eye(3).mul(0.5), tf.zeros([3])]);
  model.layers[1]!.setWeights([tf.tensor([[1], [0], [2]])]);
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const x = tf.randomNormal([4, TIME, 3], 0, 1, 'float32', 3);
  const { unitGradients } = measured(model, x, tf.ones([4, 1]));
  expect(unitGradients!.map(({ layer }) => layer)).toEqual(['simple_rnn_1']);
  const [first, second, third] = unitGradients![0]!.values;
  expect(second).toBe(0);
  expect(first).toBeGreaterThan(0);
  expect(third).toBeGreaterThan(first!);
});

test('of a layer too large the first sequences alone have gates, padding and all', () => {
  const { tf } = backend;
  const { model, x, y } = models['Masking layer']!(tf);
  const whole = measured(model, x, y).gates!;
  const { cells } = readModelLayers(model as unknown as ModelParts);
  const guard = new Guard('test', new Stopwatch(), fail);
  const recording = new Recording(tf, guard, { states: false, inputs: true });
  const unhook = hookCells(cells, guard, () => recording);
  tf.dispose(model.predict(x));
  unhook();
  const live = tf.memory().numTensors;
  const some = readGates(tf, recording, cells, 3 * 4 * TIME * 5);
  expect(tf.memory().numTensors).toBe(live);
  recording.dispose();
  expect(some.map(({ gate, shape }) => [gate, ...shape])).toEqual(['z', 'r', 'h'].map((gate) => [gate, 4, TIME, 5]));
  for (const [i, { values }] of some.entries()) expect(values).toEqual(whole[i]!.values.slice(0, values.length));
});
