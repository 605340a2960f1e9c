import type { LayersModel } from '@tensorflow/tfjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { loadBackend } from '../../examples/backend.ts';
import { SERIES, TENSOR } from '../../lib/protocol/record.ts';
import { readRun, temporaryFolder } from '../../lib/recorder/testing/read-store.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { models } from '../capture/testing/models.ts';
import { unrolled } from '../node.ts';
import type { Tf } from '../tfjs-instance.ts';

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

/** Everything of the only run of a folder, with the bytes of its tensors. */
async function contents(dir: string) {
  const run = await readRun(dir);
  const store = await openStore(`${dir}/unrolled.db`, { readOnly: true });
  try {
    const tensors = await Promise.all(
      run.delta.tensors.map(async (info) => ({ ...info, data: (await store.tensor(info.id))!.data.slice() })),
    );
    return { run, tensors };
  } finally {
    await store.close();
  }
}

async function rebuilt(tensors: Awaited<ReturnType<typeof contents>>['tensors'], epoch: number): Promise<LayersModel> {
  const topology = tensors.find(({ name }) => name === TENSOR.topology)!;
  const model = await tf.models.modelFromJSON(JSON.parse(new TextDecoder().decode(topology.data)));
  const weights = tensors.filter((tensor) => tensor.name === TENSOR.weight && tensor.epoch === epoch);
  const ordered = weights.sort((a, b) => Number(a.attributes.index) - Number(b.attributes.index));
  model.setWeights(ordered.map(({ data, shape }) => tf.tensor(new Float32Array(data.buffer), [...shape])));
  return model;
}

for (const kind of ['stacked layers', 'Bidirectional', 'nested', 'stacked cells']) {
  test(`a model of kind ${kind} can be put together from the record, and says the same`, async () => {
    const dir = temporaryFolder();
    const { model, x, y } = models[kind]!(tf);
    const monitor = await unrolled(model, { tf, dir });
    await model.fit(x, y, { epochs: 2, batchSize: 4, verbose: 0, callbacks: monitor });
    await monitor.run.finish();
    const { tensors } = await contents(dir);
    const other = await rebuilt(tensors, 2);
    const says = (each: LayersModel) => Array.from((each.predict(x) as ReturnType<Tf['tensor']>).dataSync());
    expect(says(other)).toEqual(says(model));
  });
}

test('where weights do not fit, the last and the best epoch are kept all the same', async () => {
  const dir = temporaryFolder();
  const { model, x, y } = models.LSTM!(tf);
  // steps in the wrong direction: the loss rises
  model.compile({ optimizer: tf.train.sgd(-0.5), loss: 'categoricalCrossentropy' });
  const monitor = await unrolled(model, { tf, dir, budget: { epochBytes: 100 } });
  const { history } = await model.fit(x, y, { epochs: 4, batchSize: 4, verbose: 0, callbacks: monitor });
  await monitor.run.finish();
  const losses = history.loss as number[];
  const best = 1 + losses.indexOf(Math.min(...losses));
  expect(best).toBeLessThan(4);
  const { run, tensors } = await contents(dir);
  const kept = tensors.filter(({ name }) => name === TENSOR.weight);
  const reasons = new Set(kept.map(({ epoch, attributes }) => `${epoch} ${attributes.reason}`));
  expect([...reasons].sort()).toEqual([`${best} best`, '4 last']);
  expect(run.delta.events.some(({ message }) => /kept of the last and the best epoch only/.test(message))).toBe(true);
});

test('norms per gate add up to those of the weight, and are there at every epoch', async () => {
  const dir = temporaryFolder();
  const { model, x, y } = models['stacked layers']!(tf);
  const monitor = await unrolled(model, { tf, dir, every: 1 });
  await model.fit(x, y, { epochs: 2, batchSize: 4, verbose: 0, callbacks: monitor });
  await monitor.run.finish();
  const { run, tensors } = await contents(dir);
  for (const [layer, gates] of [
    ['lstm_1', ['i', 'f', 'c', 'o']],
    ['gru_1', ['z', 'r', 'h']],
  ] as const) {
    for (const name of [SERIES.gradientNorm, SERIES.weightNorm]) {
      const context = { layer, weight: `${layer}/kernel` };
      const whole = run.series(name, context);
      const parts = gates.map((gate) => run.series(name, { ...context, gate }));
      for (const [i, [step, norm]] of whole.entries()) {
        const total = Math.hypot(...parts.map((part) => part.find(([at]) => at === step)![1]));
        expect(total / norm, `${name} ${i}`).toBeCloseTo(1, 5);
      }
    }
  }
  expect(run.series(SERIES.gradientNorm, { layer: 'simple_rnn_1', weight: 'simple_rnn_1/kernel' })).toHaveLength(6);
  const cosines = run.series(SERIES.gradientCosine);
  expect(cosines).toHaveLength(5);
  expect(cosines.every(([, cosine]) => Math.abs(cosine) <= 1)).toBe(true);
  const histograms = tensors.filter(({ name }) => name === TENSOR.weightHistogram);
  expect(histograms).toHaveLength(2 * model.weights.length);
  for (const { data, attributes } of histograms) {
    const counts = new Int32Array(data.buffer).reduce((sum, count) => sum + count, Number(attributes.zero));
    const weight = run.info
      .model!.layers.flatMap(({ weights }) => weights)
      .find(({ path }) => path === attributes.weight)!;
    expect(counts).toBe(weight.shape.reduce((size, length) => size * length, 1));
  }
});

test('when a loss is NaN the last steps are kept once, with what came first', async () => {
  const dir = temporaryFolder();
  const { model, x, y } = models.LSTM!(tf);
  const monitor = await unrolled(model, { tf, dir, every: 1 });
  const breaking = new tf.CustomCallback({
    onEpochEnd: async (epoch: number) => {
      const [first, ...others] = model.getWeights();
      if (epoch === 1) model.setWeights([tf.fill(first!.shape, Number.NaN), ...others]);
    },
  });
  await model.fit(x, y, { epochs: 4, batchSize: 4, verbose: 0, callbacks: [monitor, breaking] });
  await monitor.run.finish();
  const { run, tensors } = await contents(dir);
  const flights = run.delta.events.filter(({ kind }) => kind === 'flight');
  expect(flights.map(({ message }) => message)).toEqual([
    'weight norm of lstm_1/kernel was NaN at step 7: the last 7 steps are kept',
  ]);
  const [flight, ...more] = tensors.filter(({ name }) => name === TENSOR.flight);
  expect(more).toEqual([]);
  const quantities = flight!.attributes.quantities as string[];
  expect(flight!.shape).toEqual([7, quantities.length]);
  const values = new Float32Array(flight!.data.buffer);
  const loss = Array.from({ length: 7 }, (_, i) => values[i * quantities.length + quantities.indexOf('loss')]!);
  expect(loss.map(Number.isFinite)).toEqual([true, true, true, true, true, true, false]);
});
