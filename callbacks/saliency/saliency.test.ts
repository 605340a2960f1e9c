import { readFileSync } from 'node:fs';
import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import type { SaliencyMethod, SaliencyOptions } from '../../lib/model/saliency/request.ts';
import { saliencyOf } from '../../lib/model/saliency/saliency.ts';
import { models, TIME } from '../capture/testing/models.ts';
import { withSeededRandom } from '../capture/testing/random.ts';

interface Golden {
  readonly cell: 'simpleRNN' | 'gru' | 'lstm';
  readonly weights: [number[][], number[][], number[]];
  readonly head: number[][];
  readonly headBias: number[];
  readonly x: number[][][];
  readonly target: number[];
  readonly logits: number[];
  readonly difference: number[];
  readonly gradient: number[][][];
  readonly integratedGradients: number[][][];
  /** 25 copies, 15 % of the range, seed 7. */
  readonly smoothGrad: number[][][];
  readonly occlusion: number[][];
}

const { integratedGradients: golden } = JSON.parse(
  readFileSync(new URL('../../data/reference/attribution.json', import.meta.url), 'utf8'),
) as { integratedGradients: Golden[] };

const METHODS: readonly SaliencyMethod[] = [
  'gradient',
  'gradient×input',
  'integrated-gradients',
  'smooth-grad',
  'occlusion',
];

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

/** Largest difference, relative to the largest number expected. */
function errorOf(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value))) / scale;
}

function goldenModel(
  tf: typeof TensorFlow,
  { cell, weights, head, headBias, x }: Golden,
  { words = false, activation = 'softmax' as 'softmax' | 'linear' } = {},
) {
  const [time, features] = [x[0]!.length, x[0]![0]!.length];
  const vocabulary = [Array(features).fill(0), ...x.flat()];
  const first = words
    ? [tf.layers.embedding({ inputDim: vocabulary.length, outputDim: features, inputLength: time, maskZero: true })]
    : [tf.layers.inputLayer({ inputShape: [time, features] })];
  const recurrent =
    cell === 'simpleRNN'
      ? tf.layers.simpleRNN({ units: weights[1].length })
      : tf.layers[cell]({ units: weights[1].length, recurrentActivation: 'sigmoid' });
  const model = tf.sequential({
    layers: [...first, recurrent, tf.layers.dense({ units: head[0]!.length, activation })] as never[],
  });
  const values = [...(words ? [vocabulary] : []), ...weights, head, headBias];
  model.setWeights(values.map((one) => tf.tensor(one as number[])));
  return model;
}

test.each(golden.map((one) => [one.cell, one] as const))(
  'every method equals PyTorch, SmoothGrad by the same noise too, of frames and of embeddings: %s',
  (_, one) => {
    const { tf } = backend;
    const target = { class: one.target };
    const ids = one.x.map((steps, b) => steps.map((_, t) => 1 + b * steps.length + t));
    for (const words of [false, true]) {
      const model = goldenModel(tf, one, { words });
      const x = words ? tf.tensor2d(ids) : tf.tensor3d(one.x);
      const gradient = saliencyOf(tf, model, x, null, { method: 'gradient', target });
      expect(gradient.scope).toBe(words ? 'embedding' : 'input');
      expect([gradient.space, gradient.classes]).toEqual(['logit', one.target]);
      expect(gradient.shape).toEqual([2, one.x[0]!.length, one.x[0]![0]!.length]);
      expect(errorOf(gradient.values, one.gradient.flat(2))).toBeLessThan(1e-5);
      expect(errorOf(gradient.scores, one.logits)).toBeLessThan(1e-5);
      const integrated = saliencyOf(tf, model, x, null, { method: 'integrated-gradients', target });
      expect(errorOf(integrated.values, one.integratedGradients.flat(2))).toBeLessThan(1e-4);
      for (const error of integrated.completeness!) expect(error).toBeLessThan(0.01);
      expect(integrated.points).toEqual([50, 50]);
      const smooth = saliencyOf(tf, model, x, null, { method: 'smooth-grad', target, seed: 7 });
      expect(errorOf(smooth.values, one.smoothGrad.flat(2))).toBeLessThan(1e-5);
      const other = saliencyOf(tf, model, x, null, { method: 'smooth-grad', target, seed: 8 });
      expect(errorOf(other.values, one.smoothGrad.flat(2))).toBeGreaterThan(1e-3);
      const occluded = saliencyOf(tf, model, x, null, { method: 'occlusion', target });
      expect(errorOf(occluded.values, one.occlusion.flat())).toBeLessThan(1e-5);
      const product = saliencyOf(tf, model, x, null, { target });
      const inputs = one.x.flat(2);
      expect(
        errorOf(
          product.values,
          one.gradient.flat(2).map((g, i) => g * inputs[i]!),
        ),
      ).toBeLessThan(1e-5);
    }
  },
);

/** y = Σ w·x over all steps and features: every method must give what the weights say. */
function linearModel(tf: typeof TensorFlow, w: readonly number[]) {
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [3, 2] }), tf.layers.dense({ units: 1, useBias: false })],
  });
  model.setWeights([tf.tensor2d([...w], [6, 1])]);
  return model;
}

test('of a linear model every method gives w·x, or w', () => {
  const { tf } = backend;
  const w = [0.5, -1, 2, 0.25, -0.75, 1.5];
  const x = [1, 2, -3, 4, 0.5, -1];
  const model = linearModel(tf, w);
  const of = (options: SaliencyOptions) => saliencyOf(tf, model, tf.tensor3d(x, [1, 3, 2]), null, options);
  const wx = w.map((value, i) => value * x[i]!);
  expect(Array.from(of({}).values)).toEqual(wx);
  expect(Array.from(of({ method: 'gradient' }).values)).toEqual(w);
  const integrated = of({ method: 'integrated-gradients' });
  expect(errorOf(integrated.values, wx)).toBeLessThan(1e-6);
  expect(integrated.completeness![0]).toBeLessThan(1e-5);
  expect(errorOf(of({ method: 'smooth-grad' }).values, w)).toBeLessThan(1e-6);
  const occluded = of({ method: 'occlusion' });
  expect(occluded.shape).toEqual([1, 3, 1]);
  expect(errorOf(occluded.values, [wx[0]! + wx[1]!, wx[2]! + wx[3]!, wx[4]! + wx[5]!])).toBeLessThan(1e-6);
  const wide = of({ method: 'occlusion', window: 2 });
  expect(wide.values[0]).toBeCloseTo(wx[0]! + wx[1]! + wx[2]! + wx[3]!, 5);
  expect(wide.values[2]).toBeCloseTo(wx[4]! + wx[5]!, 5);
  // against the mean of two examples
  const pair = tf.tensor3d([...x, ...x.map((v) => -v)], [2, 3, 2]);
  const mean = saliencyOf(tf, model, pair, null, { method: 'integrated-gradients', baseline: 'mean' });
  expect(errorOf(mean.values, [...wx, ...wx.map((v) => -v)])).toBeLessThan(1e-6);
  expect(of({}).space).toBe('output');
});

test('padded steps are missing, and the rest is as if they were not there', () => {
  const { tf } = backend;
  const whole = goldenModel(tf, golden[2]!, { words: true });
  const frames = golden[2]!.x[0]!;
  const short = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [5, 3] }),
      tf.layers.lstm({ units: 5, recurrentActivation: 'sigmoid' }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ] as never[],
  });
  short.setWeights(whole.getWeights().slice(1));
  const masking = tf.sequential({
    layers: [
      tf.layers.masking({ maskValue: 0, inputShape: [8, 3] }),
      tf.layers.lstm({ units: 5, recurrentActivation: 'sigmoid' }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ] as never[],
  });
  masking.setWeights(whole.getWeights().slice(1));
  const padded = frames.map((frame, t) => (t < 5 ? frame : [0, 0, 0]));
  for (const method of METHODS) {
    const options = { method, target: { class: 1 }, noise: 0.1 } as const;
    const expected = saliencyOf(tf, short, tf.tensor3d([frames.slice(0, 5)]), null, options);
    const ofWords = saliencyOf(tf, whole, tf.tensor2d([[1, 2, 3, 4, 5, 0, 0, 0]]), null, options);
    const ofFrames = saliencyOf(tf, masking, tf.tensor3d([padded]), null, options);
    const kept = expected.values.length;
    for (const map of [ofWords, ofFrames]) {
      expect(errorOf(map.values.subarray(0, kept), Array.from(expected.values)), method).toBeLessThan(1e-4);
      expect(map.values.subarray(kept).every(Number.isNaN), method).toBe(true);
      for (const error of map.completeness ?? []) expect(error).toBeLessThan(0.01);
    }
  }
});

test('a model with random weights gives another map', () => {
  const { tf } = backend;
  const trained = goldenModel(tf, golden[1]!);
  const random = goldenModel(tf, golden[1]!);
  random.setWeights(random.getWeights().map((w, i) => tf.randomNormal(w.shape, 0, 0.5, 'float32', 40 + i)));
  const x = tf.tensor3d(golden[1]!.x);
  for (const method of METHODS) {
    const [a, b] = [trained, random].map((model) => saliencyOf(tf, model, x, null, { method, target: { class: 1 } }));
    expect(Math.abs(spearman(a!.values, b!.values)), method).toBeLessThan(0.5);
    expect(spearman(a!.values, a!.values)).toBeCloseTo(1, 12);
  }
});

function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const ranks = (values: ArrayLike<number>) => {
    const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
    const out = new Float64Array(values.length);
    for (const [rank, i] of order.entries()) out[i] = rank;
    return out;
  };
  const [ra, rb] = [ranks(a), ranks(b)];
  const d2 = ra.reduce((sum, rank, i) => sum + (rank - rb[i]!) ** 2, 0);
  return 1 - (6 * d2) / (a.length * (a.length ** 2 - 1));
}

test('the class is the true one where targets are known, else the predicted one, and a step can be chosen', () => {
  const { tf } = backend;
  const { model, x, y } = models.LSTM!(tf);
  const predicted = (model.predict(x) as TensorFlow.Tensor).argMax(1).arraySync();
  expect(saliencyOf(tf, model, x, null, {}).classes).toEqual(predicted);
  expect(saliencyOf(tf, model, x, y, {}).classes).toEqual(y.argMax(1).arraySync());
  expect(saliencyOf(tf, model, x, y.argMax(1), {}).classes).toEqual(y.argMax(1).arraySync());
  const everyStep = models['LSTM at every step']!(tf);
  const at = (step?: number) =>
    saliencyOf(tf, everyStep.model, everyStep.x, null, {
      method: 'gradient',
      target: { class: 1, ...(step === undefined ? {} : { step }) },
    });
  const third = at(2);
  expect(third.steps![0]).toBe(2);
  // nothing that comes after a step can matter for it
  const [, time, features] = third.shape;
  for (let t = 0; t < time; t++) {
    const magnitude = third.values.subarray(t * features, (t + 1) * features).reduce((sum, v) => sum + Math.abs(v), 0);
    if (t > 2) expect(magnitude).toBe(0);
    else expect(magnitude).toBeGreaterThan(0);
  }
  expect(at().steps![0]).toBe(TIME - 1);
  expect(at(-1).values).toEqual(at().values);
});

test('the logit of a sigmoid counts for class 1 and, turned round, for class 0', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [tf.layers.gru({ units: 4, inputShape: [5, 2] }), tf.layers.dense({ units: 1, activation: 'sigmoid' })],
  });
  const x = tf.randomNormal([2, 5, 2], 0, 1, 'float32', 8);
  const of = (c: number) => saliencyOf(tf, model, x, null, { target: { class: c } });
  expect(of(1).space).toBe('logit');
  expect(Array.from(of(0).values)).toEqual(Array.from(of(1).values, (v) => -v));
  const probability = (model.predict(x) as TensorFlow.Tensor).dataSync();
  expect(of(1).scores[0]).toBeCloseTo(Math.log(probability[0]! / (1 - probability[0]!)), 4);
});

test('where no logit is to be found, the logarithm of the probability is explained, and said', () => {
  const { tf } = backend;
  const x = tf.input({ shape: [4, 2] });
  const h = tf.layers.simpleRNN({ units: 3 }).apply(x) as TensorFlow.SymbolicTensor;
  const p = tf.layers.dense({ units: 3, activation: 'softmax' }).apply(h) as TensorFlow.SymbolicTensor;
  const hidden = tf.model({
    inputs: x,
    outputs: tf.layers.reshape({ targetShape: [3] }).apply(p) as TensorFlow.SymbolicTensor,
  });
  const open = tf.model({ inputs: x, outputs: p });
  const activation = tf.model({
    inputs: x,
    outputs: tf.layers.activation({ activation: 'softmax' }).apply(h) as TensorFlow.SymbolicTensor,
  });
  const data = tf.randomNormal([2, 4, 2], 0, 1, 'float32', 3);
  const map = saliencyOf(tf, hidden, data, null, { method: 'gradient', target: { class: 2 } });
  expect(map.space).toBe('log-probability');
  const probability = (open.predict(data) as TensorFlow.Tensor).arraySync() as number[][];
  expect(map.scores[0]).toBeCloseTo(Math.log(probability[0]![2]!), 5);
  expect(saliencyOf(tf, open, data, null, {}).space).toBe('logit');
  expect(saliencyOf(tf, activation, data, null, {}).space).toBe('logit');
});

test.each(['LSTM', 'dropout', 'stateful', 'masked Embedding', 'shared layer', 'nested'])(
  'explaining leaves nothing behind: no tensor, no draw, no state, no changed output: %s',
  async (kind) => {
    const { tf } = backend;
    const { model, x, y } = models[kind]!(tf);
    const [data, targets] = kind === 'stateful' ? [x.slice(0, 4), y.slice(0, 4)] : [x, y];
    const output = () => Array.from((model.predict(data, { batchSize: 12 }) as TensorFlow.Tensor).dataSync());
    const states = () => (model.layers[0] as unknown as { states: TensorFlow.Tensor[] }).states;
    const before = output();
    const kept = kind === 'stateful' ? states().map((s) => s.arraySync()) : null;
    const { draws } = await withSeededRandom(1, async () => {
      for (const method of METHODS) {
        const tensors = tf.memory().numTensors;
        const once = saliencyOf(tf, model, data, targets, { method, points: 2, maxPoints: 4, samples: 2 });
        expect(tf.memory().numTensors, method).toBe(tensors);
        expect(saliencyOf(tf, model, data, targets, { method, points: 2, maxPoints: 4, samples: 2 })).toEqual(once);
      }
    });
    expect(draws).toBe(0);
    if (kept !== null) expect(states().map((s) => s.arraySync())).toEqual(kept);
    else expect(output()).toEqual(before);
  },
);

test('an error on the way leaves nothing behind either', () => {
  const { tf } = backend;
  const { model, x, y } = models.LSTM!(tf);
  const before = [tf.memory().numTensors, model.layers.at(-1)!.getConfig().activation];
  const fails = (options: SaliencyOptions, message: string) =>
    expect(() => saliencyOf(tf, model, x, y, options)).toThrow(message);
  fails({ target: { class: 3 } }, 'saliency.target.class: 3 — the output has 3 classes');
  fails({ target: { class: [1] } }, 'give one for all examples, or one each');
  fails({ target: { output: 1 } }, 'the model has 1 outputs');
  fails({ input: 1 }, 'saliency.input: 1');
  fails({ method: 'lime' as never }, 'give one of gradient, gradient×input');
  fails({ points: 0 }, 'saliency.points: 0');
  expect(() => saliencyOf(tf, model, [1, 2], null, {})).toThrow('not a tensor');
  expect([tf.memory().numTensors, model.layers.at(-1)!.getConfig().activation]).toEqual(before);
});
