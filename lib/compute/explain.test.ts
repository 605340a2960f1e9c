import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { topologyRecord } from '../../callbacks/model-topology.ts';
import { attentionClass } from '../model/attention/attention-layer.ts';
import type { SaliencyMap } from '../model/saliency/map.ts';
import type { SaliencyMethod } from '../model/saliency/request.ts';
import { saliencyOf } from '../model/saliency/saliency.ts';
import { explain } from './explain.ts';
import type { ExplainJob, PlainTensor } from './job.ts';

const METHODS: readonly SaliencyMethod[] = [
  'integrated-gradients',
  'gradient×input',
  'gradient',
  'smooth-grad',
  'occlusion',
];
const seeded = (seed: number) => tf.initializers.randomUniform({ minval: -0.5, maxval: 0.5, seed });

beforeAll(async () => {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const require = createRequire(import.meta.url);
  setWasmPaths(require.resolve('@tensorflow/tfjs-backend-wasm').replace(/[^/]+$/, ''));
});

/** Words through an Embedding with padding, an LSTM and a sigmoid. */
function words() {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: 9,
        outputDim: 4,
        maskZero: true,
        inputLength: 6,
        embeddingsInitializer: seeded(1),
      }),
      tf.layers.lstm({ units: 5, kernelInitializer: seeded(2), recurrentInitializer: seeded(3) }),
      tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: seeded(4) }),
    ],
  });
  return {
    model,
    x: [
      tf.tensor2d(
        [
          [3, 1, 4, 1, 5, 0],
          [2, 7, 1, 8, 2, 8],
        ],
        [2, 6],
        'int32',
      ),
    ],
    y: [tf.tensor2d([[1], [0]])],
  };
}

/** Frames through a GRU and a softmax. */
function frames() {
  const model = tf.sequential({
    layers: [
      tf.layers.gru({ units: 4, inputShape: [7, 3], kernelInitializer: seeded(5), recurrentInitializer: seeded(6) }),
      tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: seeded(7) }),
    ],
  });
  return { model, x: [tf.randomUniform([2, 7, 3], -1, 1, 'float32', 8)], y: [] };
}

/** Two inputs, our attention between them, an output at every step. */
function writer() {
  const source = tf.input({ shape: [5, 3] });
  const before = tf.input({ shape: [4, 2] });
  const values = tf.layers
    .lstm({ units: 4, returnSequences: true, kernelInitializer: seeded(9), recurrentInitializer: seeded(10) })
    .apply(source) as tf.SymbolicTensor;
  const query = tf.layers
    .lstm({ units: 4, returnSequences: true, kernelInitializer: seeded(11), recurrentInitializer: seeded(12) })
    .apply(before) as tf.SymbolicTensor;
  const context = new (attentionClass(tf))({ score: 'additive', seed: 13 }).apply([query, values]) as tf.SymbolicTensor;
  const output = tf.layers
    .dense({ units: 6, activation: 'softmax', kernelInitializer: seeded(14) })
    .apply(tf.layers.concatenate().apply([query, context]) as tf.SymbolicTensor) as tf.SymbolicTensor;
  const x = [tf.randomUniform([2, 5, 3], -1, 1, 'float32', 15), tf.randomUniform([2, 4, 2], -1, 1, 'float32', 16)];
  return { model: tf.model({ inputs: [source, before], outputs: output }), x, y: [] };
}

type Kept = Omit<ExplainJob, 'sequences' | 'requests'>;
type Subject = { readonly model: tf.LayersModel; readonly x: tf.Tensor[]; readonly y: tf.Tensor[] };

/** What a run keeps of a model and its probe. */
function kept({ model, x, y }: Subject): Kept {
  const plain = (tensor: tf.Tensor): PlainTensor => ({
    shape: tensor.shape,
    dtype: tensor.dtype as PlainTensor['dtype'],
    values: tensor.dataSync().slice() as PlainTensor['values'],
  });
  const topology = topologyRecord(tf, model, { step: 0, epoch: 0, wallMs: 0 });
  return {
    topology: new TextDecoder().decode(topology.data),
    weights: model.getWeights().map(plain),
    inputs: x.map(plain),
    targets: y.map(plain),
  };
}

function expectEqual(actual: SaliencyMap, wanted: SaliencyMap, sequence: number, tolerance: number) {
  const [, time, features] = wanted.shape;
  const size = time * features;
  const expected = wanted.values.subarray(sequence * size, (sequence + 1) * size);
  const scale = Math.max(...expected.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))));
  expect(actual.shape).toEqual([1, time, features]);
  for (const [i, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(actual.values[i]).toBeNaN();
    else expect(Math.abs(actual.values[i]! - value)).toBeLessThanOrEqual(tolerance * scale);
  }
  expect(actual.scores[0]).toBeCloseTo(wanted.scores[sequence]!, 4);
  expect(actual.classes).toEqual([wanted.classes[sequence]]);
}

test.each([
  ['words', words],
  ['frames', frames],
  ['a writer with attention', writer],
] as const)(
  'a kept model explains as the model itself, by every method, in plain JavaScript and in WASM: %s',
  async (_, make) => {
    await tf.setBackend('cpu');
    const subject = make();
    const parts = kept(subject);
    const target = subject.model.outputs[0]!.shape.length === 3 ? { target: { step: 2, class: 4 } } : {};
    const options = METHODS.map((method) => ({ ...target, method, points: 20, samples: 5 }));
    const wanted = options.map((each) =>
      saliencyOf(tf, subject.model, subject.x, subject.y.length > 0 ? subject.y : null, each),
    );
    for (const backend of ['cpu', 'wasm']) {
      expect(await tf.setBackend(backend)).toBe(true);
      const before = tf.memory().numTensors;
      const maps = await explain(tf, { ...parts, sequences: [1], requests: options });
      expect(tf.memory().numTensors).toBe(before);
      for (const [i, map] of maps.entries()) expectEqual(map, wanted[i]!, 1, 1e-5);
      const first = await explain(tf, { ...parts, sequences: [0], requests: options });
      for (const [i, map] of first.entries()) expectEqual(map, wanted[i]!, 0, 1e-5);
    }
  },
);

test('the share of what is done rises to 1', async () => {
  await tf.setBackend('cpu');
  const shares: number[] = [];
  const requests = METHODS.map((method) => ({ method, points: 20, samples: 5 }));
  await explain(tf, { ...kept(words()), sequences: [0], requests }, (share) => shares.push(share));
  expect(shares.length).toBeGreaterThanOrEqual(METHODS.length);
  for (let i = 1; i < shares.length; i++) expect(shares[i]).toBeGreaterThanOrEqual(shares[i - 1]!);
  expect(shares.at(-1)).toBe(1);
});

test('weights that do not fit the topology are refused with a reason', async () => {
  await tf.setBackend('cpu');
  const job = { ...kept(frames()), sequences: [0], requests: [{}] };
  await expect(explain(tf, { ...job, weights: job.weights.slice(1) })).rejects.toMatchObject({ code: 'saved-model' });
  await expect(explain(tf, { ...job, topology: '{"class_name":"Sequential"' })).rejects.toMatchObject({
    code: 'saved-model',
  });
});
