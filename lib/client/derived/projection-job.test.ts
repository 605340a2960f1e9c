import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EpochsRequest } from '../../analysis/projection/over-epochs.ts';
import { normal, seededRandom } from '../../base/random.ts';
import { Stage } from '../../server/testing/stage.ts';
import type { FromWorker, JobOutputs } from './jobs.ts';
import { projectionJob } from './projection-job.ts';
import { type ServedPort, serveJobs } from './serve-jobs.ts';
import type { TensorRef } from './tensor-ref.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

const PCA: EpochsRequest = { method: 'pca', dimensions: 2, perplexity: 30, neighbours: 15, joint: true };
const [EPOCHS, UNITS] = [3, 3];

/** Random walks; the last 59 steps are padding, one number of epoch 2 is broken if asked. */
function statesAt(epoch: number, [sequences, time]: readonly [number, number], broken: number | null): Float32Array {
  const random = seededRandom(epoch);
  const states = Float32Array.from({ length: sequences * time * UNITS }, () => normal(random));
  for (let i = UNITS; i < states.length; i++) if (i % (time * UNITS) >= UNITS) states[i]! += 0.9 * states[i - UNITS]!;
  states.fill(Number.NaN, (sequences * time - 59) * UNITS);
  if (epoch === 2 && broken !== null) states[broken * UNITS] = Number.POSITIVE_INFINITY;
  return states;
}

/** Lays states out through the server; `asked` are the bytes of each answer, in order. */
async function laidOut(size: readonly [number, number], broken: number | null = null) {
  const shape = [...size, UNITS];
  const states = Array.from({ length: EPOCHS }, (_, e) => statesAt(e + 1, size, broken));
  const writer = await stage.write();
  await writer.create('run-1');
  const axes = ['sequence', 'time', 'unit'];
  const info = { name: 'state_h', layer: 'lstm_1', dtype: 'float32' as const, shape, axes, attributes: {}, wallMs: 1 };
  await writer.append('run-1', [], {
    tensors: states.map((values, e) => ({ ...info, step: e, epoch: e + 1, values: [...values] })),
  });
  const { url: origin } = await stage.serve();
  const { store } = (await (await fetch(`${origin}/api/v1/health`)).json()).store;
  const refs = states.map(({ byteLength: bytes }, e): TensorRef => ({ ...info, id: e + 1, epoch: e + 1, bytes }));
  const input = { source: { origin, store }, snapshots: refs, request: PCA, start: null };

  const early: Extract<FromWorker, { readonly type: 'progress' }>[] = [];
  const asked: { readonly url: URL; readonly bytes: number }[] = [];
  const answer = await new Promise<FromWorker>((resolve) => {
    const port: ServedPort = {
      onmessage: null,
      postMessage: (message) => {
        if (message.type !== 'progress') resolve(message);
        else if (message.early) early.push(message);
      },
    };
    serveJobs(port, async (url, init) => {
      const response = await fetch(url, init);
      const bytes = await response.arrayBuffer();
      asked.push({ url: new URL(String(url)), bytes: bytes.byteLength });
      return new Response(bytes, response);
    });
    port.onmessage?.({ data: { kind: 'projection', input } });
  });
  if (answer.type !== 'done') throw new Error(JSON.stringify(answer));

  const run = projectionJob(input, async ({ id }, rows) => {
    const whole = states[id - 1]!;
    return rows ? [...rows].flatMap((row) => [...whole.subarray(row * UNITS, (row + 1) * UNITS)]) : whole;
  });
  let step = await run.next();
  while (!step.done) step = await run.next();
  return { result: answer.output as JobOutputs['projection'], fromMemory: step.value, asked, early };
}

test('of each epoch only the states that are laid out are fetched', async () => {
  // more than the 2,000 that are drawn of an epoch: each second step of 30 sequences
  const { result, fromMemory, asked } = await laidOut([30, 100]);
  expect([result.valid, result.rows.length]).toEqual([2941, 1471]);
  expect(result).toEqual(fromMemory);
  const row = UNITS * Float32Array.BYTES_PER_ELEMENT;
  // the first one whole too: where it is finite says what is padding
  expect(asked.map(({ bytes }) => bytes)).toEqual([3000 * row, ...Array(EPOCHS).fill(1471 * row)]);
  expect(asked[1]!.url.searchParams.get('rows')).toBe('1-2899:2,2900-2940:2');
});

test('what is laid out is told once before it is judged, whole but for its quality', async () => {
  const { result, early } = await laidOut([30, 100]);
  expect(early.map(({ early: told }) => told)).toEqual([{ ...result, quality: new Float64Array(0) }]);
  expect(early[0]!.progress.phase).toBe('quality');
  expect(result.quality.length).toBeGreaterThan(0);
});

test('an epoch with numbers that are not finite among those fetched is left out', async () => {
  const { result } = await laidOut([30, 100], 7);
  expect([[...result.epochs], [...result.notFinite]]).toEqual([[1, 3], [2]]);
  // not finite, but between the steps that are looked at
  await stage.end();
  stage = await Stage.open();
  expect([...(await laidOut([30, 100], 6)).result.notFinite]).toEqual([]);
});

test('rows that no URL can carry are picked out of the whole tensor', async () => {
  // of 3,300 sequences of which only the ends of 2,000 can be drawn, unevenly spaced
  const { result, fromMemory, asked } = await laidOut([3300, 10]);
  expect(result.rows.length).toBe(2000);
  expect(result).toEqual(fromMemory);
  expect(asked.map(({ url }) => url.searchParams.has('rows'))).toEqual([false, false, false, false]);
});
