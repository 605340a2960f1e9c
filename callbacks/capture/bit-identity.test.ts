import { beforeAll, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../examples/backend.ts';
import { createCapture, type StepCapture } from './index.ts';
import { BATCH, type MakeModel, models } from './testing/models.ts';
import { withSeededRandom } from './testing/random.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

interface Training {
  readonly losses: readonly unknown[];
  readonly weights: readonly (readonly number[])[];
  readonly captures: readonly StepCapture[];
  readonly errors: readonly Error[];
  /** Live tensors after everything of the training was disposed, beyond those before. */
  readonly leaked: number;
}

async function train(make: MakeModel, watched: boolean, shuffle: boolean): Promise<Training> {
  const { tf } = backend;
  const before = tf.memory().numTensors;
  const { model, x, y } = make(tf);
  const captures: StepCapture[] = [];
  const errors: Error[] = [];
  const losses: unknown[] = [];
  const capture = watched ? createCapture(tf, model, { onError: (error) => errors.push(error) }) : null;
  capture?.install();
  capture?.sample({ weights: true, flow: true });
  const probe = { x: x.slice(0, BATCH), y: y.slice(0, BATCH) };
  await model.fit(x, y, {
    epochs: 3,
    batchSize: BATCH,
    shuffle,
    verbose: 0,
    validationData: [x, y],
    validationBatchSize: BATCH,
    callbacks: {
      onTrainBegin: async () => void capture?.measureProbe(probe.x, probe.y),
      onBatchEnd: async (_batch, logs) => {
        losses.push(logs?.loss);
        const step = capture?.take();
        if (step) captures.push(step);
      },
      onEpochEnd: async (_epoch, logs) => {
        losses.push(logs?.loss, logs?.val_loss);
        capture?.measureProbe(probe.x, probe.y);
      },
    },
  } as Parameters<typeof model.fit>[2]);
  capture?.uninstall();
  const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  tf.dispose([x, y, probe.x, probe.y]);
  model.optimizer.dispose();
  model.dispose();
  return { losses, weights, captures, errors, leaked: tf.memory().numTensors - before };
}

for (const [kind, make] of Object.entries(models)) {
  test(`training ${kind} gives the same losses and weights, bit for bit, with every step captured`, async (context) => {
    // tfjs's WASM backend cannot train an Embedding, watched or not: it lacks the kernel of its gradient
    if (kind === 'masked Embedding' && backend.name === 'wasm') context.skip();
    // seeded, because dropout draws even where data are not shuffled
    const bare = await withSeededRandom(1, () => train(make, false, false));
    const ours = await withSeededRandom(1, () => train(make, true, false));
    expect(ours.value.errors).toEqual([]);
    expect(ours.value.captures).toHaveLength(9);
    expect(ours.value.captures.every(({ flows }) => flows.length > 0)).toBe(true);
    expect(ours.value.losses).toEqual(bare.value.losses);
    expect(ours.value.weights).toEqual(bare.value.weights);
    expect(ours.draws).toBe(bare.draws);
    expect(ours.value.leaked).toBe(bare.value.leaked);
  });
}

for (const kind of ['LSTM', 'dropout']) {
  test(`training ${kind} on shuffled data under a seeded Math.random stays bit-identical, without a draw of ours`, async () => {
    const bare = await withSeededRandom(7, () => train(models[kind]!, false, true));
    const ours = await withSeededRandom(7, () => train(models[kind]!, true, true));
    expect(bare.draws).toBeGreaterThan(0);
    expect(ours.draws).toBe(bare.draws);
    expect(ours.value.losses).toEqual(bare.value.losses);
    expect(ours.value.weights).toEqual(bare.value.weights);
  });
}
