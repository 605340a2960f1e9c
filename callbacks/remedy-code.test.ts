import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { judgedProfile } from '../lib/analysis/flow-profile.ts';
import { flowSummary } from '../lib/analysis/flow-summary.ts';
import { flowRatio } from '../lib/analysis/memory-horizon.ts';
import type { RunHistory } from '../lib/analysis/verdicts/history.ts';
import { remediesFor } from '../lib/analysis/verdicts/remedies.ts';
import type { Evidence, Remedy, RuleId } from '../lib/protocol/verdict.ts';
import { createCapture } from './capture/index.ts';
import { clipGradients } from './clipping.ts';

const STEPS = 40;
let tf: typeof TensorFlow;

beforeAll(async () => {
  ({ tf } = await loadBackend());
});

type Make = (config?: object) => TensorFlow.layers.Layer;
const lstm: Make = (config) => tf.layers.lstm({ ...common(), ...config });
const gru: Make = (config) => tf.layers.gru({ ...common(), ...config } as Parameters<typeof tf.layers.gru>[0]);
const common = () => ({
  units: 8,
  inputShape: [STEPS, 3] as [number, number],
  kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
  recurrentInitializer: tf.initializers.orthogonal({ seed: 2 }),
});

function modelWith(layer: TensorFlow.layers.Layer): TensorFlow.Sequential {
  const model = tf.sequential();
  model.add(layer);
  model.add(tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }) }));
  model.compile({ optimizer: tf.train.sgd(0.3), loss: 'meanSquaredError' });
  return model;
}

/** What is advised to a model after one epoch, with a median gradient norm of .01. */
function advice(model: TensorFlow.Sequential, rule: RuleId, evidence: readonly Evidence[] = []): readonly Remedy[] {
  const { layers } = createCapture(tf, model, { onError: (error) => expect.fail(error.message) });
  const layer = layers[0]!.path;
  const history: RunHistory = {
    model: { name: 'm', parameters: 1, loss: 'meanSquaredError', optimizer: 'SGD', layers },
    memory: null,
    epochs: [
      {
        epoch: 1,
        snapshot: true,
        trainLoss: 1,
        valLoss: null,
        nonFinite: { loss: 0, gradient: 0, weight: 0 },
        layers: [{ layer, quantity: 'joint', flow: flowSummary(new Float64Array(STEPS)) }],
        gradientNorm: 0.01,
        learningRate: 0.3,
      },
    ],
    constantPredictionLoss: 1,
  };
  return remediesFor(rule, layer, 1, history, evidence);
}

const codeOf = (remedies: readonly Remedy[], key: string) => remedies.find((remedy) => remedy.key === key)!.code;

/** Runs advised code as a training script would have it. */
function runCode(code: string, names: { readonly [name: string]: unknown }): unknown {
  return new Function('tf', ...Object.keys(names), code)(tf, ...Object.values(names));
}

/** The options a piece of code adds to a layer. */
const optionsIn = (code: string) => runCode(`return { ${code} };`, {}) as object;

function ratioOf(model: TensorFlow.Sequential): number {
  return tf.tidy(() => {
    const capture = createCapture(tf, model, { onError: (error) => expect.fail(error.message) });
    const probe = capture.measureProbe(tf.randomNormal([6, STEPS, 3], 0, 1, 'float32', 5), tf.ones([6, 1]));
    return flowRatio(judgedProfile(probe.flows[0]!));
  });
}

test('a default LSTM loses its gradient over 40 steps; the advised biases bring orders of magnitude back', () => {
  const model = modelWith(lstm());
  const remedies = advice(model, 'VAN-T');
  expect(remedies.map(({ key }) => key)).toEqual(['forget-bias', 'chrono-bias', 'sigmoid-gates']);
  const before = ratioOf(model);
  expect(before).toBeLessThan(1e-7);

  const withForgetBias = ratioOf(modelWith(lstm(optionsIn(codeOf(remedies, 'forget-bias')))));
  expect(withForgetBias).toBeGreaterThan(100 * before);
  runCode(codeOf(remedies, 'chrono-bias'), { layer: model.layers[0] });
  expect(ratioOf(model)).toBeGreaterThan(0.1);
});

test('the chrono bias is written to the forget gate of an LSTM and to the update gate of a GRU, and nowhere else', () => {
  for (const [make, key, from, size] of [
    [lstm, 'chrono-bias', 8, 32],
    [gru, 'update-gate-bias', 0, 24],
  ] as const) {
    const model = modelWith(make());
    const layer = model.layers[0]!;
    runCode(codeOf(advice(model, 'VAN-T'), key), { layer });
    const bias = layer.getWeights()[2]!.dataSync();
    const expected = Array.from({ length: size }, (_, k) => (k >= from && k < from + 8 ? 3.7 : 0));
    expect(Array.from(bias, (b) => Number(b.toFixed(4)))).toEqual(expected);
  }
});

test('a GRU remembers with the advised bias', () => {
  const model = modelWith(gru());
  const before = ratioOf(model);
  runCode(codeOf(advice(model, 'VAN-T'), 'update-gate-bias'), { layer: model.layers[0] });
  expect(ratioOf(model)).toBeGreaterThan(1000 * before);
});

test('what is advised to a simple RNN builds: other weights, or another layer', () => {
  const random = tf.initializers.randomNormal({ stddev: 0.05, seed: 2 });
  const simple = tf.layers.simpleRNN({ ...common(), recurrentInitializer: random });
  const remedies = advice(modelWith(simple), 'VAN-T');
  expect(remedies.map(({ key }) => key)).toEqual(['orthogonal', 'gated-layer']);
  const options = optionsIn(codeOf(remedies, 'orthogonal'));
  expect(tf.layers.simpleRNN({ ...common(), ...options }).getConfig().recurrentInitializer).toMatchObject({
    className: 'Orthogonal',
  });
  const layer = runCode(`return ${codeOf(remedies, 'gated-layer')};`, {}) as TensorFlow.layers.Layer;
  expect(layer.getClassName()).toBe('LSTM');
});

/** The norm of all changes one step of plain gradient descent makes, ÷ its rate: the norm of the gradient it used. */
async function normOfStep(model: TensorFlow.Sequential, rate: number): Promise<number> {
  const before = model.getWeights().map((weight) => weight.clone());
  const x = tf.randomNormal([6, STEPS, 3], 0, 1, 'float32', 5);
  const y = tf.ones([6, 1]);
  await model.fit(x, y, { epochs: 1, batchSize: 6, shuffle: false, verbose: 0 });
  const norm = tf.tidy(() =>
    Math.sqrt(
      model.getWeights().reduce((sum, weight, i) => sum + weight.sub(before[i]!).square().sum().dataSync()[0]!, 0),
    ),
  );
  tf.dispose([x, y, ...before]);
  return norm / rate;
}

test('the clipping code holds the gradient of a step at the norm it says, over all weights together', async () => {
  const model = modelWith(lstm());
  expect(await normOfStep(modelWith(lstm()), 0.3)).toBeGreaterThan(0.1);
  const clip = codeOf(advice(model, 'EXP-T'), 'clip');
  runCode(clip, { model, clipGradients });
  expect(await normOfStep(model, 0.3)).toBeCloseTo(0.01, 4);
});

test('the advised compile line compiles the model, at a third of the rate and no more than is usual', () => {
  const model = modelWith(lstm());
  runCode(codeOf(advice(model, 'EXP-T'), 'lower-learning-rate'), { model });
  expect(model.optimizer.getClassName()).toBe('SGD');
  expect(model.optimizer.getConfig().learningRate).toBeCloseTo(0.01, 9);
});

test('the input check tells NaN from numbers', () => {
  const check = codeOf(advice(modelWith(lstm()), 'NAN'), 'check-input').replace('console.log(', 'return (');
  expect(runCode(check, { x: tf.tensor1d([1, 2]) })).toBe(true);
  expect(runCode(check, { x: tf.tensor1d([1, Number.NaN]) })).toBe(false);
});

test('a stuck layer gets new weights: orthogonal matrices, no bias', () => {
  const model = modelWith(lstm());
  const layer = model.layers[0]!;
  layer.setWeights(layer.getWeights().map((weight) => tf.onesLike(weight)));
  runCode(codeOf(advice(model, 'DEAD'), 'reinitialise'), { layer });
  const [, recurrent, bias] = layer.getWeights();
  const error = tf.matMul(recurrent!, recurrent!, false, true).sub(tf.eye(8)).abs().max().dataSync()[0];
  expect(error).toBeLessThan(1e-4);
  expect(bias!.abs().max().dataSync()[0]).toBe(0);
});

test('the normalising code gives every feature mean 0 and deviation 1', () => {
  const code = `${codeOf(advice(modelWith(lstm()), 'SAT'), 'normalise-input')} return scaled;`;
  const scaled = runCode(code, { x: tf.randomNormal([6, STEPS, 3], 5, 9, 'float32', 5) }) as TensorFlow.Tensor;
  const { mean, variance } = tf.moments(scaled, [0, 1]);
  for (const value of mean.dataSync()) expect(value).toBeCloseTo(0, 4);
  for (const value of variance.dataSync()) expect(value).toBeCloseTo(1, 3);
});

test('options that are advised for a layer build it, and a layer that is advised adds to a model', () => {
  const model = modelWith(lstm());
  for (const code of [codeOf(advice(model, 'SAT'), 'weight-decay'), codeOf(advice(model, 'VAN-L'), 'forget-bias')]) {
    expect(lstm(optionsIn(code)).getClassName()).toBe('LSTM');
  }
  const evidence = { epoch: 1, value: 1, limit: 0, relation: 'above', severity: 'warning', source: 'x' } as const;
  const pads = advice(model, 'ATT', [{ ...evidence, quantity: 'pad-mass' }]);
  const options = { inputDim: 3, outputDim: 2, ...optionsIn(codeOf(pads, 'mask-padding')) };
  expect(tf.layers.embedding(options).getConfig().maskZero).toBe(true);
  const rows = advice(model, 'ATT', [{ ...evidence, quantity: 'row-sum-error' }]);
  expect((runCode(`return ${codeOf(rows, 'softmax-last')};`, {}) as TensorFlow.layers.Layer).getClassName()).toBe(
    'Softmax',
  );
  const before = model.layers.length;
  runCode(codeOf(advice(model, 'VAN-L'), 'layer-norm'), { model });
  expect(model.layers.length).toBe(before + 1);
});

test('a raised learning rate compiles, and aims at updates of a thousandth', () => {
  const model = modelWith(lstm());
  const small = { epoch: 1, value: 1e-6, limit: 1e-5, relation: 'below', severity: 'warning', source: 'x' } as const;
  runCode(codeOf(advice(model, 'UWR', [{ ...small, quantity: 'update-ratio' }]), 'raise-learning-rate'), { model });
  expect(model.optimizer.getConfig().learningRate).toBeCloseTo(0.9, 9);
});
