import { PassThrough } from 'node:stream';
import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from './backend.ts';
import { showProgress } from './progress.ts';

let tf: typeof TensorFlow;
beforeAll(async () => {
  ({ tf } = await loadBackend());
});

test('every epoch gets a line with its losses, and a terminal sees the steps between', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const lines: string[] = [];
  const terminal = new PassThrough();
  const [x, y] = [tf.ones([8, 1]), tf.zeros([8, 1])];
  const show = showProgress(tf, { epochs: 2, steps: 2 }, (line) => lines.push(line), terminal as never);
  await model.fit(x, y, { epochs: 2, batchSize: 4, validationData: [x, y], verbose: 0, callbacks: show });
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^ {2}epoch 2 of 2 · loss \d+\.\d{3}, on validation data loss \d+\.\d{3} · \d+ s$/);
  expect(String(terminal.read())).toContain('epoch 1 of 2 · step 1 of 2');
});
