import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { TENSOR } from '../lib/protocol/record.ts';
import { readRun, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { init, type MonitorOptions, unrolled } from './node.ts';
import type { Tf } from './tfjs-instance.ts';

const [ROWS, TIME, FEATURES, PROBED] = [12, 5, 2, 7];
/** Beyond what is cheap: such a pass needs time from the budget, of which there is none. */
const SLOW_MS = 1_050;

let tf: Tf;
beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

/** Passes on, and takes its time over batches of the probe's size alone. */
function slowLayer() {
  class Slow extends tf.layers.Layer {
    static className = 'Slow';
    override computeOutputShape(shape: tfjs.Shape): tfjs.Shape {
      return shape;
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [x] = [inputs].flat() as [tfjs.Tensor];
      const until = performance.now() + (x.shape[0] === PROBED ? SLOW_MS : 0);
      while (performance.now() < until);
      return x.clone();
    }
  }
  return new Slow({});
}

function subject({ slow }: { readonly slow: boolean }) {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 3, inputShape: [TIME, FEATURES] }),
      ...(slow ? [slowLayer()] : []),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const data = (rows: number) => ({ x: tf.randomNormal([rows, TIME, FEATURES]), y: tf.randomNormal([rows, 1]) });
  const probe = data(PROBED);
  const options: MonitorOptions = { tf, dir: temporaryFolder(), probe, console: false, lint: false };
  return { model, ...data(ROWS), options: { ...options, budget: { time: 1e-9 } } };
}

const FIT = { epochs: 8, batchSize: 4, verbose: 0 } as const;

async function recorded(dir: string | undefined) {
  const { delta } = await readRun(dir!);
  const readings = delta.events.filter(({ kind }) => kind === 'readings').map(({ data }) => data);
  return {
    notes: delta.events.map(({ message }) => message),
    snapshots: delta.epochs.map(({ snapshot }) => snapshot),
    tensorsAt: (epoch: number) => new Set(delta.tensors.filter((one) => one.epoch === epoch).map(({ name }) => name)),
    lastReadings: readings.at(-1),
  };
}

test.each([
  ['the last epoch has a snapshot also when it was not known to be the last', false],
  ['a last epoch whose weights are others by the end of training has none', true],
])('%s', { timeout: 60_000 }, async (_title, restores) => {
  const { model, x, y, options } = subject({ slow: true });
  const monitor = await unrolled(model, options);
  const weights = model.getWeights().map((weight) => weight.clone());
  const restore = new tf.CustomCallback({
    onTrainEnd: async () => {
      if (restores) model.setWeights(weights);
    },
  });
  const stop = new tf.CustomCallback({
    onEpochEnd: async (epoch: number) => {
      if (epoch === 3) model.stopTraining = true;
    },
  });
  const before = tf.memory().numTensors;
  await model.fit(x, y, { ...FIT, callbacks: [restore, monitor, stop] });
  expect(tf.memory().numTensors).toBe(before);
  await monitor.run.finish();
  const { snapshots, tensorsAt, lastReadings, notes } = await recorded(options.dir);
  expect(snapshots).toEqual([true, true, false, !restores]);
  const missing = notes.filter((note) => note.startsWith('no snapshot at epoch')).map((note) => note.slice(0, 22));
  expect(missing).toEqual(restores ? ['no snapshot at epoch 3', 'no snapshot at epoch 4'] : ['no snapshot at epoch 3']);
  expect(tensorsAt(4).has(TENSOR.flow)).toBe(!restores);
  expect(lastReadings).toMatchObject({ epoch: 4, snapshot: !restores, layers: restores ? [] : [{ layer: 'lstm_1' }] });
});

test('a loop of one’s own has a snapshot of its last epoch', { timeout: 60_000 }, async () => {
  const { model, x, y, options } = subject({ slow: true });
  const { tf: _, probe, lint: __, ...told } = options;
  const run = await init(told);
  run.watch(model, { tf, probe: probe! });
  for (let step = 1; step <= 12; step++) {
    const loss = await model.trainOnBatch(x.slice((step % 3) * 4, 4), y.slice((step % 3) * 4, 4));
    run.log({ loss: loss as number }, { step, epoch: Math.ceil(step / 3), context: { subset: 'train' } });
  }
  run.endEpoch();
  await run.finish();
  const { snapshots, tensorsAt } = await recorded(options.dir);
  expect(snapshots).toEqual([true, true, false, true]);
  expect(tensorsAt(4)).toContain(TENSOR.weightHistogram);
});

test('calls of fit for one epoch each are no last epochs: their budget is that of any', {
  timeout: 60_000,
}, async () => {
  const { model, x, y, options } = subject({ slow: true });
  const monitor = await unrolled(model, options);
  for (let i = 0; i < 4; i++) await model.fit(x, y, { ...FIT, epochs: 1, callbacks: monitor });
  await monitor.run.finish();
  expect((await recorded(options.dir)).snapshots).toEqual([true, true, false, false]);
});

test('after an early end the dear measurements are all there', async () => {
  const { model, x, y, options } = subject({ slow: false });
  const monitor = await unrolled(model, options);
  const stop = new tf.CustomCallback({
    onEpochEnd: async (epoch: number) => {
      if (epoch === 1) model.stopTraining = true;
    },
  });
  await model.fit(x, y, { ...FIT, callbacks: [monitor, stop] });
  await monitor.run.finish();
  const { snapshots, tensorsAt } = await recorded(options.dir);
  expect(snapshots).toEqual([true, true]);
  const dear = [TENSOR.saliency, TENSOR.eigenvalues, TENSOR.lyapunov, TENSOR.fixedPoints];
  expect([...tensorsAt(2)]).toEqual(expect.arrayContaining(dear));
});
