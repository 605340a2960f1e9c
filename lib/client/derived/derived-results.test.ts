import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EpochsRequest } from '../../analysis/projection/over-epochs.ts';
import { normal, seededRandom } from '../../base/random.ts';
import type { StoredTensor } from '../../protocol/delta.ts';
import { Stage, until } from '../../server/testing/stage.ts';
import type { Client } from '../contract.ts';
import type { DeriveRequest } from './derivations.ts';
import { type ProjectionChain, projectionStep, withStep } from './projection-chain.ts';
import { threadWorker } from './testing/thread-worker.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

const PCA: EpochsRequest = { method: 'pca', dimensions: 2, perplexity: 30, neighbours: 15, joint: true };

/** A run with the states of `epochs` epochs: 4 sequences of 6 steps in 5 units, the last sequence padded after 3. */
async function withStates(epochs: number): Promise<void> {
  const random = seededRandom(3);
  const writer = await stage.write();
  await writer.create('run-1');
  const tensors = Array.from({ length: epochs }, (_, e) => ({
    ...{
      name: 'state_h',
      layer: 'lstm_1',
      dtype: 'float32' as const,
      shape: [4, 6, 5],
      axes: ['sequence', 'time', 'unit'],
    },
    ...{ attributes: {}, step: e, epoch: e + 1, wallMs: 1 },
    values: Array.from({ length: 120 }, (_, i) => (i >= 105 ? Number.NaN : 0.3 * normal(random))),
  }));
  await writer.append('run-1', [], { tensors });
}

async function opened(
  url: string,
  fetchFn: typeof fetch = fetch,
): Promise<{ client: Client; snapshots: readonly StoredTensor[] }> {
  const client = stage.connect(url, { makeWorker: threadWorker, fetch: fetchFn });
  const { data } = await until(client.openRun('run-1'), ({ data }) => data !== null);
  await until(client.connection, ({ server }) => server !== null);
  return { client, snapshots: data!.tensors };
}

function requestOf(snapshots: readonly StoredTensor[], request = PCA): DeriveRequest<'projection'> {
  const step = projectionStep(null, snapshots, request)!;
  return { kind: 'projection', runId: 'run-1', identity: step.identity, input: step.input, isLasting: true };
}

test('states are laid out in a worker, and the next visitor has the layout from the server', async () => {
  await withStates(3);
  const { url } = await stage.serve();
  const refused: string[] = [];
  const { client, snapshots } = await opened(url, async (to, init) => {
    const answer = await fetch(to, init);
    if (!answer.ok) refused.push(`${answer.status} ${String(to)}`);
    return answer;
  });
  const derived = requestOf(snapshots);
  const { result } = await until(client.derived.derive(derived), ({ status }) => status === 'ready');
  expect(result).toMatchObject({ sequences: 4, time: 6, units: 5, valid: 21, axes: 3, thinned: 0 });
  expect([...result!.epochs]).toEqual([1, 2, 3]);
  expect(result!.coordinates).toHaveLength(3 * 21 * 3);
  expect(result!.coordinates.every(Number.isFinite)).toBe(true);
  // that it is not kept yet is an answer, no failed request
  expect(refused).toEqual([]);

  const second = stage.connect(url, {
    makeWorker: () => {
      throw new Error('nothing is to be computed');
    },
  });
  await until(second.connection, ({ server }) => server?.state === 'ready');
  await expect
    .poll(async () => {
      const store = second.derived.derive(derived);
      const state = await until(store, ({ status }) => status !== 'working');
      second.derived.release(derived);
      return state.status;
    })
    .toBe('ready');
  const kept = second.derived.derive(derived).getState().result;
  expect(kept).toEqual(result);
});

test('work nobody waits for is given up, a cancelled one can be begun again', async () => {
  await withStates(2);
  const { url } = await stage.serve();
  const { client, snapshots } = await opened(url);
  const derived = requestOf(snapshots, { ...PCA, method: 'tsne' });
  const store = client.derived.derive(derived);
  client.derived.cancel(derived);
  expect(store.getState().status).toBe('cancelled');
  client.derived.again(derived);
  expect((await until(store, ({ status }) => status === 'ready')).result!.parameter).toBeCloseTo(41 / 3, 9);
});

test('what a worker can not do is said in words', async () => {
  await withStates(1);
  const { url } = await stage.serve();
  const { client, snapshots } = await opened(url);
  const [snapshot] = snapshots;
  const missing = requestOf([{ ...snapshot!, id: 999 }]);
  const { error } = await until(client.derived.derive(missing), ({ status }) => status === 'failed');
  expect(error).toMatchObject({ code: 'unknown-tensor' });
  const broken = stage.connect(url, {
    makeWorker: () => {
      throw new Error('workers are not allowed here');
    },
  });
  await until(broken.connection, ({ server }) => server !== null);
  const failed = await until(broken.derived.derive(requestOf(snapshots)), ({ status }) => status === 'failed');
  expect(failed.error!.message).toBe('worker: workers are not allowed here — reload the page');
});

test('while a run goes on its layout goes on: what came is started from the last epoch that is laid out', async () => {
  await withStates(4);
  const { url } = await stage.serve();
  const { client, snapshots } = await opened(url);
  for (const method of ['pca', 'tsne'] as const) {
    const request: EpochsRequest = { ...PCA, method, joint: false };
    let chain: ProjectionChain | null = null;
    for (const count of [2, 3, 4]) {
      const step = projectionStep(chain, snapshots.slice(0, count), request)!;
      expect(step.kind).toBe(count === 2 ? 'whole' : 'more');
      const derived = { kind: 'projection' as const, runId: 'run-1', identity: step.identity, input: step.input };
      const store = client.derived.derive({ ...derived, isLasting: false });
      const { result } = await until(store, ({ status }) => status !== 'working');
      client.derived.release({ ...derived, isLasting: false });
      chain = withStep(chain, step, result!);
      expect([...chain.result.epochs]).toEqual([1, 2, 3, 4].slice(0, count));
    }
    expect(chain!.result.coordinates).toHaveLength(4 * 21 * chain!.result.axes);
  }
});

test('layouts can be looked at before they are judged, and give way to the result', async () => {
  await withStates(3);
  const { url } = await stage.serve();
  const { client, snapshots } = await opened(url);
  const store = client.derived.derive(requestOf(snapshots));
  const early: unknown[] = [];
  store.subscribe(({ early: told }) => told && early.push(told.coordinates));
  const { result, early: left } = await until(store, ({ status }) => status === 'ready');
  expect(early.length).toBeGreaterThan(0);
  expect(early[0]).toEqual(result!.coordinates);
  expect(left).toBeNull();
});
