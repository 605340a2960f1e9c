import type { LayersModel } from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { readRun, readRuns, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { unrolled } from './node.ts';
import type { Tf } from './tfjs-instance.ts';

const SHORT = { epochs: 1, batchSize: 4, verbose: 0 } as const;

let tf: Tf;
let said: string[] = [];

beforeAll(async () => {
  tf = (await loadBackend()).tf;
  for (const method of ['log', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((line) => void said.push(String(line)));
  }
});

beforeEach(() => {
  said = [];
});

function makeModel(): LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.lstm({ units: 3, inputShape: [4, 2] }));
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({ loss: 'meanSquaredError', optimizer: tf.train.sgd(0.01) });
  return model;
}

function makeData() {
  return { x: tf.randomUniform([16, 4, 2], -1, 1, 'float32', 1), y: tf.zeros([16, 1]) };
}

function thrower(at: 'onBatchEnd' | 'onTrainEnd') {
  return new tf.CustomCallback({
    [at]: async () => {
      throw new Error('theirs');
    },
  });
}

/** Methods of ours that lie on a model, its layers, their cells and its optimizer. */
function hooksOn(model: LayersModel): readonly string[] {
  const inner = (model as unknown as { model?: LayersModel }).model ?? model;
  const parts: readonly unknown[] = [model, inner, inner.optimizer, ...model.layers];
  const cells = model.layers.flatMap((layer) => (layer as unknown as { cell?: object }).cell ?? []);
  const names = ['fit', 'fitDataset', 'makeTrainFunction', 'applyGradients', 'call'];
  return [...parts, ...cells].flatMap((part) => names.filter((name) => Object.hasOwn(part as object, name)));
}

test.for(['onBatchEnd', 'onTrainEnd'] as const)(
  'of two monitors in a second fit both end and unhook when a callback beside them throws in %s',
  async (at) => {
    const dir = temporaryFolder();
    const model = makeModel();
    const { x, y } = makeData();
    const first = await unrolled(model, { dir, name: 'first' });
    const second = await unrolled(model, { dir, name: 'second' });
    await model.fit(x, y, { ...SHORT, callbacks: [first, second] });
    await expect(model.fit(x, y, { ...SHORT, callbacks: [first, thrower(at), second] })).rejects.toThrow('theirs');
    await Promise.all([first.run.finish(), second.run.finish()]);
    expect(hooksOn(model)).toEqual([]);
    const inner = (model as unknown as { model: object }).model;
    expect(Object.getOwnPropertyDescriptor(inner, 'isTraining')).toMatchObject({ value: false, writable: true });
    const ends = (await readRuns(dir)).map(({ info }) => info.status);
    expect(ends).not.toContain('live');
    expect(ends).toContain('failed');
  },
);

test('a monitor in the fit of another model says so, keeps the losses, shows no snapshot, and lets both models go', async () => {
  const dir = temporaryFolder();
  const [model, other] = [makeModel(), makeModel()];
  const { x, y } = makeData();
  const monitor = await unrolled(model, { dir, name: 'mixed up', probe: { x, y } });
  await other.fit(x, y, { ...SHORT, callbacks: monitor });
  await monitor.run.finish();
  expect(said.join('\n')).toContain('give each model a callback of its own');
  expect(hooksOn(model)).toEqual([]);
  expect(hooksOn(other)).toEqual([]);
  const { info } = await readRun(dir);
  expect(info).toMatchObject({ status: 'finished', probe: null });
});

test('a second fit that tfjs refuses while one runs does not end the run', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const monitor = await unrolled(model, { dir });
  const running = model.fit(x, y, { ...SHORT, epochs: 2, callbacks: monitor });
  await expect(model.fit(x, y, { ...SHORT, callbacks: monitor })).rejects.toThrow('another fit() call is ongoing');
  await running;
  await monitor.run.finish();
  const { info } = await readRun(dir);
  expect(info).toMatchObject({ status: 'finished', statusDetail: null });
  expect(hooksOn(model)).toEqual([]);
});

test('options and a probe that are no objects are refused in words', async () => {
  const model = makeModel();
  const disposed = tf.zeros([2, 4, 2]);
  disposed.dispose();
  await expect(unrolled(model, null as never)).rejects.toMatchObject({ code: 'bad-option' });
  await expect(unrolled(model, { dir: '/tmp/\0' })).rejects.toMatchObject({ code: 'bad-option' });
  for (const probe of [null, 3, tf.zeros([2, 4, 2]), { x: disposed }]) {
    await expect(unrolled(model, { dir: temporaryFolder(), probe: probe as never })).rejects.toMatchObject({
      code: 'bad-probe',
    });
  }
});
