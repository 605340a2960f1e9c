import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { startServer } from '../server/server.ts';
import { CROWDED_SHARE, PAGE_QUEUE_KIB } from './counters.ts';
import { pageSink } from './page-sink.ts';
import { RunRecorder } from './run-recorder.ts';
import { readRun, temporaryFolder } from './testing/read-store.ts';

const TENSOR_KIB = 8 * 1024;
const TENSORS = 12;
const STEPS = 200;

test('while the server is away the newest tensors are let go where the queue is full, all else is delivered, once', async () => {
  const dir = temporaryFolder();
  const { port, url, close } = await startServer({ dir, port: 0 });
  await close();
  const said: string[] = [];
  const recorder = new RunRecorder(
    pageSink(url, null),
    {
      kind: 'create',
      run: {
        ...{ id: 'far', project: 'p', name: 'far', group: null, tags: [], notes: '', config: {}, memory: null },
        ...{ environment: {}, startedMs: Date.now(), host: hostname(), pid: 0 },
      },
    },
    (text) => said.push(text),
  );
  await recorder.opened(5_000);
  expect(said.join()).toContain('can not be reached');
  const tensor = { name: 'state_h', layer: 'lstm_1', dtype: 'uint8', attributes: {}, axes: ['unit'] } as const;
  for (let i = 1; i <= TENSORS; i++) {
    const data = new Uint8Array(TENSOR_KIB * 1024);
    recorder.tensor({ ...tensor, step: i, epoch: i, wallMs: Date.now(), shape: [data.length], data });
    recorder.post();
  }
  for (let step = 1; step <= STEPS; step++) recorder.log({ loss: 1 / step }, { step, epoch: 1 });
  // each weighs a little more than its bytes
  const kept = Math.floor((PAGE_QUEUE_KIB * CROWDED_SHARE) / TENSOR_KIB);
  const server = await startServer({ dir, port });
  try {
    expect(await recorder.end('finished', null, true)).toBe(true);
    const { info, delta, series } = await readRun(dir);
    expect(delta.tensors.map(({ step }) => step)).toEqual(Array.from({ length: kept }, (_, i) => i + 1));
    expect(info).toMatchObject({ status: 'finished', dropped: { 'queue-full': TENSORS - kept } });
    expect(series('loss').map(([step]) => step)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    expect(said.filter((text) => text.includes('queue is full'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('is back'))).toHaveLength(1);
  } finally {
    await server.close();
  }
}, 60_000);
