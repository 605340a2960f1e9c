import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { SERIES, TENSOR } from '../lib/protocol/record.ts';
import { readRun, readRuns, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { init, unrolled } from './node.ts';
import type { Tf } from './tfjs-instance.ts';

const TRAIN_STEP = { subset: 'train', per: 'step' };
const TRAIN_EPOCH = { subset: 'train', per: 'epoch' };
const VAL_EPOCH = { subset: 'val', per: 'epoch' };
const [TIME, FEATURES, CLASSES, ROWS] = [7, 3, 4, 32];

let tf: Tf;
let said: string[] = [];

beforeAll(async () => {
  tf = (await loadBackend()).tf;
});

for (const method of ['log', 'warn'] as const) {
  beforeAll(() => {
    vi.spyOn(console, method).mockImplementation((line) => {
      said.push(String(line));
    });
  });
}

afterEach(() => {
  said = [];
});

function makeModel({ seed = 1, loss = 'categoricalCrossentropy' } = {}): LayersModel {
  const initializer = () => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential();
  model.add(
    tf.layers.lstm({
      ...{ units: 5, inputShape: [TIME, FEATURES] },
      ...{ kernelInitializer: initializer(), recurrentInitializer: initializer() },
    }),
  );
  model.add(tf.layers.dense({ units: CLASSES, activation: 'softmax', kernelInitializer: initializer() }));
  model.compile({ loss, optimizer: tf.train.sgd(0.1), metrics: ['accuracy'] });
  return model;
}

function makeData() {
  const x = tf.randomUniform([ROWS, TIME, FEATURES], -1, 1, 'float32', 7);
  const labels = Array.from({ length: ROWS }, (_, i) => (i * 5) % CLASSES);
  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES);
  return { x, y };
}

const QUIET = { batchSize: 8, verbose: 0 } as const;

test('fit is recorded step by step and epoch by epoch, beside earlyStopping', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const monitor = await unrolled(model, {
    ...{ tf, dir, project: 'p', name: 'a/b', group: 'g', tags: ['t', 't'], notes: 'n', memory: 5 },
    config: { lr: 0.1, odd: Number.NaN },
  });
  expect(monitor).toBeInstanceOf(tf.CustomCallback);
  const stopping = tf.callbacks.earlyStopping({ monitor: 'val_loss', patience: 50 });
  const { history } = await model.fit(x, y, {
    ...QUIET,
    ...{ epochs: 3, validationData: [x, y], callbacks: [monitor, stopping] },
  });
  await monitor.run.finish();
  expect(readdirSync(dir)).toEqual(['unrolled.db']);

  const run = await readRun(dir);
  expect(run.info).toMatchObject({
    ...{ project: 'p', name: 'a/b', group: 'g', tags: ['t'], notes: 'n', memory: 5, status: 'finished', dropped: {} },
    ...{ config: { lr: 0.1, odd: 'NaN' }, epochsPlanned: 3, stepsPerEpoch: 4 },
    model: { loss: 'categoricalCrossentropy', layers: [{ path: 'lstm_1', hasCellState: true }, { path: 'dense_1' }] },
    probe: { count: 12, origin: 'sampled', inputShape: [TIME, FEATURES] },
    environment: { tfjs: tf.version.tfjs, backend: tf.getBackend(), node: process.versions.node },
  });
  expect(run.series('loss', TRAIN_STEP).map(([step]) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  for (const [name, subset] of [
    ['loss', TRAIN_EPOCH],
    ['acc', TRAIN_EPOCH],
  ] as const) {
    expect(run.series(name, subset)).toEqual(history[name]?.map((value, i) => [(i + 1) * 4, value]));
  }
  expect(run.series('loss', VAL_EPOCH)).toEqual(history.val_loss?.map((value, i) => [(i + 1) * 4, value]));
  expect(run.delta.epochs.map(({ epoch, firstStep, step, snapshot }) => [epoch, firstStep, step, snapshot])).toEqual([
    [1, 1, 4, true],
    [2, 5, 8, true],
    [3, 9, 12, true],
  ]);

  const norms = run.series(SERIES.gradientNorm, { layer: 'lstm_1', weight: 'lstm_1/recurrent_kernel' });
  expect(norms.length).toBeGreaterThanOrEqual(3 * 4 - 3);
  expect(norms.every(([, norm]) => norm > 0)).toBe(true);
  expect(run.series(SERIES.learningRate)[0]?.[1]).toBeCloseTo(0.1);
  const horizons = run.series(SERIES.memoryHorizon, { layer: 'lstm_1' });
  expect(horizons.map(([step]) => step)).toEqual([4, 8, 12]);
  expect(horizons.every(([, steps]) => steps >= 1 && steps <= TIME)).toBe(true);

  const tensors = run.delta.tensors.map(({ name, shape, epoch }) => `${name} ${shape} ${epoch}`);
  expect(tensors).toContain(`${TENSOR.probeX} ${[12, TIME, FEATURES]} 0`);
  for (const epoch of [1, 2, 3]) {
    expect(tensors).toContain(`${TENSOR.flow} ${[3, 3, TIME]} ${epoch}`);
    expect(tensors).toContain(`${TENSOR.h} ${[12, TIME, 5]} ${epoch}`);
    expect(tensors).toContain(`${TENSOR.c} ${[12, TIME, 5]} ${epoch}`);
    expect(tensors).toContain(`${TENSOR.probeOutput} ${[12, CLASSES]} ${epoch}`);
  }
});

test('losses and weights are bit-identical with and without it, under a seeded Math.random of which it draws nothing', async () => {
  const { x, y } = makeData();
  const results: unknown[] = [];
  for (const watched of [false, true]) {
    let draws = 0;
    let state = 42;
    // fit shuffles by Math.random.
    const random = vi.spyOn(Math, 'random').mockImplementation(() => {
      draws++;
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x80000000;
    });
    const model = makeModel();
    const callbacks = watched ? await unrolled(model, { tf, dir: temporaryFolder(), every: 1 }) : [];
    const { history } = await model.fit(x, y, { ...QUIET, epochs: 3, validationSplit: 0.25, shuffle: true, callbacks });
    random.mockRestore();
    results.push({ draws, history, weights: model.getWeights().map((weight) => Array.from(weight.dataSync())) });
  }
  expect(results[1]).toEqual(results[0]);
});

test('nothing of it is left on the model and no tensor stays, after a fit and after a fit that throws', async () => {
  const model = makeModel();
  const { x, y } = makeData();
  // tfjs makes an optimizer's own variables on the first step.
  await model.fit(x, y, { ...QUIET, epochs: 1 });
  const cell = (model.layers[0] as unknown as { cell: object }).cell;
  const inner = (model as unknown as { model: object }).model;
  const keys = () => [model, cell, model.optimizer, inner].map((object) => Object.getOwnPropertyNames(object).sort());
  const before = { keys: keys(), tensors: tf.memory().numTensors };
  const monitor = await unrolled(model, { tf, dir: temporaryFolder() });
  await model.fit(x, y, { ...QUIET, epochs: 2, callbacks: monitor });
  expect({ keys: keys(), tensors: tf.memory().numTensors }).toEqual(before);
  await model.fit(x, y, { ...QUIET, epochs: 1, callbacks: monitor });
  expect({ keys: keys(), tensors: tf.memory().numTensors }).toEqual(before);
  const throwing = new tf.CustomCallback({
    onEpochEnd: () => {
      throw new Error('mine');
    },
  });
  const other = await unrolled(model, { tf, dir: temporaryFolder() });
  await expect(model.fit(x, y, { ...QUIET, epochs: 2, callbacks: [other, throwing] })).rejects.toThrow('mine');
  expect(keys()).toEqual(before.keys);
});

test('a callback that throws beside it rejects with its own error, and the run has failed by it', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const error = new RangeError('out of luck');
  const throwing = new tf.CustomCallback({
    onBatchEnd: (batch) => {
      if (batch === 2) throw error;
    },
  });
  const monitor = await unrolled(model, { tf, dir });
  await expect(model.fit(x, y, { ...QUIET, epochs: 2, callbacks: [monitor, throwing] })).rejects.toBe(error);
  const failed = await readRun(dir);
  expect(failed.info).toMatchObject({ status: 'failed', statusDetail: 'RangeError: out of luck' });
  expect(failed.series('loss', TRAIN_STEP)).toHaveLength(3);
  // Later calls of fit hear of it too.
  await model.fit(x, y, { ...QUIET, epochs: 1, callbacks: monitor });
  expect((await readRun(dir)).info.status).toBe('finished');
  await expect(model.fit(x, y, { ...QUIET, epochs: 1, callbacks: [monitor, throwing] })).rejects.toBe(error);
  await monitor.run.finish();
  expect((await readRun(dir)).info.status).toBe('failed');
});

test('a second fit goes on: steps and epochs count further, in the same segment', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const monitor = await unrolled(model, { tf, dir });
  await model.fit(x, y, { ...QUIET, epochs: 2, callbacks: monitor });
  model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.adam(0.01) });
  await model.fit(x, y, { ...QUIET, epochs: 1, callbacks: monitor });
  await model.fit(x, y, { ...QUIET, initialEpoch: 3, epochs: 4, callbacks: monitor });
  await monitor.run.finish();
  const run = await readRun(dir);
  expect(run.delta.epochs.map(({ epoch, step, snapshot }) => [epoch, step, snapshot])).toEqual([
    [1, 4, true],
    [2, 8, true],
    [3, 12, true],
    [4, 16, true],
  ]);
  expect(run.delta.segments).toHaveLength(1);
  expect(run.info).toMatchObject({ status: 'finished', epochsPlanned: 4, dropped: {} });
  const rates = run.series(SERIES.learningRate);
  expect(rates[0]?.[1]).toBeCloseTo(0.1);
  expect(rates.at(-1)?.[1]).toBeCloseTo(0.01);
});

test('two monitors of one model record the same training', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const [one, two] = [await unrolled(model, { tf, dir, name: 'one' }), await unrolled(model, { tf, dir, name: 'two' })];
  await model.fit(x, y, { ...QUIET, epochs: 2, callbacks: [one, two] });
  await Promise.all([one.run.finish(), two.run.finish()]);
  expect(Object.getOwnPropertyNames(model)).not.toContain('fit');
  const runs = await readRuns(dir);
  expect(runs.map(({ info }) => info.name).sort()).toEqual(['one', 'two']);
  const [first, second] = runs.map((run) => [
    run.series('loss', TRAIN_STEP),
    run.series(SERIES.memoryHorizon, { layer: 'lstm_1' }),
  ]);
  expect(first?.[0]).toHaveLength(8);
  expect(first?.[1]).toHaveLength(2);
  expect(second).toEqual(first);
});

test('stopTraining ends the run as finished', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const monitor = await unrolled(model, { tf, dir });
  const stop = new tf.CustomCallback({
    onEpochEnd: () => {
      model.stopTraining = true;
    },
  });
  await model.fit(x, y, { ...QUIET, epochs: 9, callbacks: [monitor, stop] });
  const { info, delta } = await readRun(dir);
  expect([info.status, info.epochsPlanned, delta.epochs.length]).toEqual(['finished', 9, 1]);
});

test.each(['never', 'batch', 'epoch', 1, 'auto'] as const)('yieldEvery %s: every step is there', async (yieldEvery) => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const monitor = await unrolled(model, { tf, dir });
  await model.fit(x, y, { ...QUIET, epochs: 2, yieldEvery, callbacks: monitor });
  await monitor.run.finish();
  expect((await readRun(dir)).series('loss', TRAIN_STEP)).toHaveLength(8);
});

test('fitDataset is recorded without reading ahead in the dataset; its probe comes from tensors to validate with', async () => {
  const { x, y } = makeData();
  for (const withValidation of [true, false]) {
    const dir = temporaryFolder();
    const model = makeModel();
    let iterations = 0;
    const dataset = {
      size: 2,
      iterator: async () => {
        iterations++;
        let left = 2;
        return {
          next: async () =>
            left-- > 0 ? { value: { xs: x.clone(), ys: y.clone() }, done: false } : { value: null, done: true },
        };
      },
    };
    const monitor = await unrolled(model, { tf, dir });
    await model.fitDataset(dataset as never, {
      ...{ epochs: 2, verbose: 0, callbacks: monitor },
      ...(withValidation ? { validationData: [x, y] as never } : {}),
    });
    await monitor.run.finish();
    const run = await readRun(dir);
    // tfjs opens the iterator once ahead of the first epoch, and once an epoch.
    expect(iterations).toBe(3);
    expect(run.series('loss', TRAIN_STEP)).toHaveLength(4);
    expect(run.info.stepsPerEpoch).toBe(2);
    expect(run.delta.epochs.map(({ snapshot }) => snapshot)).toEqual([withValidation, withValidation]);
    const events = run.delta.events.map(({ message }) => message).join();
    expect(events.includes('no probe')).toBe(!withValidation);
  }
});

test('a loop of your own: init, watch, log, finish', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  const run = await init({ dir, project: 'p', name: 'by hand' });
  run.watch(model, { tf, probe: { x, y, labels: Array.from({ length: ROWS }, (_, i) => i) } });
  let step = 0;
  for (const epoch of [1, 2]) {
    for (let batch = 0; batch < 3; batch++) {
      const [loss] = (await model.trainOnBatch(x, y)) as number[];
      run.log({ loss: loss ?? Number.NaN }, { step: ++step, epoch, context: { subset: 'train' } });
    }
    run.endEpoch();
  }
  await run.finish();
  expect(readdirSync(dir)).toEqual(['unrolled.db']);
  const found = await readRun(dir);
  expect(found.series('loss', { subset: 'train' })).toHaveLength(6);
  expect(found.delta.epochs.map(({ epoch, firstStep, step, snapshot }) => [epoch, firstStep, step, snapshot])).toEqual([
    [1, 1, 3, true],
    [2, 4, 6, true],
  ]);
  expect(found.series(SERIES.globalGradientNorm).length).toBeGreaterThan(0);
  expect(found.info.probe).toMatchObject({ origin: 'given', count: ROWS });
  expect(found.delta.tensors.filter(({ name }) => name === TENSOR.h)).toHaveLength(2);
});

test('NaN losses are data, and the verdict on them is stored and said once', async () => {
  const dir = temporaryFolder();
  const model = makeModel({ loss: 'meanSquaredError' });
  const { x, y } = makeData();
  const broken = tf.mul(y, Number.NaN);
  const monitor = await unrolled(model, { tf, dir });
  await model.fit(x, broken, { ...QUIET, epochs: 3, callbacks: monitor });
  await monitor.run.finish();
  const run = await readRun(dir);
  expect(run.series('loss', TRAIN_STEP).map(([, loss]) => loss)).toEqual(Array.from({ length: 12 }, () => Number.NaN));
  expect(run.delta.verdicts.map(({ rule, onsetEpoch, endEpoch }) => [rule, onsetEpoch, endEpoch])).toEqual([
    ['NAN', 1, null],
  ]);
  expect(said.filter((line) => line.includes('NAN'))).toHaveLength(1);
});

test('a model without a recurrent layer is recorded, and the run says why there is no flow', async () => {
  const dir = temporaryFolder();
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const monitor = await unrolled(model, { tf, dir });
  await model.fit(tf.ones([8, 3]), tf.ones([8, 1]), { ...QUIET, epochs: 1, callbacks: monitor });
  await monitor.run.finish();
  const run = await readRun(dir);
  expect(run.series(SERIES.gradientNorm, { layer: 'dense_1', weight: 'dense_1/kernel' })).toHaveLength(1);
  expect(run.delta.events.map(({ message }) => message).join()).toContain('no recurrent layer');
});

test('names with markup, slashes, emoji and 10,000 characters are kept as data', async () => {
  const dir = temporaryFolder();
  const odd = `<img src=x onerror=alert(1)>/"quoted"/🦊\u0000/${'x'.repeat(10_000)}`;
  const run = await init({ dir, project: odd, name: odd, tags: [odd] });
  run.log({ [odd]: 1, 'short/🦊': 2 }, { step: 1, epoch: 1, context: { [odd.slice(0, 20)]: '<b>' } });
  await run.finish();
  const found = await readRun(dir);
  const kept = [...odd].slice(0, 512).join('');
  expect([found.info.project, found.info.name, found.info.tags]).toEqual([kept, kept, [kept]]);
  expect(found.delta.series.map(({ name }) => name).sort()).toEqual([kept, 'short/🦊'].sort());
  expect(said.join('\n')).toContain('the first 512 are kept');
});

test('switched off, nothing is written and everything works', async () => {
  const dir = temporaryFolder();
  const model = makeModel();
  const { x, y } = makeData();
  process.env.UNROLLED_MODE = 'disabled';
  const [monitor, run] = [await unrolled(model, { tf, dir }), await init({ dir })];
  delete process.env.UNROLLED_MODE;
  expect(monitor).toBeInstanceOf(tf.CustomCallback);
  await model.fit(x, y, {
    ...QUIET,
    epochs: 1,
    callbacks: [monitor, tf.callbacks.earlyStopping()],
    validationSplit: 0.5,
  });
  run.watch(model);
  run.log({ loss: 1 });
  run.endEpoch();
  await Promise.all([run.finish(), monitor.run.finish()]);
  expect(run.recording).toBe(false);
  expect(readdirSync(dir)).toEqual([]);
});

test('a folder that cannot be written is one warning, and fit completes', async () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'file'), '');
  const model = makeModel();
  const { x, y } = makeData();
  const monitor = await unrolled(model, { tf, dir: join(dir, 'file', 'below') });
  const { history } = await model.fit(x, y, { ...QUIET, epochs: 1, callbacks: monitor });
  await monitor.run.finish();
  expect(history.loss).toHaveLength(1);
  expect(monitor.run.recording).toBe(false);
  expect(said.filter((line) => line.includes('file'))).toHaveLength(1);
  expect(said.join()).toContain('not recorded');
});

test.each([
  [{ project: '' }, /project: "" — give/],
  [{ name: 5 }, /name: 5 — give a string/],
  [{ memory: 0.5 }, /memory: 0.5 — give/],
  [{ mode: 'off' }, /mode: "off" — give 'enabled' or 'disabled'/],
  [{ tags: 'a' }, /tags: "a" — give a list/],
  [{ config: [1] }, /config: 1 — give an object/],
  [{ every: 0 }, /every: 0 — give/],
  [{ budget: { time: 2 } }, /budget.time: 2 — give/],
  [{ nmae: 'x' }, /"nmae" is not an option — known are project, name/],
  [{ tf: {} }, /tf: not a tfjs namespace/],
] as const)('a bad option rejects and says what to give: %j', async (options, says) => {
  const dir = temporaryFolder();
  const model = makeModel();
  await expect(unrolled(model, { tf, dir, ...(options as object) })).rejects.toThrow(says);
  expect(readdirSync(dir)).toEqual([]);
});

test('a wrong model or probe rejects and says what to give', async () => {
  const dir = temporaryFolder();
  const { x, y } = makeData();
  const model = makeModel();
  const uncompiled = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
  const probes: readonly (readonly [unknown, RegExp])[] = [
    [
      { x: tf.ones([4, TIME + 1, FEATURES]), y: y.slice(0, 4) },
      /probe.x: shape \[4, 8, 3\] — the model's input wants \[any, 7, 3\]/,
    ],
    [{ x, y: y.slice(0, 4) }, /probe.y: 4 sequences — probe.x has 32/],
    [{ x, y: tf.ones([ROWS, 2]) }, /probe.y: shape \[32, 2\] — the model's loss wants \[any, 4\]/],
    [{ x, y, labels: ['one'] }, /probe.labels: 1 entries — probe.x has 32 sequences/],
    [{ x: 'text', y }, /probe.x: not a tensor or nested array/],
    [{}, /probe.x: not a tensor/],
  ];
  await expect(unrolled(uncompiled, { tf, dir })).rejects.toThrow(/not compiled — call model.compile/);
  await expect(unrolled({} as LayersModel, { tf, dir })).rejects.toThrow(/give a tf.Sequential or tf.LayersModel/);
  for (const [probe, says] of probes) {
    await expect(unrolled(model, { tf, dir, probe: probe as never })).rejects.toThrow(says);
  }
  const stranger = { fit: () => undefined, layers: [{}], toJSON: () => ({ keras_version: 'tfjs-layers 3.9.0' }) };
  await expect(unrolled(stranger as never, { tf, dir })).rejects.toThrow(/tfjs-layers 3\.9\.0.*tfjs-layers 4\./);
  expect(readdirSync(dir)).toEqual([]);
});

test('what log is given wrongly is counted and said, never thrown', async () => {
  const dir = temporaryFolder();
  const run = await init({ dir });
  run.log({ loss: 1 }, { step: 1.5 });
  run.log({ loss: 1 }, { step: -1 });
  run.log({ loss: 'high' as never, fine: 2 }, { step: 3 });
  run.log(null as never);
  run.log({ loss: 4 });
  await run.finish();
  const found = await readRun(dir);
  expect(found.info.dropped).toEqual({ 'bad-place': 3, 'not-a-number': 1 });
  expect(found.series('fine')).toEqual([[3, 2]]);
  expect(found.series('loss')).toEqual([[4, 4]]);
  expect(said.filter((line) => line.includes('whole numbers'))).toHaveLength(1);
});
