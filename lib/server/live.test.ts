import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunState } from '../client/contract.ts';
import { lossRows } from './testing/blocks.ts';
import { Stage, until } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

/** Steps and values held of the only series of a run. */
function held({ data }: RunState): { readonly steps: number[]; readonly values: number[]; readonly of: number } {
  const [series] = [...(data?.series.values() ?? [])];
  if (!series) return { steps: [], values: [], of: 0 };
  const { length, of } = series;
  return { steps: [...series.steps.subarray(0, length)], values: [...series.values.subarray(0, length)], of };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, step) => step);
}

test('a page gets everything of a run at once, then each commit of another process as it happens', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 500));
  const server = await stage.serve();
  const run = stage.connect(server.url).openRun('run-1');

  const first = await until(run, ({ status }) => status === 'ready');
  expect(held(first).steps).toEqual(upTo(500));
  expect(first.data?.info.name).toBe('run-1');
  expect(first.data?.moments.length).toBe(500);

  for (let from = 500; from < 600; from += 10) {
    await writer.append('run-1', lossRows(from, from + 10));
    await until(run, (state) => held(state).steps.length === from + 10);
  }
  const last = run.getState();
  expect(held(last).steps).toEqual(upTo(600));
  expect(held(last).values[599]).toBe(1 / 600);
  expect(last.revision).toBeGreaterThan(first.revision);
  expect(stage.errors).toEqual([]);
});

test('after a restart of the server the page comes back by itself with everything and nothing twice', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 100));
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const run = client.openRun('run-1');
  await until(run, (state) => held(state).steps.length === 100);

  await server.close();
  await until(client.connection, ({ state }) => state === 'reconnecting');
  await writer.append('run-1', lossRows(100, 150));
  await stage.serve({ port: server.port });
  const back = await until(run, (state) => held(state).steps.length === 150);
  await writer.append('run-1', lossRows(150, 160));
  const after = await until(run, (state) => held(state).steps.length === 160);

  expect(held(after)).toEqual({ steps: upTo(160), values: upTo(160).map((step) => 1 / (step + 1)), of: 160 });
  expect(after.data).toBe(back.data);
  expect(after.data?.moments.length).toBe(160);
  expect(client.connection.getState().state).toBe('live');
});
