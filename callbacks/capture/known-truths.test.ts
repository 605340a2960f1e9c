import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import type { Tf } from '../../lib/model/tfjs-internals.ts';
import { createCapture } from './index.ts';
import { orthogonal } from './testing/orthogonal.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

const TIME = 20;
const UNITS = 8;

/** Linear recurrence h_t = x_t K + h_{t−1} g Q, loss on the last state. */
function linearModel(tf: Tf, gain: number, returnSequences = false) {
  const recurrence = tf.layers.simpleRNN({
    units: UNITS,
    activation: 'linear',
    inputShape: [TIME, 2],
    returnSequences,
  });
  const model = tf.sequential({ layers: [recurrence] });
  const [kernel] = recurrence.getWeights();
  const recurrent = tf.tensor(orthogonal(UNITS, 5).map((row) => row.map((value) => gain * value)));
  recurrence.setWeights([kernel!, recurrent, tf.zeros([UNITS])]);
  model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
  return model;
}

for (const gain of [0.8, 0.9, 1, 1.1]) {
  test(`a linear recurrence with ${gain} · Q carries the gradient back by exactly ${gain} a step`, async () => {
    const { tf } = backend;
    const model = linearModel(tf, gain);
    const x = tf.randomNormal([6, TIME, 2], 0, 1, 'float32', 3);
    const y = tf.randomNormal([6, UNITS], 0, 1, 'float32', 4);
    const capture = createCapture(tf, model, { onError: fail });
    capture.install();
    capture.sample({ weights: false, flow: true });
    const flows: Float32Array[] = [];
    const callbacks = { onBatchEnd: async () => void flows.push(capture.take()!.flows[0]!.values) };
    await model.fit(x, y, { epochs: 1, batchSize: 6, verbose: 0, callbacks });
    const flow = flows[0]!;
    const probe = capture.measureProbe(x, y).flows[0]!.values;
    capture.uninstall();
    for (let k = 1; k < TIME; k++) {
      expect(flow[TIME - 1 - k]! / flow[TIME - 1]!).toBeCloseTo(gain ** k, 5);
      expect(probe[TIME - 1 - k]! / probe[TIME - 1]!).toBeCloseTo(gain ** k, 5);
    }
  });
}

test('the gradient at the layer output, which other tools draw, is not the flow: it is 0 at all steps but the last', async () => {
  const { tf } = backend;
  const model = linearModel(tf, 0.9, true);
  const x = tf.randomNormal([2, TIME, 2], 0, 1, 'float32', 3);
  const y = tf.randomNormal([2, TIME, UNITS], 0, 1, 'float32', 4);
  const { flows, anchor } = createCapture(tf, model, { onError: fail }).measureProbe(x, y);
  const atOutput = tf.grad((sequence) => {
    const last = [0, TIME - 1, 0];
    return tf.losses.meanSquaredError(tf.slice(y, last), tf.slice(sequence, last)) as never;
  })(model.apply(x) as never);
  const steps = atOutput.norm('euclidean', [0, 2]).arraySync() as number[];
  expect(anchor).toBe('last');
  expect(steps.filter((norm) => norm > 0)).toHaveLength(1);
  expect(Array.from(flows[0]!.values.subarray(0, TIME)).filter((norm) => norm > 0)).toHaveLength(TIME);
});

test('the flow of one sequence agrees with central finite differences of the loss', () => {
  const { tf } = backend;
  const cell = {
    kernelInitializer: 'glorotNormal',
    recurrentInitializer: 'orthogonal',
    returnSequences: true,
  } as const;
  const layer = tf.layers.lstm({ units: 3, inputShape: [5, 2], ...cell });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const x = tf.randomNormal([1, 5, 2], 0, 1, 'float32', 5);
  const y = tf.randomNormal([1, 5, 3], 0, 1, 'float32', 6);
  const { flows } = createCapture(tf, model, { onError: fail }).measureProbe(x, y);
  const inner = layer as unknown as { cell: { call(...args: unknown[]): unknown[] } };
  const original = inner.cell.call;
  const lossWith = (t: number, unit: number, shift: number) => {
    let step = 0;
    inner.cell.call = (...args) => {
      const [, h, c] = original.apply(inner.cell, args) as [unknown, ReturnType<Tf['tensor']>, unknown];
      const nudge = tf.oneHot(tf.tensor1d([unit], 'int32'), 3).mul(shift);
      const nudged = step++ === t ? tf.add(h, nudge) : h;
      return [nudged, nudged, c];
    };
    const output = model.apply(x) as ReturnType<Tf['tensor3d']>;
    Reflect.deleteProperty(inner.cell, 'call');
    const difference = tf.sub(output.slice([0, 4, 0]), y.slice([0, 4, 0] as never));
    return tf.mean(tf.square(difference)).dataSync()[0]!;
  };
  for (const t of [0, 2, 4]) {
    const slopes = [0, 1, 2].map((unit) => (lossWith(t, unit, 0.05) - lossWith(t, unit, -0.05)) / 0.1);
    const norm = Math.hypot(...slopes);
    expect(Math.abs(flows[0]!.values[t]! - norm)).toBeLessThan(0.01 * norm + 1e-5);
  }
});
