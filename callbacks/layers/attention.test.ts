import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import type { AttentionScore } from '../../lib/model/attention/attention-scores.ts';
import { attention } from './attention.ts';

type Tensor = TensorFlow.Tensor;
type Nested = number | Nested[];

interface Case {
  readonly score: AttentionScore;
  readonly heads: number;
  readonly units: number;
  readonly mask: number[][] | null;
  readonly inputs: { readonly query: Nested; readonly values: Nested; readonly keys?: Nested };
  readonly weights: { readonly [name: string]: Nested };
  readonly cotangent: Nested;
  readonly context: Nested;
  readonly attention: Nested;
  readonly gradients: { readonly [name: string]: Nested };
}

const { attention: cases } = JSON.parse(
  readFileSync(new URL('../../data/reference/attribution.json', import.meta.url), 'utf8'),
) as { attention: Case[] };

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

function flat(values: Nested): number[] {
  return Array.isArray(values) ? values.flatMap(flat) : [values];
}

/** Largest difference, relative to the largest number expected. */
function errorOf(actual: Tensor, expected: Nested): number {
  const wanted = flat(expected);
  const got = actual.dataSync();
  expect(got.length).toBe(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs), 1e-6);
  return Math.max(...wanted.map((value, i) => Math.abs(got[i]! - value))) / scale;
}

function named(score: string, heads: number, mask: unknown): string {
  return `${score}, ${heads} head${heads > 1 ? 's' : ''}${mask ? ', masked' : ''}`;
}

test.each(cases.map((one) => [named(one.score, one.heads, one.mask), one] as const))(
  'context, weights and all gradients equal PyTorch: %s',
  (_, one) => {
    const { tf } = backend;
    const { score, heads, units, mask } = one;
    const layer = attention({ score, heads, units, returnScores: true, maskInput: mask !== null }, { tf });
    const inputs = [one.inputs.query, one.inputs.values, ...(one.inputs.keys ? [one.inputs.keys] : [])].map((values) =>
      tf.tensor(values as number[]),
    );
    const masks = mask === null ? [] : [tf.tensor2d(mask)];
    layer.apply([...inputs, ...masks]);
    const names = layer.weights.map(({ originalName }) => originalName.split('/').at(-1)!);
    expect([...names].sort()).toEqual(Object.keys(one.weights).sort());
    layer.setWeights(names.map((name) => tf.tensor(one.weights[name] as number[])));
    const [context, weights] = layer.apply([...inputs, ...masks]) as Tensor[];
    expect(errorOf(context!, one.context)).toBeLessThan(1e-5);
    expect(errorOf(weights!, one.attention)).toBeLessThan(1e-5);
    const loss = () =>
      tf.sum(tf.mul((layer.apply([...inputs, ...masks]) as Tensor[])[0]!, tf.tensor(one.cotangent as number[])));
    const grads = tf.grads((...given) =>
      tf.sum(tf.mul((layer.apply([...given, ...masks]) as Tensor[])[0]!, tf.tensor(one.cotangent as number[]))),
    )(inputs);
    for (const [i, name] of ['query', 'values', 'keys'].entries()) {
      if (grads[i]) expect(errorOf(grads[i], one.gradients[name]!), name).toBeLessThan(1e-5);
    }
    if (names.length === 0) return;
    const { grads: byVariable } = tf.variableGrads(() => loss().asScalar());
    for (const [i, variable] of layer.weights.entries()) {
      const gradient = byVariable[(variable as unknown as { val: TensorFlow.Variable }).val.name]!;
      expect(errorOf(gradient, one.gradients[names[i]!]!), names[i]!).toBeLessThan(1e-5);
    }
  },
);

test('a gradient agrees with finite differences, through a trained model', () => {
  const { tf } = backend;
  const layer = attention({ score: 'additive', heads: 2, units: 4, seed: 5 }, { tf });
  const query = tf.randomNormal([2, 3, 4], 0, 1, 'float32', 1);
  const values = tf.randomNormal([2, 5, 4], 0, 1, 'float32', 2);
  const loss = (q: Tensor) => tf.sum(tf.square(layer.apply([q, values]) as Tensor));
  const gradient = tf.grad(loss)(query).dataSync();
  const at = query.dataSync();
  for (const i of [0, 7, 13, 23]) {
    const moved = (by: number) =>
      loss(
        tf.tensor(
          at.map((v, j) => (i === j ? v + by : v)),
          query.shape,
        ),
      ).dataSync()[0]!;
    expect((moved(1e-2) - moved(-1e-2)) / 2e-2).toBeCloseTo(gradient[i]!, 2);
  }
});

/** Source words → encoder → attention of a decoder of as many steps over it, as in translation. */
function translator(tf: typeof TensorFlow, score: AttentionScore, { maskZero = true, decoderMask = false } = {}) {
  const source = tf.input({ shape: [5], name: 'source' });
  const target = tf.input({ shape: [5], name: 'target' });
  const embedding = (name: string, zero: boolean, seed: number) =>
    tf.layers.embedding({
      inputDim: 9,
      outputDim: 4,
      maskZero: zero,
      embeddingsInitializer: tf.initializers.randomNormal({ seed }),
      name,
    });
  const recurrent = (name: string, seed: number) =>
    tf.layers.gru({
      units: 4,
      returnSequences: true,
      name,
      kernelInitializer: tf.initializers.glorotNormal({ seed }),
      recurrentInitializer: tf.initializers.orthogonal({ seed }),
    });
  const encoded = recurrent('encoder', 3).apply(embedding('source_words', maskZero, 1).apply(source));
  const decoded = recurrent('decoder', 4).apply(embedding('target_words', decoderMask, 2).apply(target));
  const attended = attention({ score, returnScores: true, seed: 7, name: 'look' }, { tf }).apply([
    decoded as TensorFlow.SymbolicTensor,
    encoded as TensorFlow.SymbolicTensor,
  ]) as TensorFlow.SymbolicTensor[];
  return tf.model({ inputs: [source, target], outputs: attended });
}

const SOURCE = [
  [3, 1, 4, 0, 0],
  [5, 8, 2, 6, 7],
];
const TARGET = [
  [1, 2, 0, 0, 0],
  [3, 4, 5, 6, 0],
];

test.each(['dot', 'general', 'additive'] as const)(
  'padding of the source gets no weight, whatever the decoder is masked by: %s',
  (score) => {
    const { tf } = backend;
    for (const decoderMask of [false, true]) {
      const model = translator(tf, score, { decoderMask });
      const [, weights] = model.predict([tf.tensor2d(SOURCE), tf.tensor2d(TARGET)]) as Tensor[];
      const [padded, whole] = weights!.arraySync() as number[][][];
      for (const row of padded!) {
        expect(row.slice(3)).toEqual([0, 0]);
        expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 6);
      }
      for (const row of whole!) expect(Math.min(...row)).toBeGreaterThan(0);
    }
  },
);

test("a source without a mask is not masked by the decoder's", () => {
  const { tf } = backend;
  const model = translator(tf, 'dot', { maskZero: false, decoderMask: true });
  const [, weights] = model.predict([tf.tensor2d(SOURCE), tf.tensor2d(TARGET)]) as Tensor[];
  expect(Math.min(...weights!.dataSync())).toBeGreaterThan(0);
});

test('a sequence that is padding alone gives zeros, and no NaN in any gradient', () => {
  const { tf } = backend;
  const layer = attention({ score: 'general', maskInput: true, seed: 1 }, { tf });
  const [query, values] = [tf.ones([1, 2, 3]), tf.ones([1, 4, 3])];
  const mask = tf.zeros([1, 4]);
  expect(Array.from((layer.apply([query, values, mask]) as Tensor).dataSync())).toEqual([0, 0, 0, 0, 0, 0]);
  const grads = tf.grads((q, v) => tf.sum(layer.apply([q!, v!, mask]) as Tensor))([query, values]);
  expect(grads.flatMap((g) => Array.from(g.dataSync())).every((value) => value === 0)).toBe(true);
});

test('scores too large for an exponential still give weights', () => {
  const { tf } = backend;
  const layer = attention({ returnScores: true }, { tf });
  const [, weights] = layer.apply([tf.fill([1, 1, 1], 1e4), tf.tensor3d([[[1], [-1], [3]]])]) as Tensor[];
  expect(Array.from(weights!.dataSync())).toEqual([0, 0, 1]);
});

test('equal keys get equal weights, and a query without a time axis gives a context without one', () => {
  const { tf } = backend;
  const layer = attention({ returnScores: true }, { tf });
  const [context, weights] = layer.apply([tf.ones([2, 3]), tf.ones([2, 4, 3])]) as Tensor[];
  expect(context!.shape).toEqual([2, 3]);
  expect(weights!.shape).toEqual([2, 4]);
  expect(Array.from(weights!.dataSync())).toEqual(Array(8).fill(0.25));
});

test('a model with attention is the same after toJSON and modelFromJSON, masks included', async () => {
  const { tf } = backend;
  for (const score of ['dot', 'general', 'additive'] as const) {
    const model = translator(tf, score, { decoderMask: true });
    const copy = await tf.models.modelFromJSON(JSON.parse(model.toJSON() as unknown as string));
    copy.setWeights(model.getWeights());
    expect(copy.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
    const data = [tf.tensor2d(SOURCE), tf.tensor2d(TARGET)];
    const [expected, actual] = [model, copy].map((one) =>
      (one.predict(data) as Tensor[]).map((t) => Array.from(t.dataSync())),
    );
    expect(actual).toEqual(expected);
  }
});

test('another process reads such a model once it knows our layers', () => {
  const { tf } = backend;
  const model = translator(tf, 'additive');
  const script = `
    import { createRequire } from 'node:module';
    import { registerLayers } from ${JSON.stringify(new URL('../node.ts', import.meta.url).href)};
    const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
    registerLayers();
    const model = await tf.models.modelFromJSON(JSON.parse(process.env.TOPOLOGY));
    console.log('SHAPES' + JSON.stringify(model.outputs.map(({ shape }) => shape)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, TOPOLOGY: JSON.parse(JSON.stringify(model.toJSON())) as string },
    encoding: 'utf8',
  });
  expect(stdout, stderr).toContain('SHAPES[[null,5,4],[null,5,5]]');
});

test('the mask reaches the layer through what lies between: both directions, dropout, dense', () => {
  const { tf } = backend;
  const words = tf.input({ shape: [5] });
  const gru = tf.layers.gru({ units: 2, returnSequences: true });
  const layers: TensorFlow.layers.Layer[] = [
    tf.layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true }),
    tf.layers.bidirectional({ layer: gru, mergeMode: 'concat' }),
    tf.layers.dropout({ rate: 0.5 }),
    tf.layers.layerNormalization(),
    tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 4 }) }),
    tf.layers.dense({ units: 4, activation: 'tanh' }),
  ];
  const values = layers.reduce((tensor, layer) => layer.apply(tensor) as TensorFlow.SymbolicTensor, words);
  const outputs = attention({ returnScores: true }, { tf }).apply([values, values]) as TensorFlow.SymbolicTensor[];
  const model = tf.model({ inputs: words, outputs });
  const [, weights] = model.predict(tf.tensor2d(SOURCE)) as Tensor[];
  const [padded] = weights!.arraySync() as number[][][];
  for (const row of padded!) expect(row.slice(3)).toEqual([0, 0]);
});

test('a model with attention learns to copy the source word it is asked for, and leaks nothing', async () => {
  const { tf } = backend;
  const place = tf.input({ shape: [4] });
  const words = tf.input({ shape: [4, 3] });
  const asked = tf.layers
    .dense({ units: 6, kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }) })
    .apply(place);
  const context = attention({ score: 'general', seed: 3 }, { tf }).apply([asked, words] as never[]);
  const output = tf.layers
    .dense({ units: 2, activation: 'softmax', kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }) })
    .apply(context as TensorFlow.SymbolicTensor);
  const model = tf.model({ inputs: [place, words], outputs: output as TensorFlow.SymbolicTensor });
  model.compile({ optimizer: tf.train.adam(0.05), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  // a word is [is it place a?, place b?, its value]; the answer is the value at the place asked for
  const rows = Array.from({ length: 64 }, (_, i) => ({ at: i % 2, values: [(i >> 1) % 2, (i >> 2) % 2] }));
  const x = [
    tf.tensor2d(rows.map(({ at }) => [at, 1 - at, 0, 0])),
    tf.tensor3d(
      rows.map(({ values }) => [
        [1, 0, values[0]!],
        [0, 1, values[1]!],
        [0, 0, 0],
        [0, 0, 0],
      ]),
    ),
  ];
  const y = tf.tensor2d(rows.map(({ at, values }) => (values[at === 0 ? 0 : 1] ? [0, 1] : [1, 0])));
  await model.fit(x, y, { epochs: 1, verbose: 0, shuffle: false });
  const before = tf.memory().numTensors;
  const { history } = await model.fit(x, y, { epochs: 120, verbose: 0, shuffle: false, yieldEvery: 'never' });
  expect((history.acc as number[]).at(-1)).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('what does not fit is refused with what to give', () => {
  const { tf } = backend;
  expect(() => attention({ score: 'cosine' as never }, { tf })).toThrow("give 'dot', 'general' or 'additive'");
  expect(() => attention({ heads: 2, units: 5 }, { tf })).toThrow('multiple of the 2 heads');
  expect(() => attention({}, { tf: {} })).toThrow('not a tfjs namespace');
  expect(() => attention({}, { tf }).apply([tf.ones([2, 3]), tf.ones([2, 4, 5])])).toThrow("use score: 'general'");
  expect(() => attention({}, { tf }).apply([tf.ones([2, 3]), tf.ones([2, 4])])).toThrow('[sequence, source, feature]');
});
