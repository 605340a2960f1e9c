import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { EMPTY_CURSOR } from '../lib/protocol/delta.ts';
import { openStore, STORE_FILE } from '../lib/store/open-store.ts';
import { hasPadding } from './lint.ts';
import { clipGradients, type MonitorOptions, unrolled } from './node.ts';

let tf: typeof TensorFlow;
let dir: string;
beforeAll(async () => {
  ({ tf } = await loadBackend());
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unrolled-lint-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Findings of a text classifier on padded sequences, at these settings. */
async function findings(lstm: object, embedding: object, activation: 'softmax' | 'linear', options: MonitorOptions) {
  const model = tf.sequential();
  model.add(tf.layers.embedding({ inputDim: 5, outputDim: 2, inputLength: 4, ...embedding }));
  model.add(tf.layers.lstm({ units: 2, ...lstm }));
  model.add(tf.layers.dense({ units: 2, activation }));
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'categoricalCrossentropy' });
  if (activation === 'softmax') clipGradients(model.optimizer, { norm: 1 });
  const x = tf.tensor2d([1, 2, 0, 0, 3, 4, 1, 2, 4, 0, 0, 0, 1, 1, 1, 0], [4, 4]);
  const y = tf.tensor2d([1, 0, 0, 1, 1, 0, 0, 1], [4, 2]);
  const monitor = await unrolled(model, { dir, ...options });
  for (let i = 0; i < 2; i++) await model.fit(x, y, { epochs: 1, verbose: 0, callbacks: monitor });
  const store = await openStore(join(dir, STORE_FILE), { readOnly: true });
  const [run] = await store.listRuns();
  const { events } = await store.tail(run!.info.id, EMPTY_CURSOR);
  await store.close();
  tf.dispose([x, y]);
  model.dispose();
  return events.filter(({ kind }) => kind === 'lint').map(({ data, level }) => [data.id, data.layer, level]);
}

test('what tfjs’ defaults get wrong is found in a model as it is watched, once a run', async () => {
  expect(await findings({}, {}, 'linear', {})).toEqual([
    ['missing-softmax', 'dense_1', 'warning'],
    ['padding-unmasked', 'embedding_1', 'warning'],
    ['forget-bias', 'lstm_1', 'info'],
    ['hard-sigmoid', 'lstm_1', 'info'],
    ['no-clipping', null, 'info'],
  ]);
});

test('nothing is found in a model that is set right', async () => {
  const lstm = { unitForgetBias: true, recurrentActivation: 'sigmoid' };
  expect(await findings(lstm, { maskZero: true }, 'softmax', {})).toEqual([]);
});

test('lint: false looks at nothing', async () => {
  expect(await findings({}, {}, 'linear', { lint: false })).toEqual([]);
});

test('zeros are padding only at an end, where 0 is no word', () => {
  const of = (rows: readonly (readonly number[])[]) =>
    hasPadding({ values: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]!.length] });
  expect(of([[1, 2, 0, 0]])).toBe(true);
  expect(of([[0, 0, 1, 2]])).toBe(true);
  expect(of([[1, 2, 3, 0]])).toBe(false);
  expect(
    of([
      [1, 0, 2, 3],
      [1, 2, 0, 0],
    ]),
  ).toBe(false);
  expect(of([[0.5, 1, 0, 0]])).toBeNull();
  expect(of([[-1, 1, 0, 0]])).toBeNull();
  expect(hasPadding({ values: new Float32Array(8), shape: [2, 2, 2] })).toBeNull();
});
