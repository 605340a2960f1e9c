import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReplayArchive } from '../../client/replay/replay-archive.ts';
import { createReplayClient } from '../../client/replay/replay-client.ts';
import { replayFetch } from '../../client/replay/replay-fetch.ts';
import { API_BASE } from '../../protocol/api-answers.ts';
import type { StoredTensor } from '../../protocol/delta.ts';
import { toJson } from '../../protocol/packet.ts';
import type { TensorRecord } from '../../protocol/record.ts';
import type { ProbeInfo } from '../../protocol/run.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/store.ts';
import { EMPTY_BATCH, newRun, scalars } from '../../store/testing/records.ts';
import { until } from '../testing/stage.ts';
import { chooseSequences } from './choose-sequences.ts';
import { cutProbe, cutTensor } from './cut-tensor.ts';
import { mostSequences, type ReplayOptions, replayParts } from './replay-archive.ts';
import { REPLAY_TEMPLATE, replayHtml } from './replay-html.ts';

const COUNT = 20;
const TIME = 3;
const UNITS = 2;
const STEPS = 30_000;
const LABELS = Array.from({ length: COUNT }, (_, i) => (i < 15 ? 'a' : i < 19 ? 'b' : 'c'));

let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:');
  await store.createRun(newRun('a', { name: '<script>alert(1)</script>' }));
  await store.updateRun('a', { probe: PROBE, status: 'finished' });
  await store.append('a', 0, {
    ...scalars(Array.from({ length: STEPS }, (_, i) => ['loss', i, i === 777 ? Number.NaN : Math.sin(i)] as const)),
    tensors: [statesAt(1), saliency([0, 5, 10, 19]), decoded(), weight('small', 10), weight('large', 100_000)],
    epochs: [{ epoch: 1, step: STEPS, firstStep: 0, wallMs: 1, snapshot: true }],
  });
  await store.append('a', 0, { ...EMPTY_BATCH, tensors: [statesAt(2)] });
});
afterAll(() => store.close());

const PROBE: ProbeInfo = {
  ...{ digest: 'd', count: COUNT, inputShape: [TIME, 1], origin: 'given', labels: LABELS, classNames: ['a', 'b', 'c'] },
  tokens: LABELS.map((label, i) => [`${label}${i}`, '<b>', '你']),
};

function tensorOf(
  name: string,
  about: Pick<TensorRecord, 'shape' | 'axes' | 'data'> & Partial<TensorRecord>,
): TensorRecord {
  return { name, layer: null, step: 1, epoch: 1, wallMs: 1, dtype: 'float32', attributes: {}, ...about };
}

/** Every value says which sequence it is of. */
function statesAt(epoch: number): TensorRecord {
  const values = Uint16Array.from(
    { length: COUNT * TIME * UNITS },
    (_, i) => 1_000 * epoch + Math.floor(i / (TIME * UNITS)),
  );
  return tensorOf('state_h', {
    ...{ dtype: 'float16', shape: [COUNT, TIME, UNITS], axes: ['sequence', 'time', 'unit'], layer: 'lstm_1', epoch },
    attributes: { sequences: COUNT, validSteps: LABELS.map((_, i) => [[0, i]]) },
    data: new Uint8Array(values.buffer),
  });
}

function saliency(sequences: readonly number[]): TensorRecord {
  const values = Float32Array.from({ length: sequences.length * TIME }, (_, i) => sequences[Math.floor(i / TIME)]!);
  return tensorOf('saliency', {
    ...{
      shape: [sequences.length, TIME, 1],
      axes: ['sequence', 'time', 'feature'],
      data: new Uint8Array(values.buffer),
    },
    attributes: {
      sequences,
      scores: sequences.map((each) => each / 10),
      target: { classes: [...sequences], space: 'logit' },
    },
  });
}

function decoded(): TensorRecord {
  const data = new TextEncoder().encode(toJson(LABELS.map((label, i) => [label, String(i)])));
  return tensorOf('decoded', {
    dtype: 'uint8',
    shape: [data.byteLength],
    axes: ['byte'],
    data,
    attributes: { sequences: COUNT },
  });
}

function weight(name: string, size: number): TensorRecord {
  const attributes = { weight: `dense_1/${name}`, reason: 'last' };
  return tensorOf('weight', {
    shape: [size],
    axes: ['output'],
    attributes,
    data: new Uint8Array(new Float32Array(size).buffer),
  });
}

const OPTIONS: ReplayOptions = { full: false, version: '0', exportedMs: 5, limits: {} };

/** The archive as a page of a browser reads it. */
async function pageOf(options: ReplayOptions, id = 'a') {
  const texts = new Map<string, string>();
  for await (const { name, bytes } of replayParts(store, id, options)) {
    texts.set(name, Buffer.from(bytes).toString('base64'));
  }
  return { texts, partOf: (name: string) => texts.get(name) ?? null };
}

test('eight sequences are chosen: those with recorded saliency, and every class', () => {
  const tensors = [{ name: 'saliency', attributes: { sequences: [0, 5, 10, 14] } }] as unknown as StoredTensor[];
  const chosen = chooseSequences(PROBE, tensors, 8);
  expect(chosen).toHaveLength(8);
  expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
  for (const each of [0, 5, 10, 14]) expect(chosen).toContain(each);
  expect(new Set(chosen.map((each) => LABELS[each]))).toEqual(new Set(['a', 'b', 'c']));
  expect(chooseSequences({ ...PROBE, labels: null }, [], 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(chooseSequences({ ...PROBE, count: 3 }, [], 8)).toEqual([0, 1, 2]);
  expect(chooseSequences(PROBE, [{ ...tensors[0]!, attributes: { sequences: [...LABELS.keys()] } }], 8)).toHaveLength(
    8,
  );
});

test('of large states fewer sequences are taken, one at least', () => {
  const states = (bytes: number) => ({ ...statesAt(1), id: 1, bytes }) as StoredTensor;
  const megabytes = 2 ** 20;
  expect(mostSequences([states(COUNT * megabytes)], COUNT)).toBe(8);
  expect(mostSequences([states(COUNT * 10 * megabytes)], COUNT)).toBe(4);
  expect(mostSequences([states(COUNT * 100 * megabytes)], COUNT)).toBe(1);
  expect(mostSequences([], 3)).toBe(3);
});

test('a tensor keeps the rows of the kept sequences, with all that is said of them', () => {
  const kept = [0, 10, 19];
  const states = cutTensor(statesAt(1), kept, COUNT)!;
  expect(states.shape).toEqual([3, TIME, UNITS]);
  expect([...new Set(new Uint16Array(states.data.buffer as ArrayBuffer))]).toEqual([1_000, 1_010, 1_019]);
  expect(states.attributes.validSteps).toEqual([[[0, 0]], [[0, 10]], [[0, 19]]]);
  const map = cutTensor(saliency([0, 5, 10]), kept, COUNT)!;
  expect([...new Float32Array(map.data.buffer as ArrayBuffer)]).toEqual([0, 0, 0, 10, 10, 10]);
  expect(map.attributes).toMatchObject({
    sequences: [0, 1],
    scores: [0, 1],
    target: { classes: [0, 10], space: 'logit' },
  });
  expect(cutTensor(saliency([5]), kept, COUNT)).toBeNull();
  const words = JSON.parse(new TextDecoder().decode(cutTensor(decoded(), kept, COUNT)!.data));
  expect(words).toEqual([
    ['a', '0'],
    ['a', '10'],
    ['c', '19'],
  ]);
  // a recorder short of room kept the first five sequences only
  const short = { ...statesAt(1), shape: [5, TIME, UNITS], data: statesAt(1).data.slice(0, 5 * TIME * UNITS * 2) };
  expect(cutTensor(short, kept, COUNT)?.shape).toEqual([1, TIME, UNITS]);
  expect(cutTensor(weight('w', 3), kept, COUNT)).toEqual(weight('w', 3));
  expect(cutProbe(PROBE, kept)).toMatchObject({ count: 3, measured: COUNT, labels: ['a', 'a', 'c'] });
});

async function fetchOfPage(partOf: (name: string) => string | null, path: string): Promise<ArrayBuffer> {
  const answer = await replayFetch(ReplayArchive.open(partOf))(`http://replay.invalid${API_BASE}${path}`);
  return answer.arrayBuffer();
}

test('a page finds in itself what the server would say: the run, its series, tensors and sequences of them', async () => {
  const { partOf } = await pageOf(OPTIONS);
  const client = createReplayClient(partOf, '');
  try {
    const { server } = await until(client.connection, ({ state }) => state === 'live');
    expect(server?.readOnly).toEqual({
      ...{ file: null, exportedMs: 5 },
      leftOut: [
        { kind: 'sequences', kept: expect.arrayContaining([0, 5, 10, 19]), of: COUNT },
        { kind: 'weights', paths: ['dense_1/large'], bytes: 400_000 },
        { kind: 'points', series: 1 },
      ],
    });
    const { runs } = await until(client.runs, ({ status }) => status === 'ready');
    expect(runs.map(({ info }) => info.name)).toEqual(['<script>alert(1)</script>']);
    const { data } = await until(client.openRun('a'), ({ status }) => status === 'ready');
    expect(data!.info.probe).toMatchObject({ count: 8, measured: COUNT });
    const states = data!.tensors.filter(({ name }) => name === 'state_h');
    const { values, info } = await client.tensors.load(states[1]!);
    expect([info.shape, values.length]).toEqual([[8, TIME, UNITS], 8 * TIME * UNITS]);
    const part = await client.tensors.load({ ...states[0]!, shape: [1, TIME, UNITS], bytes: 12, sequence: 7 });
    expect(part.half?.[0]).toBe(1_019);
    const rows = await fetchOfPage(partOf, `/tensors/${states[0]!.id}?rows=0,21`);
    expect([...new Uint16Array(rows)]).toEqual([1_000, 1_000, 1_019, 1_019]);
    const [loss] = [...data!.series.values()];
    expect([loss!.of, loss!.length < STEPS]).toEqual([STEPS, true]);
    const [window] = await client.window({ runId: 'a', series: [loss!.id], fromStep: 700, toStep: 800, points: 4_000 });
    expect([...window!.values].some(Number.isNaN)).toBe(true);
    expect(window!.steps.every((step) => step >= 700 && step <= 800)).toBe(true);
    const smoothed = { runId: 'a', series: [loss!.id], fromStep: 100, toStep: 101, points: 50, smoothing: 0.9 };
    const [average] = await client.window(smoothed);
    expect(average!.values.every((value) => Math.abs(value) < 0.5)).toBe(true);
    expect((await client.limits()).own).toEqual({});
    await expect(client.setLimits({})).rejects.toMatchObject({ code: 'read-only' });
    expect(await client.kept.keep({ kind: 'k', version: 1, runId: 'a', identity: 'i' }, new Uint8Array(3))).toMatch(
      /this page: it holds a copy of the run and keeps nothing/,
    );
    const other = await until(client.openRun('b'), ({ status }) => status === 'error');
    expect(other.error?.code).toBe('unknown-run');
  } finally {
    client.close();
  }
});

test('with everything in it nothing is left out: all sequences, all weights, every point', async () => {
  const { partOf } = await pageOf({ ...OPTIONS, full: true, limits: { NAN: { loss: { warning: 1 } } } });
  const archive = await ReplayArchive.open(partOf);
  expect(archive.head.leftOut).toEqual([]);
  const { tensors, points, run } = archive.message.delta;
  expect(run?.probe?.count).toBe(COUNT);
  expect(points.map(({ steps }) => steps.length)).toEqual([STEPS]);
  for (const { id } of tensors) {
    expect(Buffer.from(await archive.bytes(id)).equals(await store.tensorBytes(id))).toBe(true);
  }
  expect(tensors).toHaveLength(6);
});

test('a page that is damaged says so, and a run that is not finished is shown as stopped', async () => {
  const { texts } = await pageOf(OPTIONS);
  for (const [head, message] of [
    [null, /its part head is missing/],
    [texts.get('head')!.slice(0, 400), /its part head can not be unpacked/],
    ['not base64 !', /its part head can not be unpacked/],
  ] as const) {
    const client = createReplayClient((name) => (name === 'head' ? head : (texts.get(name) ?? null)), '');
    const { error } = await until(client.runs, ({ status }) => status === 'error');
    expect(error).toMatchObject({ code: 'corrupt', message: expect.stringMatching(message) });
    client.close();
  }
  await store.createRun(newRun('live', { host: hostname(), pid: process.pid, startedMs: Date.now() }));
  const { head } = await ReplayArchive.open((await pageOf(OPTIONS, 'live')).partOf);
  expect([head.leftOut, head.summary.info.status]).toEqual([[{ kind: 'later' }], 'stopped']);
});

test('the name of a run can not leave the title of its page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-replay-'));
  try {
    await expect(replayHtml(folder, store, 'a', OPTIONS)).rejects.toMatchObject({ code: 'not-built' });
    writeFileSync(join(folder, REPLAY_TEMPLATE), '<title><!--unrolled:title--></title><!--unrolled:data--><i>$&</i>');
    let text = '';
    for await (const piece of await replayHtml(folder, store, 'a', OPTIONS)) text += piece;
    expect(text).toMatch(
      /^<title>&#60;script&#62;alert\(1\)&#60;\/script&#62; · Unrolled<\/title><script type="application\/x-unrolled"/,
    );
    expect(text.endsWith('</script>\n<i>$&</i>')).toBe(true);
    expect(readFileSync(join(folder, REPLAY_TEMPLATE), 'utf8')).not.toContain('alert');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
