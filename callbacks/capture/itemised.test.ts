import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { readModelLayers } from '../../lib/model/model-layers.ts';
import { type ModelParts, type Tensor, type Tf, trainedModel } from '../../lib/model/tfjs-internals.ts';
import type { ItemisedFlow } from './capture.ts';
import { hookCells } from './cell-hooks.ts';
import { readAdjoints } from './flows.ts';
import { Guard } from './guard.ts';
import { createCapture } from './index.ts';
import { itemisedAdjoints } from './itemised.ts';
import type { ProbeRequest } from './probe.ts';
import { Recording } from './recording.ts';
import { Stopwatch } from './stopwatch.ts';
import { orthogonal } from './testing/orthogonal.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

const TIME = 7;
const SEQUENCES = 3;
const every = Array.from({ length: TIME }, (_, t) => t);

function model(tf: Tf, layer: unknown, masked = false, options: object = { inputShape: [TIME, 2] }) {
  const made = tf.sequential({
    layers: [
      ...(masked ? [tf.layers.masking({ maskValue: 0, ...options })] : []),
      layer,
      tf.layers.dense({ units: 2 }),
    ] as never[],
  });
  made.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
  const x = tf.randomNormal([SEQUENCES, TIME, 2], 0, 1, 'float32', 3);
  return { made, x, y: tf.randomNormal([SEQUENCES, TIME, 2], 0, 1, 'float32', 4) };
}

function requestFor({ made, x, y }: ReturnType<typeof model>): ProbeRequest {
  const { tf } = backend;
  const parts = made as unknown as ModelParts;
  const { cells } = readModelLayers(parts);
  const guard = new Guard('test', new Stopwatch(), fail);
  const record: ProbeRequest['record'] = (recording, pass) => {
    const unhook = hookCells(cells, guard, () => recording);
    try {
      return pass();
    } finally {
      unhook();
    }
  };
  return { tf, model: parts, cells, guard, x, y, record };
}

/** ∂L/∂s_t of the whole loss, as `fit` forms it: L is the mean over sequences and steps. */
function wholeAdjoints(request: ProbeRequest) {
  const { tf, cells, model: parts, x, y, record, guard } = request;
  const root = tf.scalar(0);
  const recording = new Recording(tf, guard, { states: false, root });
  const loss = () => {
    const output = parts.apply(x as Tensor, { training: false }) as Tensor;
    return tf.mean(trainedModel(parts).lossFunctions![0]!(y as Tensor, output)).asScalar();
  };
  record(recording, () => tf.valueAndGrad(loss)(root));
  const adjoints = readAdjoints(tf, recording, cells);
  recording.dispose();
  return adjoints;
}

const layers: { readonly [kind: string]: (tf: Tf) => unknown } = {
  SimpleRNN: (tf) => tf.layers.simpleRNN({ units: 4, inputShape: [TIME, 2], returnSequences: true }),
  GRU: (tf) => tf.layers.gru({ units: 4, inputShape: [TIME, 2], returnSequences: true }),
  LSTM: (tf) => tf.layers.lstm({ units: 4, inputShape: [TIME, 2], returnSequences: true }),
  'LSTM of fixed batch size': (tf) =>
    tf.layers.lstm({ units: 4, batchInputShape: [SEQUENCES, TIME, 2], stateful: true, returnSequences: true }),
  'bidirectional GRU': (tf) =>
    tf.layers.bidirectional({
      layer: tf.layers.gru({ units: 4, returnSequences: true }) as never,
      mergeMode: 'concat',
      inputShape: [TIME, 2],
    }),
};

for (const [kind, layer] of Object.entries(layers)) {
  test(`the adjoints of all anchors add up to those of the whole loss: ${kind}`, () => {
    const { tf } = backend;
    const request = requestFor(model(tf, layer(tf)));
    const passes = itemisedAdjoints(request, every);
    for (const whole of wholeAdjoints(request)) {
      for (const quantity of ['h', 'c'] as const) {
        const expected = whole[quantity];
        if (expected === null) continue;
        const sum = new Float64Array(expected.values.length);
        for (const { anchors, sequences, layers: found } of passes) {
          const { values, batch, time, units } = found.find((one) => one.layer === whole.layer)![quantity]!;
          expect(batch).toBe(anchors.length * sequences);
          for (let i = 0; i < values.length; i++) {
            const [t, row, unit] = [Math.floor(i / units / batch), Math.floor(i / units) % batch, i % units];
            // L is the mean over sequences and steps, an anchor's loss is each sequence's own
            sum[(t * sequences + (row % sequences)) * units + unit]! += values[i]! / sequences / time;
          }
        }
        const largest = Math.max(...expected.values.map(Math.abs));
        expect(largest).toBeGreaterThan(1e-3);
        for (const [i, value] of expected.values.entries())
          expect(Math.abs(sum[i]! - value)).toBeLessThan(1e-6 * (1 + largest));
      }
    }
  });
}

test('a row is 0 after its anchor, and largest at it', () => {
  const { tf } = backend;
  const { made, x, y } = model(tf, layers.LSTM!(tf));
  const live = tf.memory().numTensors;
  const [flow] = createCapture(tf, made, { onError: fail }).itemised(x, y, [2, 6]) as [ItemisedFlow];
  expect(tf.memory().numTensors).toBe(live);
  expect([flow.layer, flow.quantity, flow.anchors, flow.time, flow.sequences]).toEqual([
    'lstm_1',
    'joint',
    [2, 6],
    TIME,
    SEQUENCES,
  ]);
  const row = Array.from(flow.values.subarray(0, TIME));
  expect(row.slice(3)).toEqual([0, 0, 0, 0]);
  expect(row.slice(0, 3).every((norm) => norm > 0)).toBe(true);
  expect(flow.values.subarray(TIME).every((norm) => norm > 0)).toBe(true);
});

test('the row of the last anchor is the flow of the probe, which is anchored there', () => {
  const { tf } = backend;
  const { made, x, y } = model(tf, layers.GRU!(tf));
  const capture = createCapture(tf, made, { onError: fail });
  const [flow] = capture.itemised(x, y, [TIME - 1]) as [ItemisedFlow];
  const probe = capture.measureProbe(x, y).flows[0]!.values.subarray(0, TIME);
  for (const [t, norm] of flow.values.entries()) expect(Math.abs(norm - probe[t]!)).toBeLessThan(1e-5 * probe[t]!);
});

test('sequences that are over before an anchor are left out of its row, padded steps are missing', () => {
  const { tf } = backend;
  const { made, x, y } = model(tf, tf.layers.gru({ units: 4, returnSequences: true }), true);
  const mask = tf.tensor(
    Array.from({ length: SEQUENCES }, (_, b) => every.map((t) => [Number(t < (b === 0 ? 5 : 3))])),
  );
  const [flow] = createCapture(tf, made, { onError: fail }).itemised(x.mul(mask), y, [2, 4, 6]) as [ItemisedFlow];
  const rows = [0, 1, 2].map((row) => Array.from(flow.values.subarray(row * TIME, (row + 1) * TIME)));
  expect(rows[0]!.slice(0, 3).every((norm) => norm > 0)).toBe(true);
  // the first sequence alone has an anchor at 4
  const [alone] = createCapture(tf, made, { onError: fail }).itemised(x.mul(mask).slice(0, 1), y.slice(0, 1), [4]) as [
    ItemisedFlow,
  ];
  for (let t = 0; t < 5; t++) expect(rows[1]![t]!).toBeCloseTo(alone.values[t]!, 6);
  expect(rows[1]!.slice(5)).toEqual([Number.NaN, Number.NaN]);
  expect(rows[2]!.every(Number.isNaN)).toBe(true);
});

test('a loss at every step hides in its sum that the recurrence forgets; the last anchor shows it', () => {
  const { tf } = backend;
  const [time, units, gain] = [60, 8, 0.8];
  const layer = tf.layers.simpleRNN({ units, activation: 'linear', inputShape: [time, 2], returnSequences: true });
  const made = tf.sequential({ layers: [layer] });
  const recurrent = tf.tensor(orthogonal(units, 5).map((row) => row.map((value) => gain * value)));
  layer.setWeights([layer.getWeights()[0]!, recurrent, tf.zeros([units])]);
  made.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
  const x = tf.randomNormal([8, time, 2], 0, 1, 'float32', 3);
  const y = tf.randomNormal([8, time, units], 0, 1, 'float32', 4);
  const request = requestFor({ made, x, y } as never);
  const [whole] = wholeAdjoints(request);
  const norm = (t: number) => Math.hypot(...whole!.h.values.subarray(t * 8 * units, (t + 1) * 8 * units));
  const total = norm(0) / norm(time - 1);
  expect(total).toBeGreaterThan(0.5);
  expect(total).toBeLessThan(5);
  const [flow] = createCapture(tf, made, { onError: fail }).itemised(x, y, [time - 1]) as [ItemisedFlow];
  const itemised = flow.values[0]! / flow.values[time - 1]!;
  expect(itemised).toBeLessThan(1e-5);
  expect(itemised / gain ** (time - 1)).toBeCloseTo(1, 3);
});

test('a stateful model gets its states back', () => {
  const { tf } = backend;
  const { made, x, y } = model(tf, layers['LSTM of fixed batch size']!(tf));
  tf.dispose(made.predict(x, { batchSize: SEQUENCES }));
  const states = () => (made.layers[0] as unknown as { states: Tensor[] }).states.map((state) => state.arraySync());
  const kept = states();
  const live = tf.memory().numTensors;
  createCapture(tf, made, { onError: fail }).itemised(x, y, [1, 6]);
  expect(tf.memory().numTensors).toBe(live);
  expect(states()).toEqual(kept);
});

test('where the loss has no time axis, or there is none, nothing is itemised and nothing stays', () => {
  const { tf } = backend;
  const made = tf.sequential({
    layers: [tf.layers.gru({ units: 3, inputShape: [TIME, 2] }), tf.layers.dense({ units: 2 })],
  });
  const capture = createCapture(tf, made, { onError: fail });
  const x = tf.ones([SEQUENCES, TIME, 2]);
  const y = tf.ones([SEQUENCES, 2]);
  expect(capture.itemised(x, y, [TIME - 1])).toEqual([]);
  made.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  tf.dispose(made.predict(x));
  const live = tf.memory().numTensors;
  expect(capture.itemised(x, y, [TIME - 1])).toEqual([]);
  expect(capture.itemised(x, null, [TIME - 1])).toEqual([]);
  expect(tf.memory().numTensors).toBe(live);
});
