/**
 * Real small trainings through the public API on inputs that a view must put up with. Names as arguments, none for all:
 *
 * - `scripts`: words of many scripts, right to left and emoji among them, in sequences of different lengths; two heads
 * - `long`: a source of a thousand words
 * - `gates`: frames without words, of different lengths; weights that do not sum to 1, from a layer named by the user
 * - `one`: one unit, one timestep, one probe sequence, nothing said of it
 * - `few`: fewer states than a perplexity asks for
 * - `still`: states that never change
 * - `many`: two hundred classes
 * - `custom`: a layer of the user's own, which no page knows
 * - `broken`: one probe sequence is NaN, and from epoch 2 on everything is
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import { attention, type MonitorOptions, unrolled } from 'unrolled/callbacks';
import { loadBackend } from '../../examples/backend.ts';

const { tf } = await loadBackend();
const SEED = 3;
type Symbolic = TensorFlow.SymbolicTensor;
type Model = TensorFlow.LayersModel;

/** Numbers in [0, 1), the same every time. */
function congruence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

const draw = congruence(7);
const frames = (count: number, time: number, features: number) =>
  Array.from({ length: count }, () =>
    Array.from({ length: time }, () => Array.from({ length: features }, () => 2 * draw() - 1)),
  );

async function train(model: Model, x: unknown, y: unknown, options: MonitorOptions, epochs = 3): Promise<void> {
  const monitor = await unrolled(model, { tf, project: 'odd', ...options });
  const [inputs, targets] = [x, y] as [TensorFlow.Tensor[], TensorFlow.Tensor];
  await model.fit(inputs, targets, { epochs, batchSize: 8, verbose: 0, callbacks: monitor });
}

const SENTENCES: readonly (readonly [source: readonly string[], target: readonly string[]])[] = [
  [
    ['قرأت', 'الطالبة', '(3', 'كتب', ')', 'أمس', '.'],
    ['The', 'student', 'read', '(3', 'books', ')', 'yesterday', '.'],
  ],
  [
    ['שלום', ',', 'עולם', '!'],
    ['👋🏽', '🌍', '!'],
  ],
  [
    ['👩‍👩‍👧‍👦', '🏳️‍🌈', 'é', '👍🏿', '🇨🇳'],
    ['家', '庭', '骄', '傲', '！'],
  ],
  [
    ['二〇二六年', '一月', '，', '她说', '：', '“', '你好', '”'],
    ['في', 'يناير', '2026', 'قالت', '«', 'مرحبا', '»'],
  ],
  [
    ['<img src=x onerror=alert(1)>', '\u202eevil', ' ', '', 'Donaudampfschifffahrtsgesellschaftskapitän'],
    ['fine', '⟨eos⟩'],
  ],
  [['สวัสดี'], ['hello', 'नमस्ते']],
];

async function scripts(): Promise<void> {
  const [time, steps] = [9, 9];
  const words = [...new Set(SENTENCES.flat(2))];
  const ids = (tokens: readonly string[], length: number) =>
    Array.from({ length }, (_, t) => (t < tokens.length ? words.indexOf(tokens[t]!) + 1 : 0));
  const size = words.length + 1;
  const repeated = Array.from({ length: 24 }, (_, i) => SENTENCES[i % SENTENCES.length]!);
  const tensors = (pairs: typeof repeated) => ({
    x: [
      tf.tensor2d(pairs.map(([source]) => ids(source, time))),
      tf.tensor2d(pairs.map(([, target]) => [size, ...ids(target, steps)].slice(0, steps))),
    ],
    y: tf.oneHot(
      tf.tensor2d(
        pairs.map(([, target]) => ids(target, steps)),
        undefined,
        'int32',
      ),
      size,
    ),
  });
  const source = tf.input({ shape: [time] });
  const given = tf.input({ shape: [steps] });
  const embedded = (of: Symbolic, inputDim: number) =>
    tf.layers.embedding({ inputDim, outputDim: 6, maskZero: true }).apply(of) as Symbolic;
  const read = tf.layers.gru({ units: 8, returnSequences: true }).apply(embedded(source, size)) as Symbolic;
  const written = tf.layers.lstm({ units: 8, returnSequences: true }).apply(embedded(given, size + 1)) as Symbolic;
  const context = attention({ score: 'general', heads: 2, seed: SEED }, { tf }).apply([written, read]) as Symbolic;
  const both = tf.layers.concatenate().apply([written, context]) as Symbolic;
  const said = tf.layers.dense({ units: size, activation: 'softmax' }).apply(both) as Symbolic;
  const model = tf.model({ inputs: [source, given], outputs: said });
  model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.1) });
  const probe = tensors(SENTENCES.slice());
  const { x, y } = tensors(repeated);
  await train(model, x, y, {
    name: 'scripts',
    probe: {
      ...probe,
      tokens: SENTENCES.map(([tokens]) => tokens),
      targetTokens: SENTENCES.map(([, tokens]) => tokens),
      labels: ['عربي: "٣"', 'עברית', 'emoji 👩‍👩‍👧‍👦', '中文', '<b>markup</b>', 'ไทย'],
      decode: () =>
        tf.tidy(() => {
          const best = (model.predict(probe.x) as TensorFlow.Tensor).argMax(-1).arraySync() as number[][];
          return best.map((row, i) => row.slice(0, SENTENCES[i]![1].length).map((id) => words[id - 1] ?? ''));
        }),
    },
  });
}

async function long(): Promise<void> {
  const [time, targets, size] = [1000, 12, 40];
  const stream = Array.from({ length: 4 }, () =>
    Array.from({ length: time }, () => 1 + Math.floor(draw() * (size - 1))),
  );
  const source = tf.input({ shape: [time] });
  const queries = tf.input({ shape: [targets, 3] });
  const embedded = tf.layers.embedding({ inputDim: size, outputDim: 4, maskZero: true }).apply(source) as Symbolic;
  const read = tf.layers.gru({ units: 4, returnSequences: true }).apply(embedded) as Symbolic;
  const written = tf.layers.gru({ units: 4, returnSequences: true }).apply(queries) as Symbolic;
  const context = attention({ score: 'additive', seed: SEED }, { tf }).apply([written, read]) as Symbolic;
  const said = tf.layers.dense({ units: 5, activation: 'softmax' }).apply(context) as Symbolic;
  const model = tf.model({ inputs: [source, queries], outputs: said });
  model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.02) });
  const x = [tf.tensor2d(stream), tf.tensor3d(frames(4, targets, 3))];
  const classes = Array.from({ length: 4 * targets }, (_, i) => i % 5);
  const y = tf.oneHot(tf.tensor2d(classes, [4, targets], 'int32'), 5);
  const tokens = stream.map((ids) => ids.map((id) => `word${id}`));
  await train(model, x, y, { name: 'long', probe: { x, y, tokens } }, 2);
}

async function gates(): Promise<void> {
  const [time, features] = [14, 3];
  const cut = (all: number[][][]) => all.map((one, i) => one.map((frame, t) => (t < 6 + (i % 9) ? frame : [0, 0, 0])));
  const input = tf.input({ shape: [time, features] });
  const masked = tf.layers.masking({ maskValue: 0 }).apply(input) as Symbolic;
  const read = tf.layers.simpleRNN({ units: 5, returnSequences: true }).apply(masked) as Symbolic;
  const score = tf.layers.dense({ units: 1, activation: 'sigmoid' }).apply(read) as Symbolic;
  const flat = tf.layers.reshape({ targetShape: [time] }).apply(score) as Symbolic;
  const weights = tf.layers.activation({ activation: 'linear', name: 'gate_weights' }).apply(flat) as Symbolic;
  const pooled = tf.layers.dot({ axes: 1 }).apply([weights, read]) as Symbolic;
  const said = tf.layers.dense({ units: 2, activation: 'softmax' }).apply(pooled) as Symbolic;
  const model = tf.model({ inputs: input, outputs: said });
  model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.01) });
  const x = tf.tensor3d(cut(frames(24, time, features)));
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 24 }, (_, i) => i % 2),
      'int32',
    ),
    2,
  );
  const probe = { x: x.slice([0], [5]), y: y.slice([0], [5]) };
  await train(model, x, y, { name: 'gates', attention: ['gate_weights'], probe });
}

async function one(): Promise<void> {
  const input = tf.input({ shape: [1, 2] });
  const read = tf.layers.lstm({ units: 1, returnSequences: true }).apply(input) as Symbolic;
  const context = attention({ score: 'dot', seed: SEED }, { tf }).apply([read, read]) as Symbolic;
  const flat = tf.layers.flatten().apply(context) as Symbolic;
  const said = tf.layers.dense({ units: 1 }).apply(flat) as Symbolic;
  const model = tf.model({ inputs: input, outputs: said });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const x = tf.tensor3d(frames(16, 1, 2));
  await train(model, x, tf.randomNormal([16, 1]), { name: 'one', probe: { x: x.slice([0], [1]) } });
}

async function few(): Promise<void> {
  const model = tf.sequential();
  model.add(tf.layers.gru({ units: 2, inputShape: [2, 2] }));
  model.add(tf.layers.dense({ units: 2, activation: 'softmax' }));
  model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });
  const x = tf.tensor3d(frames(16, 2, 2));
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 16 }, (_, i) => i % 2),
      'int32',
    ),
    2,
  );
  await train(model, x, y, { name: 'few', probe: { x: x.slice([0], [2]), y: y.slice([0], [2]) } });
}

async function still(): Promise<void> {
  const model = tf.sequential();
  const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros', trainable: false } as const;
  model.add(tf.layers.simpleRNN({ units: 3, inputShape: [6, 2], ...zeros }));
  model.add(tf.layers.dense({ units: 2, activation: 'softmax' }));
  model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });
  const x = tf.tensor3d(frames(16, 6, 2));
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 16 }, (_, i) => i % 2),
      'int32',
    ),
    2,
  );
  await train(model, x, y, { name: 'still', probe: { x: x.slice([0], [6]), y: y.slice([0], [6]) } });
}

async function broken(): Promise<void> {
  const [time, features] = [8, 2];
  const input = tf.input({ shape: [time, features] });
  const read = tf.layers.gru({ units: 4, returnSequences: true }).apply(input) as Symbolic;
  const context = attention({ score: 'dot', seed: SEED }, { tf }).apply([read, read]) as Symbolic;
  const pooled = tf.layers.globalAveragePooling1d().apply(context) as Symbolic;
  const said = tf.layers.dense({ units: 2, activation: 'softmax' }).apply(pooled) as Symbolic;
  const model = tf.model({ inputs: input, outputs: said });
  model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.01) });
  const probe = frames(4, time, features);
  probe[1]![3]![0] = Number.NaN;
  const y = tf.oneHot(tf.tensor1d([0, 1, 0, 1], 'int32'), 2);
  let epoch = 0;
  const batches = tf.data.generator(function* () {
    epoch += 1;
    const x = frames(4, time, features);
    if (epoch > 1) x[0]![0]![0] = Number.NaN;
    yield { xs: tf.tensor3d(x), ys: y.clone() };
  });
  const monitor = await unrolled(model, { tf, project: 'odd', name: 'broken', probe: { x: tf.tensor3d(probe), y } });
  await model.fitDataset(batches, { epochs: 3, verbose: 0, callbacks: monitor });
}

async function many(): Promise<void> {
  const classes = 200;
  const model = tf.sequential();
  model.add(tf.layers.gru({ units: 8, inputShape: [5, 3] }));
  model.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
  model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });
  const x = tf.tensor3d(frames(classes, 5, 3));
  const y = tf.oneHot(tf.range(0, classes, 1, 'int32'), classes);
  await train(model, x, y, { name: 'many', probe: { x: x.slice([0], [24]), y: y.slice([0], [24]) } });
}

/** Twice what it is given. */
class Doubled extends tf.layers.Layer {
  static readonly className = 'Doubled';

  override computeOutputShape(shape: TensorFlow.Shape): TensorFlow.Shape {
    return shape;
  }

  override call(inputs: TensorFlow.Tensor | TensorFlow.Tensor[]): TensorFlow.Tensor {
    return tf.tidy(() => (Array.isArray(inputs) ? inputs[0]! : inputs).mul(2));
  }
}

async function custom(): Promise<void> {
  tf.serialization.registerClass(Doubled);
  const model = tf.sequential();
  model.add(tf.layers.lstm({ units: 6, inputShape: [7, 3] }));
  model.add(new Doubled({}));
  model.add(tf.layers.dense({ units: 2, activation: 'softmax' }));
  model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });
  const x = tf.tensor3d(frames(16, 7, 3));
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 16 }, (_, i) => i % 2),
      'int32',
    ),
    2,
  );
  await train(model, x, y, { name: 'custom', probe: { x: x.slice([0], [4]), y: y.slice([0], [4]) } });
}

const trainings = { scripts, long, gates, one, few, still, many, custom, broken };
type Name = keyof typeof trainings;
const wanted = process.argv.slice(2);
for (const name of (wanted.length > 0 ? wanted : Object.keys(trainings)) as Name[]) {
  await trainings[name]();
  console.log(`${name} ended`);
}
