import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import type { AttentionOptions } from '../../lib/model/attention/attention-config.ts';
import { attention } from '../layers/attention.ts';
import { createCapture } from './index.ts';
import { models } from './testing/models.ts';
import { withSeededRandom } from './testing/random.ts';

type Symbolic = TensorFlow.SymbolicTensor;

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function fail(error: Error): never {
  throw error;
}

const SOURCE = [
  [3, 1, 4, 0, 0],
  [5, 8, 2, 6, 7],
  [2, 0, 0, 0, 0],
];
const TARGET = [
  [1, 2, 3, 4],
  [3, 4, 5, 6],
  [1, 1, 2, 2],
];

/** Encoder, decoder, and between them our layer, or a softmax over their products that masks nothing. */
function translator(
  tf: typeof TensorFlow,
  { ours, maskZero = true }: { ours: AttentionOptions | null; maskZero?: boolean },
) {
  const source = tf.input({ shape: [5] });
  const target = tf.input({ shape: [4] });
  const embed = (zero: boolean) => tf.layers.embedding({ inputDim: 9, outputDim: 4, maskZero: zero });
  const recurrent = () => tf.layers.lstm({ units: 4, returnSequences: true });
  const encoded = recurrent().apply(embed(maskZero).apply(source)) as Symbolic;
  const decoded = recurrent().apply(embed(false).apply(target)) as Symbolic;
  const attend = (): Symbolic => {
    if (ours) return attention({ name: 'look', ...ours }, { tf }).apply([decoded, encoded]) as Symbolic;
    const scores = tf.layers.dot({ axes: [2, 2] }).apply([decoded, encoded]);
    const weights = tf.layers.activation({ activation: 'softmax', name: 'look' }).apply(scores) as Symbolic;
    return tf.layers.dot({ axes: [2, 1] }).apply([weights, encoded]) as Symbolic;
  };
  const output = tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3, activation: 'softmax' }) });
  const model = tf.model({ inputs: [source, target], outputs: output.apply(attend()) as Symbolic });
  model.compile({ loss: 'categoricalCrossentropy', optimizer: 'sgd' });
  return model;
}

function data(tf: typeof TensorFlow) {
  const y = tf.oneHot(
    tf.tensor2d(
      TARGET.map((row) => row.map((word) => word % 3)),
      [3, 4],
      'int32',
    ),
    3,
  );
  return { x: [tf.tensor2d(SOURCE), tf.tensor2d(TARGET)], y };
}

test.each([1, 2])('weights of our layer come with the pass over the probe, with their mask: %i heads', (heads) => {
  const { tf } = backend;
  const model = translator(tf, { ours: { score: 'general', heads } });
  const { x, y } = data(tf);
  const capture = createCapture(tf, model, { onError: fail });
  const before = tf.memory().numTensors;
  const { attention: found = [] } = capture.measureProbe(x, y);
  expect(tf.memory().numTensors).toBe(before);
  expect(found.map(({ layer, shape }) => [layer, shape])).toEqual([['look', [3, heads, 4, 5]]]);
  expect(Array.from(found[0]!.sourceMask!)).toEqual(SOURCE.flat().map((word) => Number(word !== 0)));
  const { values } = found[0]!;
  for (let row = 0; row < values.length; row += 5) {
    const weights = Array.from(values.subarray(row, row + 5));
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const sequence = SOURCE[Math.floor(row / 5 / 4 / heads)]!;
    for (const [s, word] of sequence.entries()) if (word === 0) expect(weights[s]).toBe(0);
  }
  // the same again, and nothing left on the model
  expect(capture.measureProbe(x, y).attention).toEqual(found);
  expect(Object.hasOwn(model.getLayer('look'), 'weigh')).toBe(false);
  expect(Object.hasOwn(model.getLayer('look'), 'call')).toBe(false);
});

test('weights that the layer gives out itself are the ones captured, once', () => {
  const { tf } = backend;
  const query = tf.input({ shape: [2, 3] });
  const values = tf.input({ shape: [4, 3] });
  const outputs = attention({ returnScores: true }, { tf }).apply([query, values]) as unknown as Symbolic[];
  const model = tf.model({ inputs: [query, values], outputs });
  const x = [tf.randomNormal([2, 2, 3], 0, 1, 'float32', 1), tf.randomNormal([2, 4, 3], 0, 1, 'float32', 2)];
  const [, weights] = model.predict(x) as TensorFlow.Tensor[];
  const { attention: found = [] } = createCapture(tf, model, { onError: fail }).measureProbe(x, null);
  expect(found).toHaveLength(1);
  expect(found[0]!.layer).toBe('attention_1');
  expect(Array.from(found[0]!.values)).toEqual(Array.from(weights!.dataSync()));
  expect(found[0]!.sourceMask).toBeNull();
});

test.each([
  ['an Embedding that says so', true],
  ['word 0 at the ends', false],
])('a named softmax is captured as it is, mass on padding and all; padding is known by %s', (_, maskZero) => {
  const { tf } = backend;
  const model = translator(tf, { ours: null, maskZero });
  const { x, y } = data(tf);
  const capture = createCapture(tf, model, { onError: fail, attention: ['look'] });
  const { attention: found = [] } = capture.measureProbe(x, y);
  expect(found.map(({ layer, shape }) => [layer, shape])).toEqual([['look', [3, 1, 4, 5]]]);
  expect(Array.from(found[0]!.sourceMask!)).toEqual(SOURCE.flat().map((word) => Number(word !== 0)));
  // padding of the first sequence gets its share of an unmasked softmax
  expect(found[0]!.values[3]).toBeGreaterThan(0);
});

test('word 0 between others is a word, not padding', () => {
  const { tf } = backend;
  const model = translator(tf, { ours: null, maskZero: false });
  const x = [
    tf.tensor2d([
      [3, 0, 4, 0, 0],
      [5, 8, 2, 6, 7],
      [2, 0, 0, 0, 0],
    ]),
    tf.tensor2d(TARGET),
  ];
  const capture = createCapture(tf, model, { onError: fail, attention: ['look'] });
  expect(capture.measureProbe(x, null).attention![0]!.sourceMask).toBeNull();
});

test('a layer that is not there is refused with the names there are', () => {
  const { tf } = backend;
  const model = translator(tf, { ours: null });
  expect(() => createCapture(tf, model, { onError: fail, attention: ['attend'] })).toThrow(
    'attention: no layer "attend" — give one of embedding_1',
  );
});

test('a named layer that gives no attention is said, and the rest is captured', () => {
  const { tf } = backend;
  const { model, x, y } = models.LSTM!(tf);
  const said: string[] = [];
  const onError = ({ message }: Error) => said.push(message);
  const { attention: found, states } = createCapture(tf, model, { onError, attention: ['lstm_1'] }).measureProbe(x, y);
  expect(found).toEqual([]);
  expect(said[0]).toContain('attention of lstm_1 is not captured: its output [12,5] is no attention');
  expect(states).toHaveLength(2);
});

test.each(['LSTM', 'dropout', 'masked Embedding'])(
  'saliency between training steps leaves training, and what is captured of it, alone: %s',
  async (kind) => {
    const { tf } = backend;
    const train = async (explain: boolean) => {
      const { model, x, y } = models[kind]!(tf);
      const capture = createCapture(tf, model, { onError: fail });
      capture.install();
      const steps: unknown[] = [];
      await model.fit(x, y, {
        ...{ epochs: 2, batchSize: 4, shuffle: false, verbose: 0 },
        callbacks: {
          onBatchBegin: async () => capture.sample({ weights: true, flow: true }),
          onBatchEnd: async () => {
            if (explain) capture.saliency(x, y, { sequences: [0, 5] });
            steps.push(capture.take());
          },
        },
      });
      capture.uninstall();
      return { steps, weights: model.getWeights().map((w) => Array.from(w.dataSync())) };
    };
    const seeded = async (explain: boolean) => (await withSeededRandom(5, () => train(explain))).value;
    expect(await seeded(true)).toEqual(await seeded(false));
  },
);

test('saliency of some sequences is that of all, cut; of a fixed batch size too', () => {
  const { tf } = backend;
  for (const kind of ['masked Embedding', 'stateful']) {
    const { model, x, y } = models[kind]!(tf);
    const [data, targets] = kind === 'stateful' ? [x.slice(0, 4), y.slice(0, 4)] : [x, y];
    const capture = createCapture(tf, model, { onError: fail });
    const all = capture.saliency(data, targets, {});
    const some = capture.saliency(data, targets, { sequences: [1, 3] });
    const size = all.shape[1] * all.shape[2];
    const expected = [...all.values.subarray(size, 2 * size), ...all.values.subarray(3 * size, 4 * size)];
    expect(some.shape).toEqual([2, all.shape[1], all.shape[2]]);
    for (const [i, value] of expected.entries()) {
      if (Number.isNaN(value)) expect(some.values[i]).toBeNaN();
      else expect(some.values[i]).toBeCloseTo(value, 6);
    }
    expect(some.classes).toEqual([all.classes[1], all.classes[3]]);
  }
});
