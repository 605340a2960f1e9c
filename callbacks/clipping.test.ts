import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { SERIES } from '../lib/protocol/record.ts';
import { readRun, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { models } from './capture/testing/models.ts';
import { clipGradients, unrolled } from './node.ts';
import type { Tf } from './tfjs-instance.ts';

interface Case {
  readonly limit: number;
  readonly shapes: readonly number[][];
  readonly gradients: readonly number[][];
  readonly byNorm: readonly number[][];
  readonly byValue: readonly number[][];
}
const { clipping } = JSON.parse(readFileSync(new URL('../data/reference/gradients.json', import.meta.url), 'utf8')) as {
  clipping: { readonly tolerance: number; readonly cases: readonly Case[] };
};

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

/** What plain gradient descent with rate 1 moves weights of zeros by: the gradients that reached it, negative. */
function reached({ shapes, gradients }: Pick<Case, 'shapes' | 'gradients'>, options: object): number[][] {
  const optimizer = tf.train.sgd(1);
  const clip = clipGradients(optimizer, { tf, ...options });
  const variables = shapes.map((shape) => tf.variable(tf.zeros(shape)));
  const given = variables.map(({ name }, i) => ({ name, tensor: tf.tensor(gradients[i]!, shapes[i]!) }));
  optimizer.applyGradients(given);
  const moved = variables.map((variable) => Array.from(variable.dataSync(), (value) => -value));
  clip.release();
  tf.dispose([...variables, ...given.map(({ tensor }) => tensor)]);
  return moved;
}

test('clipping by norm and by value equals PyTorch', () => {
  for (const reference of clipping.cases) {
    for (const [options, expected] of [
      [{ norm: reference.limit }, reference.byNorm],
      [{ value: reference.limit }, reference.byValue],
    ] as const) {
      for (const [i, moved] of reached(reference, options).entries()) {
        const worst = Math.max(
          ...moved.map((value, j) => Math.abs(value - expected[i]![j]!) / Math.abs(expected[i]![j]!)),
        );
        expect(worst).toBeLessThan(clipping.tolerance);
      }
    }
  }
});

test('gradients that are NaN are not hidden', () => {
  const broken = { shapes: [[2]], gradients: [[Number.NaN, 1]] };
  for (const options of [{ norm: 1 }, { value: 1 }]) expect(reached(broken, options)[0]![0]).toBeNaN();
});

test('gradients of a custom loop, an object, are clipped too, and released is as it was', () => {
  const optimizer = tf.train.sgd(1);
  const clip = clipGradients(optimizer, { norm: 1, tf });
  const weight = tf.variable(tf.tensor1d([0, 0]), true, 'clipped_weight');
  optimizer.applyGradients({ clipped_weight: tf.tensor1d([30, 40]) });
  expect(weight.dataSync()[0]).toBeCloseTo(-0.6, 5);
  clip.release();
  clip.release();
  expect(Object.hasOwn(optimizer, 'applyGradients')).toBe(false);
  optimizer.applyGradients({ clipped_weight: tf.tensor1d([30, 40]) });
  expect(weight.dataSync()[0]).toBeCloseTo(-30.6, 5);
  weight.dispose();
});

async function train(clip: 'none' | 'before' | 'after' | 'alone', limit: number) {
  const { model, x, y } = models.LSTM!(tf);
  const dir = temporaryFolder();
  const before = tf.memory().numTensors;
  const clipNow = () => void clipGradients(model.optimizer, { norm: limit, tf });
  if (clip === 'before' || clip === 'alone') clipNow();
  const monitor = clip === 'alone' ? null : await unrolled(model, { tf, dir, every: 1 });
  // the run hooks the optimizer when fit begins: what is set here comes after it
  const late = new tf.CustomCallback({ onTrainBegin: async () => (clip === 'after' ? clipNow() : undefined) });
  const callbacks = monitor ? [monitor, late] : [];
  await model.fit(x, y, { epochs: 2, batchSize: 4, shuffle: false, verbose: 0, callbacks });
  // Adam's slots, its two accumulators and its powers of beta
  const left = tf.memory().numTensors - before;
  await monitor?.run.finish();
  const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  const run = monitor ? await readRun(dir) : null;
  return { run, weights, left };
}

test('what is recorded is what was there before clipping, whichever came first, and clipping is unchanged by it', async () => {
  const limit = 0.05;
  const alone = await train('alone', limit);
  const none = await train('none', limit);
  const firstNorm = none.run!.series(SERIES.globalGradientNorm)[0]![1];
  expect(firstNorm).toBeGreaterThan(limit);
  expect(none.run!.series(SERIES.clipped)).toEqual([]);
  for (const order of ['before', 'after'] as const) {
    const { run, weights, left } = await train(order, limit);
    expect(weights).toEqual(alone.weights);
    expect(left).toBe(alone.left);
    expect(run!.series(SERIES.globalGradientNorm)[0]![1]).toBeCloseTo(firstNorm, 6);
    const norms = run!.series(SERIES.globalGradientNorm);
    expect(run!.series(SERIES.clipped)).toEqual(norms.map(([step, norm]) => [step, norm > limit ? 1 : 0]));
  }
});

test('limits that are none are refused in words', () => {
  const optimizer = tf.train.sgd(1);
  for (const options of [{}, { norm: 0 }, { norm: -1 }, { norm: 1, value: 1 }, { value: Number.NaN }, { norm: '1' }]) {
    expect(() => clipGradients(optimizer, options as never)).toThrow(/give one of them, a number above 0/);
  }
  expect(() => clipGradients({} as never, { norm: 1 })).toThrow(/no applyGradients/);
});
