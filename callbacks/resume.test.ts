import { expect, test } from 'vitest';
import { loadBackend } from '../examples/backend.ts';
import { readRun, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { init, unrolled } from './node.ts';
import { Child } from './testing/child.ts';

test('a run whose process was killed goes on by id: steps, epochs and all', async () => {
  const dir = temporaryFolder();
  const child = new Child('train-forever.ts', ['auto'], dir);
  await child.says('started');
  child.process.kill('SIGKILL');
  await child.ended();
  const before = await readRun(dir);
  const stepsBefore = before.series('loss', { subset: 'train', per: 'step' });
  const epochsBefore = before.delta.epochs.length;

  const { tf } = await loadBackend();
  const model = tf.sequential();
  model.add(tf.layers.simpleRNN({ units: 4, inputShape: [6, 2] }));
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const monitor = await unrolled(model, { tf, dir, resume: before.info.id, tags: ['again'] });
  expect(monitor.run).toMatchObject({ id: before.info.id, project: 'p', name: 'forever' });
  await model.fit(tf.ones([16, 6, 2]), tf.ones([16, 1]), { epochs: 2, batchSize: 8, verbose: 0, callbacks: monitor });
  await monitor.run.finish();

  const { info, delta, series } = await readRun(dir);
  expect(info).toMatchObject({ status: 'finished', name: 'forever', tags: ['again'], pid: process.pid });
  expect(delta.segments).toHaveLength(2);
  const steps = series('loss', { subset: 'train', per: 'step' }).map(([step]) => step);
  const last = stepsBefore.at(-1)?.[0] ?? 0;
  expect(steps.slice(stepsBefore.length)).toEqual([last + 1, last + 2, last + 3, last + 4]);
  expect(delta.epochs.slice(epochsBefore).map(({ epoch }) => epoch)).toEqual([epochsBefore + 1, epochsBefore + 2]);
  expect(delta.events.filter(({ kind }) => kind === 'resume')).toHaveLength(1);
});

test('a run that is not there, or is live, is refused by name and place; wrong servers are told in words', async () => {
  const dir = temporaryFolder();
  await expect(init({ dir, resume: 'nobody' })).rejects.toMatchObject({
    code: 'unknown-run',
    message: expect.stringContaining(dir),
  });
  const run = await init({ dir, project: 'p' });
  await expect(init({ dir, resume: run.id })).rejects.toMatchObject({ code: 'run-live' });
  await expect(init({ dir, resume: 'nobody' })).rejects.toMatchObject({
    code: 'unknown-run',
    message: expect.stringContaining(dir),
  });
  run.log({ loss: 1 });
  await run.finish();
  const again = await init({ dir, resume: run.id });
  again.log({ loss: 2 });
  await again.finish();
  expect((await readRun(dir)).series('loss')).toEqual([
    [1, 1],
    [2, 2],
  ]);
  for (const server of [7, {}, { url: 'no url' }, { url: 'ftp://x' }, { url: 'http://x', token: 'a b' }]) {
    await expect(init({ server } as never)).rejects.toMatchObject({ code: 'bad-option' });
  }
  await expect(init({ dir, server: { url: 'http://x' } })).rejects.toThrow('both given');
});
