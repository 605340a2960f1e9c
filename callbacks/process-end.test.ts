import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRun, temporaryFolder } from '../lib/recorder/testing/read-store.ts';
import { Child } from './testing/child.ts';

const SECOND = 1_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  ['leave', 0, 'finished', null],
  ['exit', 3, 'failed', 'the process ended with code 3'],
  ['throw', 1, 'failed', 'RangeError: out of luck'],
] as const)(
  'a process that ends by "%s" without finish leaves everything in the file',
  async (how, code, status, detail) => {
    const dir = temporaryFolder();
    const child = new Child('log-and.ts', [how], dir);
    expect(await child.ended()).toEqual({ code, signal: null });
    expect(readdirSync(dir)).toEqual(['unrolled.db']);
    const run = await readRun(dir);
    expect(run.series('loss')).toHaveLength(1_000);
    expect(run.info).toMatchObject({ status, statusDetail: detail });
  },
);

test('what is logged after finish is in the file too', async () => {
  const dir = temporaryFolder();
  await new Child('log-and.ts', ['finish-log-leave'], dir).ended();
  const run = await readRun(dir);
  expect(run.series('loss')).toHaveLength(1_010);
  expect(run.info.status).toBe('finished');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the process as ever, and the run as stopped', async (signal) => {
  const dir = temporaryFolder();
  const child = new Child('log-and.ts', ['wait'], dir);
  await child.says('started');
  child.process.kill(signal);
  expect(await child.ended()).toEqual({ code: null, signal });
  const run = await readRun(dir);
  expect(run.series('loss')).toHaveLength(1_000);
  expect(run.info.status).toBe('stopped');
});

test.each([
  ['exits with 0, the loop turning', 'wait-handling'],
  ['is heard of only when a loop that blocks lets go', 'block-handling'],
])("a script's own SIGINT handler decides; one that %s ends the run as stopped", async (_title, how) => {
  const dir = temporaryFolder();
  const child = new Child('log-and.ts', [how], dir);
  await child.says('started');
  child.process.kill('SIGINT');
  expect(await child.ended()).toEqual({ code: 0, signal: null });
  expect(child.output).toContain('handled');
  expect((await readRun(dir)).info).toMatchObject({ status: 'stopped', statusDetail: 'SIGINT' });
});

test("a script's own SIGINT handler that finishes the run says how it ended", async () => {
  const dir = temporaryFolder();
  const child = new Child('log-and.ts', ['finish-handling'], dir);
  await child.says('started');
  child.process.kill('SIGINT');
  expect(await child.ended()).toEqual({ code: 0, signal: null });
  expect((await readRun(dir)).info).toMatchObject({ status: 'finished', statusDetail: null });
});

test('Ctrl-C still ends a loop that never lets the event loop turn', async () => {
  const dir = temporaryFolder();
  const child = new Child('log-and.ts', ['block'], dir);
  await child.says('started');
  await pause(2 * SECOND);
  child.process.kill('SIGINT');
  expect(await child.ended()).toEqual({ code: null, signal: 'SIGINT' });
  expect((await readRun(dir)).series('loss').length).toBeGreaterThan(1_000);
});

test.each(['auto', 'never'])(
  'a training killed with -9 (yieldEvery %s) leaves all that is older than a second',
  async (yieldEvery) => {
    const dir = temporaryFolder();
    const child = new Child('train-forever.ts', [yieldEvery], dir);
    await child.says('started');
    await pause(2 * SECOND);
    const killedMs = Date.now();
    child.process.kill('SIGKILL');
    await child.ended();
    const run = await readRun(dir);
    // Nobody was there to say otherwise: readers conclude from the process being gone.
    expect(run.info.status).toBe('live');
    const moments = run.delta.moments.at(-1);
    expect(killedMs - (moments?.wallMs.at(-1) ?? 0)).toBeLessThan(SECOND);
    const steps = run.series('loss', { subset: 'train', per: 'step' }).map(([step]) => step);
    expect(steps).toEqual(Array.from({ length: steps.length }, (_, i) => i + 1));
    expect(run.delta.epochs.length).toBeGreaterThanOrEqual(2);
  },
);
