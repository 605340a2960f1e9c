import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { createCapture, type StepCapture } from './index.ts';
import { blockNorms, l2Norms } from './norms.ts';
import { models } from './testing/models.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

/** Numbers of scripts/reference/gradients.py. */
const { norms, updates } = JSON.parse(
  readFileSync(new URL('../../data/reference/gradients.json', import.meta.url), 'utf8'),
) as {
  readonly norms: {
    readonly tolerance: number;
    readonly cases: readonly {
      readonly shape: number[];
      readonly blocks: number;
      readonly values: number[];
      readonly norm: number;
      readonly blockNorms: number[];
    }[];
  };
  readonly updates: {
    readonly tolerance: number;
    readonly cases: readonly {
      readonly optimizer: 'sgd' | 'adam';
      readonly rate: number;
      readonly start: number[][];
      readonly x: number[][];
      readonly y: number[][];
      readonly steps: readonly {
        readonly gradientNorm: number;
        readonly weightNorm: number;
        readonly updateRatio: number;
        readonly cosine: number | null;
      }[];
    }[];
  };
};

function expectRelative(actual: number | undefined, expected: number, tolerance: number): void {
  expect(Math.abs(actual! / expected - 1)).toBeLessThan(tolerance);
}

function fail(error: Error): never {
  throw error;
}

test('norms, whole and by blocks of columns, equal those of NumPy in float64', () => {
  const { tf } = backend;
  for (const { shape, blocks, values, norm, blockNorms: expected } of norms.cases) {
    const tensor = tf.tensor(values, shape);
    expectRelative(l2Norms(tf, [tensor])[0], norm, norms.tolerance);
    const columns = shape.at(-1)! / blocks;
    const [found] = blockNorms(tf, [{ tensor, shape: { rows: tensor.size / blocks / columns, blocks, columns } }]);
    expected.forEach((each, block) => {
      expectRelative(found![block], each, norms.tolerance);
    });
    tensor.dispose();
  }
});

test('gradient norms, update ratios and cosines of steps of SGD and Adam equal those of PyTorch', async () => {
  const { tf } = backend;
  for (const { optimizer, rate, start, x, y, steps } of updates.cases) {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, useBias: false, inputShape: [3] })] });
    model.setWeights([tf.tensor(start)]);
    model.compile({ optimizer: tf.train[optimizer](rate), loss: 'meanSquaredError' });
    const capture = createCapture(tf, model, { onError: fail });
    capture.install();
    const taken: StepCapture[] = [];
    const [xs, ys] = [tf.tensor(x), tf.tensor(y)];
    await model.fit(xs, ys, {
      ...{ epochs: steps.length, batchSize: x.length, shuffle: false, verbose: 0 },
      callbacks: {
        onBatchBegin: async () => capture.sample({ weights: true, flow: false, cosine: true }),
        onBatchEnd: async () => void taken.push(capture.take()!),
      },
    });
    capture.uninstall();
    tf.dispose([xs, ys]);
    for (const [i, expected] of steps.entries()) {
      const [weight] = taken[i]!.weights;
      for (const name of ['gradientNorm', 'weightNorm', 'updateRatio'] as const)
        expectRelative(weight![name], expected[name], updates.tolerance);
      if (expected.cosine === null) expect(taken[i]!.cosine).toBeUndefined();
      else expect(Math.abs(taken[i]!.cosine! - expected.cosine)).toBeLessThan(updates.tolerance);
    }
    model.dispose();
  }
});

test('norms survive where squares overflow or underflow float32', () => {
  const { tf } = backend;
  const tensors = [
    tf.tensor1d([3, 4]),
    tf.tensor1d([3e-25, 4e-25]),
    tf.tensor1d([3e25, 4e25]),
    tf.zeros([2]),
    tf.tensor1d([1, Number.NaN]),
    tf.tensor1d([1, Number.POSITIVE_INFINITY]),
    tf.scalar(-2),
  ];
  const [plain, small, large, zero, nan, infinite, scalar] = l2Norms(tf, tensors) as number[];
  expect(plain).toBe(5);
  expect(small! / 5e-25).toBeCloseTo(1, 5);
  expect(large! / 5e25).toBeCloseTo(1, 5);
  expect(zero).toBe(0);
  expect(nan).toBeNaN();
  expect(infinite).toBe(Number.POSITIVE_INFINITY);
  expect(scalar).toBe(2);
});

test('gradient norms are those of the step, the weight norm that before the update, the ratio the true update', async () => {
  const { tf } = backend;
  const { model, x, y } = models['stacked layers']!(tf);
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });
  const before = model.trainableWeights.map((weight) => weight.read().clone());
  const capture = createCapture(tf, model, { onError: fail });
  capture.install();
  capture.sample({ weights: true, flow: false });
  const steps: StepCapture[] = [];
  const callbacks = { onBatchEnd: async () => void steps.push(capture.take()!) };
  await model.fit(x, y, { epochs: 1, batchSize: 12, shuffle: false, verbose: 0, callbacks });
  capture.uninstall();
  const { weights, globalGradientNorm, flows } = steps[0]!;
  expect(flows).toEqual([]);
  expect(weights.map(({ weight }) => weight)).toEqual(
    ['lstm_1', 'gru_1', 'simple_rnn_1', 'dense_1'].flatMap((layer) =>
      ['kernel', ...(layer === 'dense_1' ? [] : ['recurrent_kernel']), 'bias'].map((name) => `${layer}/${name}`),
    ),
  );
  let squares = 0;
  for (const [i, weight] of model.trainableWeights.entries()) {
    const { gradientNorm, weightNorm, updateRatio } = weights[i]!;
    const moved = tf.norm(tf.sub(weight.read(), before[i]!)).dataSync()[0]!;
    const norm = tf.norm(before[i]!).dataSync()[0]!;
    expect(weightNorm).toBeCloseTo(norm, 5);
    // plain gradient descent moves a weight by learning rate × gradient
    expect(gradientNorm / (moved / 0.1)).toBeCloseTo(1, 4);
    if (norm === 0) expect(updateRatio).toBeNaN();
    else expect(updateRatio / (moved / norm)).toBeCloseTo(1, 4);
    squares += gradientNorm ** 2;
  }
  expect(globalGradientNorm).toBeCloseTo(Math.sqrt(squares), 8);
});

test('gradients that are not finite are told as such', async () => {
  const { tf } = backend;
  const { model, x, y } = models.LSTM!(tf);
  const capture = createCapture(tf, model, { onError: fail });
  capture.install();
  capture.sample({ weights: true, flow: true });
  const steps: StepCapture[] = [];
  const broken = tf.mul(y, Number.NaN);
  const callbacks = { onBatchEnd: async () => void steps.push(capture.take()!) };
  await model.fit(x, broken, { epochs: 1, batchSize: 12, verbose: 0, callbacks });
  capture.uninstall();
  expect(steps[0]!.globalGradientNorm).toBeNaN();
  expect(steps[0]!.weights.every(({ gradientNorm }) => Number.isNaN(gradientNorm))).toBe(true);
  expect(steps[0]!.weights[0]!.weightNorm).toBeGreaterThan(0);
  const { values, time } = steps[0]!.flows[0]!;
  expect(values.subarray(0, time).every(Number.isNaN)).toBe(true);
});

test('the cosine of a step is that between its gradients and those of the sampled step before, whose step comes without it', async () => {
  const { tf } = backend;
  const { model, x, y } = models.LSTM!(tf);
  const capture = createCapture(tf, model, { onError: fail });
  capture.install();
  const seen: { step: StepCapture; gradient: number[] }[] = [];
  const callbacks = {
    onBatchBegin: async () => capture.sample({ weights: true, flow: false, cosine: true }),
    onBatchEnd: async () => {
      const gradient = capture.gradients().flatMap(({ values }) => Array.from(values));
      seen.push({ step: capture.take()!, gradient });
    },
  };
  await model.fit(x, y, { epochs: 1, batchSize: 4, shuffle: false, verbose: 0, callbacks });
  capture.uninstall();
  expect(seen[0]!.step.cosine).toBeUndefined();
  for (const at of [1, 2]) {
    const [a, b] = [seen[at - 1]!.gradient, seen[at]!.gradient];
    const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    expect(seen[at]!.step.cosine).toBeCloseTo(dot / Math.hypot(...a) / Math.hypot(...b), 5);
  }
});
