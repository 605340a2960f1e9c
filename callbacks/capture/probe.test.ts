import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { createCapture } from './index.ts';
import { BATCH, models, SEQUENCES, TIME } from './testing/models.ts';
import { withSeededRandom } from './testing/random.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

test('the states of the probe are those the layers give out, in true time', async () => {
  const { tf } = backend;
  const x = tf.input({ shape: [TIME, 3] });
  const options = { returnSequences: true, returnState: true } as const;
  const [sequence, lastH, lastC] = tf.layers.lstm({ units: 4, ...options }).apply(x) as never[];
  const backwards = tf.layers.gru({ units: 4, returnSequences: true, goBackwards: true }).apply(sequence as never);
  const model = tf.model({ inputs: x, outputs: [sequence, lastH, lastC, backwards] as never });
  const data = tf.randomNormal([2, TIME, 3]);
  const [h, last, c, g] = (model.predict(data) as ReturnType<typeof tf.tensor>[]).map((t) => Array.from(t.dataSync()));
  const { states, flows, loss, output } = createCapture(tf, model, { onError: fail }).measureProbe(data, null);
  expect(states.map(({ layer, quantity, shape }) => [layer, quantity, shape])).toEqual([
    ['lstm_1', 'h', [2, TIME, 4]],
    ['lstm_1', 'c', [2, TIME, 4]],
    ['gru_1', 'h', [2, TIME, 4]],
  ]);
  const at = (values: ArrayLike<number>, b: number, t: number) =>
    Array.from(values).slice((b * TIME + t) * 4, (b * TIME + t + 1) * 4);
  expect(Array.from(states[0]!.values)).toEqual(h);
  expect([...at(states[1]!.values, 0, TIME - 1), ...at(states[1]!.values, 1, TIME - 1)]).toEqual(c);
  expect([...at(states[0]!.values, 0, TIME - 1), ...at(states[0]!.values, 1, TIME - 1)]).toEqual(last);
  // a layer that runs backwards gives its first step in true time out last
  for (let t = 0; t < TIME; t++) expect(at(states[2]!.values, 1, t)).toEqual(at(g!, 1, TIME - 1 - t));
  expect(Array.from(output!.values)).toEqual(h);
  // not compiled: no loss, so no gradient either
  expect(loss).toBeNaN();
  expect(flows).toEqual([]);
});

test('padded steps are missing in states and flow, and lag counts from the last valid step', () => {
  const { tf } = backend;
  const { model, x, y } = models['masked Embedding']!(tf);
  const { states, flows, anchor } = createCapture(tf, model, { onError: fail }).measureProbe(x, y);
  const lengths = Array.from({ length: SEQUENCES }, (_, i) => 2 + (i % 5));
  const [{ values, shape }] = states as [(typeof states)[0]];
  for (const [b, length] of lengths.entries()) {
    for (let t = 0; t < TIME; t++) {
      expect(Number.isNaN(values[(b * TIME + t) * shape[2]]), `sequence ${b} at ${t}`).toBe(t >= length);
    }
  }
  expect(anchor).toBe('last');
  const flow = flows[0]!;
  // entry 0 by lag is each sequence's own last step, where the gradient is largest here
  expect(flow.lagValues![0]).toBe(Math.max(...flow.lagValues!.subarray(0, TIME)));
  expect(flow.lagValues![TIME - 1]).toBeGreaterThan(0);
  expect(flow.values[0]).toBeGreaterThan(0);
});

test('a loss at every step is anchored at the last valid step of each sequence', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [
      tf.layers.masking({ maskValue: 0, inputShape: [TIME, 3] }),
      tf.layers.gru({ units: 4, returnSequences: true }),
      tf.layers.dense({ units: 2 }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const mask = tf.tensor3d([
    [[1], [1], [1], [1], [1], [1]],
    [[1], [1], [1], [0], [0], [0]],
  ]);
  const x = tf.randomNormal([2, TIME, 3]).mul(mask);
  const y = tf.randomNormal([2, TIME, 2]);
  const { anchor, loss, flows } = createCapture(tf, model, { onError: fail }).measureProbe(x, y);
  expect(anchor).toBe('last');
  const difference = tf
    .sub(model.predict(x) as typeof y, y)
    .square()
    .arraySync() as number[][][];
  expect(loss).toBeCloseTo(
    (difference[0]![5]![0]! + difference[0]![5]![1]! + difference[1]![2]![0]! + difference[1]![2]![1]!) / 4,
    5,
  );
  // two sequences: q10 and q90 straddle the two values; at step 4 only the first sequence is there
  expect(flows[0]!.values[4]).toBe(flows[0]!.values[TIME + 4]);
});

test('the loss of the probe is that of evaluate, for class indices too', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [tf.layers.lstm({ units: 4, inputShape: [TIME, 3] }), tf.layers.dense({ units: 3, activation: 'softmax' })],
  });
  model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
  const x = tf.randomNormal([BATCH, TIME, 3]);
  const y = tf.tensor2d([[0], [2], [1], [2]]);
  const { loss, flows } = createCapture(tf, model, { onError: fail }).measureProbe(x, y);
  expect(loss).toBeCloseTo((model.evaluate(x, y) as ReturnType<typeof tf.scalar>).dataSync()[0]!, 5);
  expect(flows[0]!.values[TIME - 1]).toBeGreaterThan(0);
});

test('several outputs add their losses up, each anchored where it has a time axis', () => {
  const { tf } = backend;
  const x = tf.input({ shape: [TIME, 3] });
  const sequence = tf.layers.gru({ units: 4, returnSequences: true }).apply(x);
  const each = tf.layers.dense({ units: 2 }).apply(sequence);
  const once = tf.layers.dense({ units: 1 }).apply(tf.layers.globalAveragePooling1d({}).apply(sequence));
  const model = tf.model({ inputs: x, outputs: [each, once] as never });
  model.compile({ optimizer: 'sgd', loss: ['meanSquaredError', 'meanAbsoluteError'] });
  const data = tf.randomNormal([BATCH, TIME, 3]);
  const targets = [tf.randomNormal([BATCH, TIME, 2]), tf.randomNormal([BATCH, 1])] as const;
  const { loss, anchor } = createCapture(tf, model, { onError: fail }).measureProbe(data, targets);
  const [all, one] = model.predict(data) as ReturnType<typeof tf.tensor>[];
  const last = (t: ReturnType<typeof tf.tensor>) => tf.slice(t, [0, TIME - 1, 0]);
  const expected = tf.add(
    tf.mean(tf.square(tf.sub(last(all!), last(targets[0])))),
    tf.mean(tf.abs(tf.sub(one!, targets[1]))),
  );
  expect(anchor).toBe('last');
  expect(loss).toBeCloseTo(expected.dataSync()[0]!, 5);
});

test('measuring a stateful model starts from zeros and gives it back its states', async () => {
  const { tf } = backend;
  const { model, x, y } = models.stateful!(tf);
  const probe = [x.slice(0, BATCH), y.slice(0, BATCH)] as const;
  const capture = createCapture(tf, model, { onError: fail });
  const fresh = capture.measureProbe(...probe);
  const first = model.predict(probe[0], { batchSize: BATCH }) as typeof x;
  const states = () => (model.layers[0] as unknown as { states: (typeof x)[] }).states.map((s) => s.arraySync());
  const kept = states();
  expect(kept.flat(2).some((value) => value !== 0)).toBe(true);
  const before = tf.memory().numTensors;
  const again = capture.measureProbe(...probe);
  expect(tf.memory().numTensors).toBe(before);
  expect(states()).toEqual(kept);
  expect(again).toEqual(fresh);
  expect(Array.from(again.output!.values)).toEqual(Array.from(first.dataSync()));
});

test('a stateful model says which batch size its probe needs', () => {
  const { tf } = backend;
  const { model, x, y } = models.stateful!(tf);
  const capture = createCapture(tf, model, { onError: fail });
  expect(() => capture.measureProbe(x, y)).toThrow(`give exactly ${BATCH} sequences`);
});

test('a probe of the wrong shape is refused with both shapes', () => {
  const { tf } = backend;
  const { model, x, y } = models.LSTM!(tf);
  const capture = createCapture(tf, model, { onError: fail });
  expect(() => capture.measureProbe(tf.zeros([2, TIME, 7]), y)).toThrow(`shape [2,${TIME},7] for input [,${TIME},3]`);
  expect(() => capture.measureProbe([1, 2, 3], y)).toThrow('not a tensor');
  expect(() => capture.measureProbe(x, [y, y])).toThrow('2 tensor(s) for a model of 1 output(s)');
  const before = tf.memory().numTensors;
  expect(() => capture.measureProbe(x, tf.zeros([1, 1, 1, 1, 7]))).toThrow();
  // the target alone
  expect(tf.memory().numTensors).toBe(before + 1);
});

test('measuring draws no random number, keeps no tensor and is the same each time, with dropout in the model', async () => {
  const { tf } = backend;
  const { model, x, y } = models.dropout!(tf);
  const capture = createCapture(tf, model, { onError: fail });
  const { draws } = await withSeededRandom(3, async () => {
    const before = tf.memory().numTensors;
    const once = capture.measureProbe(x, y);
    expect(tf.memory().numTensors).toBe(before);
    expect(capture.measureProbe(x, y)).toEqual(once);
  });
  expect(draws).toBe(0);
});

test('a model without recurrent layers has output and loss, but no states and no flow', () => {
  const { tf } = backend;
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const capture = createCapture(tf, model, { onError: fail });
  const { states, flows, loss, output } = capture.measureProbe(tf.ones([4, 3]), tf.ones([4, 2]));
  expect([states, flows, capture.notCaptured]).toEqual([[], [], []]);
  expect(loss).toBeGreaterThan(0);
  expect(output!.shape).toEqual([4, 2]);
});
