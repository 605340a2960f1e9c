import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smooth } from '../analysis/smoothing.ts';
import type { RunState } from '../client/contract.ts';
import { EMPTY_CURSOR } from '../protocol/delta.ts';
import { decodeDeltaMessage } from '../protocol/delta-codec.ts';
import type { OpenAnswer } from '../protocol/socket-events.ts';
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

test('a server started before there is any file picks it up when a trainer creates it', async () => {
  const server = await stage.serve();
  const client = stage.connect(server.url);
  await until(client.runs, ({ status }) => status === 'ready');
  expect(client.connection.getState().server?.state).toBe('absent');
  const run = client.openRun('run-1');
  const early = await until(run, ({ status }) => status === 'error');
  expect(early.error?.code).toBe('absent');

  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 20));
  await until(client.runs, ({ runs }) => runs.length === 1);
  const opened = await until(run, (state) => held(state).steps.length === 20);
  expect(opened.error).toBeNull();
});

test('a run opened before it exists appears when it is created', async () => {
  const writer = await stage.write();
  await writer.create('another');
  const server = await stage.serve();
  const run = stage.connect(server.url).openRun('later');
  expect((await until(run, ({ status }) => status === 'error')).error?.code).toBe('unknown-run');
  await writer.create('later');
  await until(run, ({ status }) => status === 'ready');
});

test('another file in the place of the first is shown from its beginning', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 50));
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const run = client.openRun('run-1');
  await until(run, (state) => held(state).steps.length === 50);
  await writer.close();
  for (const name of await readdir(stage.dir)) await rm(join(stage.dir, name));

  const other = await stage.write();
  await other.create('run-1');
  await other.append(
    'run-1',
    lossRows(0, 7, () => 5),
  );
  const state = await until(run, (each) => held(each).steps.length === 7);
  expect(held(state).values).toEqual(Array(7).fill(5));
});

test('NaN and both infinities come through points, metrics, evidence and tensors as they are', async () => {
  const odd = [Number.NaN, Infinity, -Infinity];
  const writer = await stage.write();
  await writer.create('run-1');
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const run = client.openRun('run-1');
  await until(run, ({ status }) => status === 'ready');
  const at = { step: 4, epoch: 1, wallMs: Date.now() };
  const info = {
    ...at,
    name: 'gradient_flow',
    layer: 'lstm_1',
    dtype: 'float32',
    axes: ['time'],
    attributes: {},
  } as const;
  await writer.append(
    'run-1',
    lossRows(0, 3, (step) => odd[step]!),
    {
      tensors: [{ ...info, shape: [3], values: [0.5, Number.NaN, -Infinity] }],
      epochs: [{ ...at, firstStep: 0, snapshot: true }],
      verdicts: [
        {
          id: 'NAN::1',
          rule: 'NAN',
          severity: 'critical',
          layer: null,
          onsetEpoch: 1,
          announcedEpoch: 1,
          endEpoch: null,
          evidence: [
            {
              quantity: 'loss',
              epoch: 1,
              value: Infinity,
              limit: null,
              relation: null,
              severity: null,
              source: 'test',
            },
          ],
          remedies: [],
        },
      ],
    },
  );

  const state = await until(run, (each) => held(each).steps.length === 3 && each.data?.verdicts.length === 1);
  expect(held(state).values).toEqual([Number.NaN, Infinity, -Infinity]);
  expect(state.data?.verdicts[0]?.evidence[0]?.value).toBe(Infinity);
  // small tensors come with the delta: no request needed
  const tensor = state.data!.tensors[0]!;
  expect([...client.tensors.peek(tensor.id)!.values]).toEqual([0.5, Number.NaN, -Infinity]);
  const list = await until(client.runs, ({ runs }) => runs[0]?.health[0] === 'nan');
  expect(list.runs[0]?.metrics).toEqual([
    { name: 'loss', subset: 'train', last: -Infinity, best: Number.NaN, min: Number.NaN, max: Number.NaN },
  ]);

  const [series] = [...state.data!.series.values()];
  const window = await client.window({ runId: 'run-1', series: [series!.id], fromStep: 0, toStep: 1, points: 100 });
  expect([...window[0]!.values]).toEqual([Number.NaN, Infinity]);
});

test('a trainer killed with -9 is shown as crashed, in the run and in the list', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 10));
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const run = client.openRun('run-1');
  expect((await until(run, ({ status }) => status === 'ready')).data?.info.status).toBe('live');
  await writer.kill();
  await until(run, ({ data }) => data?.info.status === 'crashed');
  await until(client.runs, ({ runs }) => runs[0]?.info.status === 'crashed');
  expect(held(run.getState()).steps).toEqual(upTo(10));
});

test('names with markup, emoji, slashes and 10,000 characters arrive unharmed', async () => {
  const names = ['<img src=x onerror=alert(1)>', '🙂/../../etc/passwd', '"\'`<script>\u0000', 'x'.repeat(10_000)];
  const writer = await stage.write();
  await writer.create('run-1', { name: names[0]!, project: names[1]!, notes: names[2]!, tags: names });
  await writer.append('run-1', [
    { step: 0, values: names.map((name) => ({ name, context: { layer: name }, value: 1 })) },
  ]);
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const { data } = await until(client.openRun('run-1'), ({ status }) => status === 'ready');
  expect([...data!.series.values()].map(({ name, context }) => [name, context.layer])).toEqual(
    names.map((name) => [name, name]),
  );
  const { runs } = await until(client.runs, (list) => list.runs.length === 1);
  expect([runs[0]!.info.name, runs[0]!.info.project, runs[0]!.info.notes]).toEqual(names.slice(0, 3));
  expect(runs[0]!.info.tags).toEqual(names);
});

test('a page that does not work in its deltas gets one, and later all it missed in one more', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  const server = await stage.serve();
  const socket = io(server.url, { transports: ['websocket'], forceNew: true });
  const got: { readonly steps: number[]; readonly done: () => void }[] = [];
  socket.on('delta', (packet: Uint8Array, done: () => void) => {
    got.push({ steps: decodeDeltaMessage(packet).delta.points.flatMap(({ steps }) => [...steps]), done });
  });
  const answer: OpenAnswer = await socket.emitWithAck('open', { runId: 'run-1', seen: null });
  expect(answer.ok).toBe(true);

  const quick = stage.connect(server.url).openRun('run-1');
  for (let step = 0; step < 100; step++) {
    await writer.append('run-1', lossRows(step, step + 1));
    if (step % 10 === 0) await until(quick, (state) => held(state).steps.length === step + 1);
  }
  await until(quick, (state) => held(state).steps.length === 100);
  expect(got).toHaveLength(1);
  got[0]!.done();
  await expect.poll(() => got.flatMap(({ steps }) => steps)).toEqual(upTo(100));
  expect(got).toHaveLength(2);
  socket.close();
});

test('a hidden page is sent nothing, and all it missed in one delta when it is back', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 5));
  const server = await stage.serve();
  const hidden = stage.connect(server.url);
  const run = hidden.openRun('run-1');
  const before = await until(run, (state) => held(state).steps.length === 5);
  hidden.pause();
  const other = stage.connect(server.url).openRun('run-1');
  await until(other, ({ status }) => status === 'ready');
  for (let step = 5; step < 30; step++) await writer.append('run-1', lossRows(step, step + 1));
  await until(other, (state) => held(state).steps.length === 30);
  expect(held(run.getState()).steps).toHaveLength(5);
  hidden.resume();
  const after = await until(run, (state) => held(state).steps.length === 30);
  expect(after.revision).toBe(before.revision + 1);
});

test('a run closed and opened again goes on where it was', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 5));
  const server = await stage.serve();
  const client = stage.connect(server.url);
  await until(client.openRun('run-1'), (state) => held(state).steps.length === 5);
  client.closeRun('run-1');
  await writer.append('run-1', lossRows(5, 9));
  const again = await until(client.openRun('run-1'), (state) => held(state).steps.length === 9);
  expect(held(again)).toEqual({ steps: upTo(9), values: upTo(9).map((step) => 1 / (step + 1)), of: 9 });
});

test('a long series arrives thinned and says how many points it stands for; a window gives the exact ones', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  const spike = 54_321;
  for (let from = 0; from < 100_000; from += 10_000)
    await writer.append(
      'run-1',
      lossRows(from, from + 10_000, (step) => (step === spike ? 99 : Math.sin(step))),
    );
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const state = await until(client.openRun('run-1'), ({ status }) => status === 'ready');
  const { steps, values, of } = held(state);
  expect(of).toBe(100_000);
  expect(steps.length).toBeLessThan(15_000);
  expect(values[steps.indexOf(spike)]).toBe(99);
  expect(steps.at(-1)).toBe(99_999);

  const [series] = [...state.data!.series.values()];
  const request = { runId: 'run-1', series: [series!.id], fromStep: spike - 50, toStep: spike + 49, points: 1_000 };
  const [exact] = await client.window(request);
  expect([...exact!.steps]).toEqual(Array.from({ length: 100 }, (_, index) => spike - 50 + index));

  // over all stored points, whatever part of them is asked for
  const stored = Float64Array.from({ length: 100_000 }, (_, step) => (step === spike ? 99 : Math.sin(step)));
  const [smoothed] = await client.window({ ...request, smoothing: 0.95 });
  expect([...smoothed!.values]).toEqual([...smooth(stored, 0.95).subarray(spike - 50, spike + 50)]);
  const [few] = await client.window({ ...request, fromStep: 0, toStep: 99_999, points: 100, smoothing: 0.95 });
  expect(few!.of).toBe(100_000);
  expect(few!.steps.length).toBeLessThanOrEqual(100);
  expect(Math.max(...few!.values)).toBe(Math.max(...smooth(stored, 0.95)));
});

test('a page that lost its connection to the same server is told what it missed from the ring, by number', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 10));
  const server = await stage.serve();
  const open = async (seen: unknown) => {
    const socket = io(server.url, { transports: ['websocket'], forceNew: true });
    const answer: OpenAnswer = await socket.emitWithAck('open', { runId: 'run-1', seen });
    if (!answer.ok) throw new Error(answer.error.message);
    return { socket, message: decodeDeltaMessage(answer.packet) };
  };
  const first = await open(null);
  expect([first.message.whole, first.message.seq >= 0]).toEqual([true, true]);
  // somebody else keeps watching, so the shared tail goes on
  const other = stage.connect(server.url).openRun('run-1');
  await until(other, ({ status }) => status === 'ready');
  first.socket.close();
  for (let step = 10; step < 14; step++) await writer.append('run-1', lossRows(step, step + 1));
  await until(other, (state) => held(state).steps.length === 14);

  const { instance, store, seq } = first.message;
  // the empty cursor shows that the number alone decides
  const back = await open({ instance, store, seq, cursor: EMPTY_CURSOR });
  expect(back.message.whole).toBe(false);
  expect(back.message.delta.points.flatMap(({ steps }) => [...steps])).toEqual([10, 11, 12, 13]);
  // of another instance the number means nothing, and the cursor decides
  const later = await open({ instance: 'another', store, seq, cursor: EMPTY_CURSOR });
  expect(later.message.delta.points.flatMap(({ steps }) => [...steps])).toEqual(upTo(14));
  for (const { socket } of [back, later]) socket.close();
});

test('an outline tells the series without their points, then what comes; who asks for all of the run gets all', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 500));
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const outline = client.openOutline('run-1');
  const first = await until(outline, ({ status }) => status === 'ready');
  expect([first.data?.series.size, first.data?.moments.length, held(first).steps]).toEqual([1, 500, []]);
  await writer.append('run-1', lossRows(500, 510));
  await until(outline, (state) => held(state).steps.length === 10);
  const [before] = await client.window({
    ...{ runId: 'run-1', series: [...first.data!.series.keys()], fromStep: 0, toStep: 499, points: 1_000 },
  });
  expect([...before!.steps, ...held(outline.getState()).steps]).toEqual(upTo(510));

  const whole = client.openRun('run-1');
  await until(whole, (state) => held(state).steps.length === 510);
  await writer.append('run-1', lossRows(510, 520));
  await until(whole, (state) => held(state).steps.length === 520);
  client.closeRun('run-1');
  // what is held as a whole stays so
  expect(held(client.openOutline('run-1').getState()).steps).toEqual(upTo(520));
});

test('an outline begins anew after a restart of the server', async () => {
  const writer = await stage.write();
  await writer.create('run-1');
  await writer.append('run-1', lossRows(0, 100));
  const server = await stage.serve();
  const client = stage.connect(server.url);
  const run = client.openOutline('run-1');
  const first = await until(run, ({ status }) => status === 'ready');
  await server.close();
  await until(client.connection, ({ state }) => state === 'reconnecting');
  await writer.append('run-1', lossRows(100, 150));
  await stage.serve({ port: server.port });
  const again = await until(run, ({ data }) => data !== null && data !== first.data);
  expect([again.data?.moments.length, held(again).steps]).toEqual([150, []]);
});
