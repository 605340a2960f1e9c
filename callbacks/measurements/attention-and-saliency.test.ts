import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { decodeHalf } from '../../lib/protocol/float16.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import { readRun, temporaryFolder } from '../../lib/recorder/testing/read-store.ts';
import { models, SEQUENCES, TIME } from '../capture/testing/models.ts';
import { attention as attentionLayer, saliency as explain, unrolled } from '../node.ts';
import { DEFAULT_SALIENCY } from '../saliency/settings.ts';
import { attention } from './attention.ts';
import { saliency } from './saliency.ts';
import { floatsOf, snapshotOf } from './testing/measured.ts';

type Symbolic = TensorFlow.SymbolicTensor;

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

const WORDS = [
  [3, 1, 4, 0, 0, 0],
  [5, 8, 2, 6, 7, 1],
  [2, 7, 0, 0, 0, 0],
  [1, 2, 3, 4, 5, 0],
];

/** A classifier of sentences that looks back over its own states from the last one. */
function classifier(tf: typeof TensorFlow) {
  const words = tf.input({ shape: [TIME] });
  const states = tf.layers
    .lstm({ units: 4, returnSequences: true })
    .apply(tf.layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true }).apply(words)) as Symbolic;
  const asked = tf.layers.lstm({ units: 4 }).apply(states) as Symbolic;
  const context = attentionLayer({ score: 'additive', name: 'look' }, { tf }).apply([asked, states]) as Symbolic;
  const model = tf.model({
    inputs: words,
    outputs: tf.layers.dense({ units: 2, activation: 'softmax' }).apply(context) as Symbolic,
  });
  model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
  return { model, x: tf.tensor2d(WORDS), y: tf.tensor2d(WORDS.map((_, i) => (i % 2 ? [1, 0] : [0, 1]))) };
}

test('attention is kept in half precision, with where its sources are valid, and judged', () => {
  const { tf } = backend;
  const { model, x, y } = classifier(tf);
  const { tensors, scalars, readings } = snapshotOf(tf, model, [attention()], { x, y });
  const [kept] = tensors as [(typeof tensors)[0]];
  expect([kept.name, kept.layer, kept.shape]).toEqual([TENSOR.attention, 'look', [4, 1, 1, TIME]]);
  expect(kept.attributes.validSources).toEqual([[[0, 3]], [[0, 6]], [[0, 2]], [[0, 5]]]);
  const weights = decodeHalf(new Uint16Array(kept.data.buffer));
  for (const [i, word] of WORDS.flat().entries()) {
    if (word === 0) expect(weights[i]).toBe(0);
    else expect(weights[i]).toBeGreaterThan(0);
  }
  const [{ attention: [reading] = [] }] = readings as [(typeof readings)[0]];
  expect(reading!.padMass).toBe(0);
  expect(reading!.rowSumError).toBeLessThan(1e-5);
  expect(reading!.entropy).toBeGreaterThan(0.5);
  expect(scalars.map(({ name, value }) => [name, value])).toEqual([
    [SERIES.attentionEntropy, reading!.entropy],
    [SERIES.attentionRowSumError, reading!.rowSumError],
    [SERIES.attentionPadMass, 0],
  ]);
});

test('where bytes run short, whole sequences of attention are left out, and it is said', () => {
  const { tf } = backend;
  const { model, x, y } = classifier(tf);
  const { tensors, leftOut } = snapshotOf(tf, model, [attention()], { x, y, bytes: 2 * 2 * TIME + 5 });
  expect(tensors[0]!.shape).toEqual([2, 1, 1, TIME]);
  expect(tensors[0]!.attributes.validSources).toHaveLength(2);
  expect(leftOut[0]).toContain('attention of look: 2 of 4 sequences kept');
});

test('saliency of four sequences says what it explains, as the function on demand does', async () => {
  const { tf } = backend;
  const { model, x, y } = models['masked Embedding']!(tf);
  const { tensors } = snapshotOf(tf, model, [saliency(DEFAULT_SALIENCY)], { x, y });
  const [{ name, shape, attributes }] = tensors as [(typeof tensors)[0]];
  expect([name, shape]).toEqual([TENSOR.saliency, [4, TIME, 3]]);
  expect(attributes.sequences).toEqual([0, 3, 6, 9]);
  expect(attributes.scope).toBe('embedding');
  const labels = y.argMax(1).arraySync() as number[];
  expect(attributes.target).toEqual({ space: 'logit', classes: [0, 3, 6, 9].map((i) => labels[i]), steps: null });
  const map = await explain(model, x, { y, tf });
  const size = TIME * 3;
  const values = floatsOf(tensors[0]!);
  for (const [i, b] of [0, 3, 6, 9].entries()) {
    for (let j = 0; j < size; j++) {
      const expected = map.values[b * size + j]!;
      if (Number.isNaN(expected)) expect(values[i * size + j]).toBeNaN();
      else expect(values[i * size + j]).toBeCloseTo(expected, 6);
    }
  }
  expect(map.shape).toEqual([SEQUENCES, TIME, 3]);
  await expect(explain(model, (await x.array()) as number[][], { tf })).resolves.toMatchObject({ scope: 'embedding' });
});

test('other methods can be recorded, with how complete they are; saliency that the budget has no room for is said', () => {
  const { tf } = backend;
  const { model, x, y } = models.GRU!(tf);
  const settings = { examples: 2, request: { method: 'integrated-gradients', target: { class: 1 } } } as const;
  const { tensors } = snapshotOf(tf, model, [saliency(settings)], { x, y });
  const { completeness, points, target } = tensors[0]!.attributes as {
    completeness: number[];
    points: number[];
    target: { classes: number[] };
  };
  expect(target.classes).toEqual([1, 1]);
  expect(points).toEqual([50, 50]);
  for (const error of completeness) expect(error).toBeLessThan(0.01);
  const { leftOut, tensors: none } = snapshotOf(tf, model, [saliency(settings)], { x, y, bytes: 10 });
  expect(none).toEqual([]);
  expect(leftOut[0]).toContain('saliency: not kept');
});

test('a model that cannot be explained is said once, and left in peace', () => {
  const { tf } = backend;
  const model = tf.sequential({
    layers: [tf.layers.lstm({ units: 8, inputShape: [3, 2] }), tf.layers.reshape({ targetShape: [2, 2, 2] })],
  });
  const once = saliency(DEFAULT_SALIENCY);
  const x = tf.ones([2, 3, 2]);
  const before = tf.memory().numTensors;
  const { leftOut, tensors } = snapshotOf(tf, model, [once], { x, y: null });
  expect(leftOut[0]).toContain('saliency: not captured — output: shape [2,2,2,2]');
  expect(tensors).toEqual([]);
  expect(snapshotOf(tf, model, [once], { x, y: null }).leftOut).toEqual([]);
  expect(tf.memory().numTensors).toBe(before);
});

test('a watched training records attention and saliency, and goes as it does unwatched', async () => {
  const { tf } = backend;
  const dir = temporaryFolder();
  const { model, x, y } = classifier(tf);
  const bare = classifier(tf);
  bare.model.setWeights(model.getWeights());
  const fit = { epochs: 3, batchSize: 2, shuffle: false, verbose: 0 } as const;
  const expected = await bare.model.fit(x, y, fit);
  const monitor = await unrolled(model, { dir, tf, probe: { x, y }, console: false, budget: { time: 1 } });
  const { history } = await model.fit(x, y, { ...fit, callbacks: monitor });
  await monitor.run.finish();
  expect(history.loss).toEqual(expected.history.loss);
  const { delta, series } = await readRun(dir);
  const of = (name: string) => delta.tensors.filter((tensor) => tensor.name === name).map(({ epoch }) => epoch);
  // the first and the last are always kept; those between depend on how fast the machine is
  expect(of(TENSOR.attention)).toEqual(expect.arrayContaining([1, 3]));
  expect(of(TENSOR.saliency)).toEqual(expect.arrayContaining([1, 3]));
  expect(series(SERIES.attentionEntropy, { layer: 'look' })).toHaveLength(of(TENSOR.attention).length);
});

test('no saliency where a script says so, and a wrong name of a layer stops before a run begins', async () => {
  const { tf } = backend;
  const dir = temporaryFolder();
  const { model, x, y } = models.SimpleRNN!(tf);
  const refused = unrolled(model, { dir, tf, attention: ['attend'] });
  await expect(refused).rejects.toThrow('attention: no layer "attend" — give one of simple_rnn_1, dense_1');
  await expect(unrolled(model, { dir, tf, saliency: { method: 'shap' as never } })).rejects.toThrow(
    'give one of gradient',
  );
  const monitor = await unrolled(model, { dir, tf, probe: { x, y }, saliency: false, console: false });
  await model.fit(x, y, { epochs: 1, verbose: 0, callbacks: monitor });
  await monitor.run.finish();
  const { delta } = await readRun(dir);
  expect(delta.tensors.some(({ name }) => name === TENSOR.saliency)).toBe(false);
});
