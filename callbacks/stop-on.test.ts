import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { LIMITS_FILE, OWN_SOURCE } from '../lib/analysis/verdicts/own-limits.ts';
import { EMPTY_CURSOR } from '../lib/protocol/delta.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import { type MonitorOptions, unrolled } from './node.ts';

let tf: typeof TensorFlow;
let dir: string;
beforeAll(async () => {
  ({ tf } = await loadBackend());
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unrolled-stop-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const EPOCHS = 6;

/** Trains a small network for six epochs of four steps; from the second step on inputs are `x`. */
async function train(options: MonitorOptions, { x = 0.5, epochs = EPOCHS }: { x?: number; epochs?: number } = {}) {
  const model = tf.sequential();
  model.add(tf.layers.simpleRNN({ units: 2, inputShape: [3, 1] }));
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  const xs = tf.tensor3d(
    Array.from({ length: 8 * 3 }, (_, i) => (i < 6 ? 0.1 : x)),
    [8, 3, 1],
  );
  const ys = tf.tensor2d(
    Array.from({ length: 8 }, (_, i) => i % 2),
    [8, 1],
  );
  const monitor = await unrolled(model, { dir, lint: false, ...options });
  const history = await model.fit(xs, ys, {
    ...{ epochs, batchSize: 2, shuffle: false, verbose: 0 },
    callbacks: monitor,
  });
  const store = await openStore(join(dir, STORE_FILE), { readOnly: true });
  const [run] = await store.listRuns();
  const found = { run: await store.getRun(run!.info.id), delta: await store.tail(run!.info.id, EMPTY_CURSOR) };
  await store.close();
  tf.dispose([xs, ys]);
  model.dispose();
  return { ...found, epochs: history.epoch.length };
}

test('stopOn NAN ends the training at the step whose loss is not finite, and the run says why', async () => {
  const { run, delta, epochs } = await train({ stopOn: ['NAN'] }, { x: Number.NaN });
  expect(epochs).toBe(1);
  expect(run.info).toMatchObject({ status: 'stopped', statusDetail: 'stopped on NAN: the loss of step 2 is NaN' });
  expect(delta.events.find(({ data }) => data.stopOn === 'NAN')?.step).toBe(2);
  expect(delta.epochs.at(-1)).toMatchObject({ epoch: 1, step: 2 });
});

test('without stopOn, or on another verdict, a training goes on to its end', async () => {
  const { run, epochs } = await train({ stopOn: ['EXP-T'] }, { x: Number.NaN, epochs: 2 });
  expect(epochs).toBe(2);
  expect(run.info.status).toBe('finished');
});

test('limits of one’s own judge a training, which ends on the verdict at the end of its epoch', async () => {
  const own = { 'EXP-T': { explosionRatio: { warning: 1e-9, clear: 1e-10 }, persistence: { announce: 2 } } };
  writeFileSync(join(dir, LIMITS_FILE), JSON.stringify(own));
  const { run, delta, epochs } = await train({ stopOn: ['EXP-T'] });
  expect(epochs).toBe(2);
  expect(run.info).toMatchObject({ status: 'stopped', statusDetail: expect.stringContaining('stopped on EXP-T') });
  const verdict = delta.verdicts.find(({ rule }) => rule === 'EXP-T')!;
  expect(verdict.evidence[0]).toMatchObject({ limit: 1e-9, source: OWN_SOURCE });
});

test('a limits file that is wrong is told of once, and the usual limits hold', async () => {
  writeFileSync(join(dir, LIMITS_FILE), '{"EXP-T": {"explosionRatio": {"warning": null}}}');
  const { run, delta } = await train({}, { epochs: 3 });
  expect(run.info.status).toBe('finished');
  const said = delta.events.filter(({ message }) => message.includes('EXP-T.explosionRatio.warning: null'));
  expect(said).toHaveLength(1);
});

test('a verdict that is none is refused in words', async () => {
  const wrong = train({ stopOn: ['NaN'] as never });
  await expect(wrong).rejects.toThrow(/^stopOn: "NaN" is no verdict — known are NAN, EXP-T, /);
});
