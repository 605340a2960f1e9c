import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { NewRun } from '../protocol/run.ts';
import { openStore } from '../store/open-store.ts';
import { RunRecorder } from './run-recorder.ts';
import { readRun, readRuns, temporaryFolder } from './testing/read-store.ts';
import { threadSink } from './writers.ts';

let made = 0;
function newRun(name = 'run'): NewRun {
  return {
    id: `run-${process.pid}-${++made}`,
    ...{ project: 'p', name, group: null, tags: [], notes: '', config: {}, memory: null, environment: {} },
    ...{ startedMs: Date.now(), host: 'here', pid: process.pid },
  };
}

function recorderIn(dir: string, warnings: string[] = []): RunRecorder {
  const sink = threadSink({ kind: 'file', file: join(dir, 'unrolled.db') });
  return new RunRecorder(sink, { kind: 'create', run: newRun() }, (text) => warnings.push(text));
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('what is logged is in the file when the run has ended, and only the file is left', async () => {
  const dir = temporaryFolder();
  const recorder = recorderIn(dir);
  for (let step = 1; step <= 1_000; step++) {
    recorder.log({ loss: 1 / step, nan: Number.NaN, inf: -Infinity }, { step, epoch: 1 }, { subset: 'train' });
  }
  recorder.tensor({
    ...{
      name: 't',
      layer: null,
      dtype: 'float32',
      shape: [2],
      axes: ['x'],
      attributes: {},
      step: 3,
      epoch: 1,
      wallMs: 5,
    },
    data: new Uint8Array(new Float32Array([1, 2]).buffer),
  });
  recorder.event({ kind: 'log', level: 'info', message: 'hello', data: {}, step: 3, epoch: 1, wallMs: 5 });
  recorder.epoch({ step: 1_000, epoch: 1, wallMs: 5, firstStep: 1, snapshot: false });
  expect(await recorder.end('finished', null, true)).toBe(true);
  expect(readdirSync(dir)).toEqual(['unrolled.db']);
  const run = await readRun(dir);
  expect(run.info.status).toBe('finished');
  expect(run.series('loss', { subset: 'train' })).toEqual(
    Array.from({ length: 1_000 }, (_, i) => [i + 1, 1 / (i + 1)]),
  );
  expect(run.series('nan', { subset: 'train' })[9]).toEqual([10, Number.NaN]);
  expect(run.series('inf', { subset: 'train' })[9]).toEqual([10, -Infinity]);
  expect(run.delta.tensors.map(({ name, bytes }) => [name, bytes])).toEqual([['t', 8]]);
  expect(run.delta.events.map(({ message }) => message)).toEqual(['hello']);
  expect(run.delta.epochs.map(({ epoch, firstStep }) => [epoch, firstStep])).toEqual([[1, 1]]);
});

test('a value logged again after it was written is refused and counted; going back opens a segment', async () => {
  const dir = temporaryFolder();
  const recorder = recorderIn(dir);
  recorder.log({ loss: 1 }, { step: 1, epoch: 1 });
  recorder.log({ loss: 2 }, { step: 2, epoch: 1 });
  await recorder.flush();
  recorder.log({ loss: 99 }, { step: 2, epoch: 1 });
  await recorder.flush();
  recorder.log({ loss: 3 }, { step: 1, epoch: 1 });
  await recorder.end('finished', null, true);
  const run = await readRun(dir);
  expect(run.info.dropped).toEqual({ 'duplicate-step': 1 });
  expect(run.delta.segments).toHaveLength(2);
  expect(run.delta.segments[1]?.firstStep).toBe(1);
  expect(run.series('loss')).toEqual([
    [1, 1],
    [2, 2],
    [1, 3],
  ]);
});

test('what is written meanwhile by a blocked thread is in the file within a second', async () => {
  const dir = temporaryFolder();
  const recorder = recorderIn(dir);
  await recorder.opened(5_000);
  recorder.log({ loss: 1 }, { step: 1, epoch: 1 });
  recorder.post();
  block(1_000);
  // Nothing of this thread's event loop has run since.
  const database = new Database(join(dir, 'unrolled.db'), { readonly: true });
  const found = database.prepare('SELECT count(*) AS points FROM point').get();
  database.close();
  expect(found).toEqual({ points: 1 });
  await recorder.end('finished', null, true);
});

test('the heartbeat goes on while the training thread computes for three seconds', async () => {
  const dir = temporaryFolder();
  const recorder = recorderIn(dir);
  await recorder.opened(5_000);
  block(3_000);
  const now = Date.now();
  const store = await openStore(join(dir, 'unrolled.db'), { readOnly: true });
  const [pulse] = await store.pulses();
  await store.close();
  expect(now - (pulse?.heartbeatMs ?? 0)).toBeLessThan(2_000);
  await recorder.end('finished', null, true);
});

test('runs of one process share the file, which is closed by the last one', async () => {
  const dir = temporaryFolder();
  const [one, two] = [recorderIn(dir), recorderIn(dir)];
  for (let step = 1; step <= 500; step++) {
    one.log({ a: step }, { step, epoch: 1 });
    two.log({ b: -step }, { step, epoch: 1 });
  }
  await one.end('finished', null, true);
  expect(readdirSync(dir).length).toBeGreaterThan(1);
  await two.end('failed', 'because', true);
  expect(readdirSync(dir)).toEqual(['unrolled.db']);
  const runs = await readRuns(dir);
  expect(runs.map(({ info }) => [info.status, info.statusDetail]).sort()).toEqual([
    ['failed', 'because'],
    ['finished', null],
  ]);
  expect(runs.map((run) => run.series('a').length + run.series('b').length)).toEqual([500, 500]);
});

test('a run that has ended goes on where it was when more is logged', async () => {
  const dir = temporaryFolder();
  const recorder = recorderIn(dir);
  recorder.log({ loss: 1, other: 5 }, { step: 1, epoch: 1 });
  await recorder.end('finished', null, true);
  recorder.log({ loss: 2, fresh: 7 }, { step: 2, epoch: 1 });
  expect(await recorder.release(true)).toBe(true);
  const run = await readRun(dir);
  expect(run.info.status).toBe('finished');
  expect(run.series('loss')).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(run.series('fresh')).toEqual([[2, 7]]);
  expect(run.delta.segments).toHaveLength(1);
});

test('a series that begins after an end is not taken for another, whether the writer is the same or a new one', async () => {
  for (const close of [false, true]) {
    const dir = temporaryFolder();
    const recorder = recorderIn(dir);
    recorder.log({ first: 1, second: 2 }, { step: 1, epoch: 1 });
    await recorder.end('finished', null, close);
    recorder.log({ third: 3 }, { step: 2, epoch: 1 });
    await recorder.end('finished', null, true);
    const run = await readRun(dir);
    expect([run.series('first'), run.series('second'), run.series('third')]).toEqual([[[1, 1]], [[1, 2]], [[2, 3]]]);
  }
});

test('a folder that cannot be written is said once, and logging goes on into nothing', async () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'file'), '');
  const warnings: string[] = [];
  const recorder = recorderIn(join(dir, 'file', 'below'), warnings);
  await recorder.opened(5_000);
  expect(recorder.failed).toBe(true);
  for (let step = 1; step <= 100; step++) recorder.log({ loss: 1 }, { step, epoch: 1 });
  await recorder.end('finished', null, true);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('check its permissions');
  expect(recorder.dropped['not-writable']).toBeGreaterThan(0);
});

test('a file that is no database, or has a newer schema, is said and left as it is', async () => {
  const corrupt = temporaryFolder();
  mkdirSync(corrupt, { recursive: true });
  writeFileSync(join(corrupt, 'unrolled.db'), 'no database '.repeat(1_000));
  const newer = temporaryFolder();
  const recorderOfNow = recorderIn(newer);
  await recorderOfNow.end('finished', null, true);
  const database = new Database(join(newer, 'unrolled.db'));
  database.exec("UPDATE meta SET value = '999' WHERE key = 'schema_version'; PRAGMA user_version = 999;");
  database.close();
  for (const [dir, says] of [
    [corrupt, /damaged|no SQLite/],
    [newer, /999|newer/],
  ] as const) {
    const warnings: string[] = [];
    const recorder = recorderIn(dir, warnings);
    await recorder.opened(5_000);
    expect(recorder.failed).toBe(true);
    expect(warnings.join()).toMatch(says);
    await recorder.end('finished', null, true);
  }
});

test('what is logged right after an end, however soon, is in the file after the next end', async () => {
  const dir = temporaryFolder();
  const recorder = recorderIn(dir);
  for (let step = 1; step <= 10; step++) {
    recorder.log({ loss: step }, { step, epoch: 1 });
    // An update is a post, so the next log would wait for its turn.
    recorder.update({});
    expect(await recorder.release(step % 2 === 0)).toBe(true);
    recorder.event({ kind: 'log', level: 'info', message: 'after', data: {}, step, epoch: 1, wallMs: Date.now() });
    expect(await recorder.release(true)).toBe(true);
  }
  const run = await readRun(dir);
  expect(run.series('loss')).toHaveLength(10);
  expect(run.delta.events).toHaveLength(10);
});

test('a locked file is waited out: all that was logged meanwhile is kept', async () => {
  const dir = temporaryFolder();
  const warnings: string[] = [];
  const recorder = recorderIn(dir, warnings);
  await recorder.opened(5_000);
  await recorder.flush();
  const holder = new Database(join(dir, 'unrolled.db'));
  holder.exec('BEGIN IMMEDIATE');
  for (let step = 1; step <= 200; step++) recorder.log({ loss: step }, { step, epoch: 1 });
  expect(await recorder.flush(2_500)).toBe(false);
  expect(warnings.join()).toContain('locked');
  holder.exec('COMMIT');
  holder.close();
  expect(await recorder.end('finished', null, true)).toBe(true);
  const run = await readRun(dir);
  expect(run.series('loss')).toHaveLength(200);
  expect(run.info.dropped).toEqual({});
});

test('what a locked file kept out to the end is counted aloud', { timeout: 30_000 }, async () => {
  const dir = temporaryFolder();
  const warnings: string[] = [];
  const recorder = recorderIn(dir, warnings);
  await recorder.opened(5_000);
  await recorder.flush();
  const holder = new Database(join(dir, 'unrolled.db'));
  holder.exec('BEGIN IMMEDIATE');
  for (let step = 1; step <= 200; step++) recorder.log({ loss: step }, { step, epoch: 1 });
  await recorder.end('finished', null, true);
  holder.exec('ROLLBACK');
  holder.close();
  expect(warnings.join('\n')).toMatch(/unrolled\.db: 200 points and records could not be written and are lost/);
});

test('400,000 points logged at once wait for the disk without a loss', async () => {
  const dir = temporaryFolder();
  const recorder = recorderIn(dir);
  const values = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}`, i]));
  for (let step = 1; step <= 20_000; step++) recorder.log(values, { step, epoch: 1 });
  expect(await recorder.end('finished', null, true)).toBe(true);
  const store = await openStore(join(dir, 'unrolled.db'), { readOnly: true });
  const [run] = await store.listRuns();
  const series = await store.listSeries(run?.info.id ?? '');
  await store.close();
  expect(series.map(({ count }) => count)).toEqual(Array.from({ length: 20 }, () => 20_000));
  expect(run?.info.dropped).toEqual({});
});
