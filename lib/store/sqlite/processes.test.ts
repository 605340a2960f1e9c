import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Delta, EMPTY_CURSOR } from '../../protocol/delta.ts';
import { openStore } from '../open-store.ts';
import { newRun, replay, scalars } from '../testing/records.ts';

const program = fileURLToPath(new URL('../testing/writer-process.ts', import.meta.url));
let folder = '';
let file = '';
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-processes-'));
  file = join(folder, 'unrolled.db');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function startWriter(run: string, steps: number, flush = 10): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=unrolled-source', program, file, run, String(steps), String(flush)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  return child;
}

test('three processes write while a reader tails: it ends with every point of each, once and in order', async () => {
  const runs = ['a', 'b', 'c'];
  const steps = 2_000;
  const writers = runs.map((run) => startWriter(run, steps));
  const ended = Promise.all(writers.map((child) => once(child, 'exit')));
  for (const child of writers) child.stdout!.resume();
  await Promise.all(writers.map((child) => once(child.stdout!, 'data')));
  const reader = await openStore(file, { readOnly: true });
  const deltas = new Map<string, Delta[]>(runs.map((run) => [run, []]));
  let done = false;
  void ended.then(() => {
    done = true;
  });
  for (let last = false; !last; ) {
    last = done;
    for (const run of runs) {
      const held = deltas.get(run)!;
      held.push(await reader.tail(run, held.at(-1)?.cursor ?? EMPTY_CURSOR));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect((await ended).map(([code]) => code)).toEqual([0, 0, 0]);
  for (const run of runs) {
    const { points, moments } = replay(deltas.get(run)!);
    expect(points.get('0:loss')).toEqual(Array.from({ length: steps }, (_, i) => [i, i / 3]));
    expect(points.get('0:acc')).toHaveLength(steps);
    expect(moments).toEqual(Array.from({ length: steps }, (_, i) => i));
  }
  const colours = (await reader.listRuns()).map(({ info }) => info.colour).sort();
  expect(colours).toEqual([0, 1, 2]);
  await reader.close();
});

test('what a writer had flushed before kill -9 is there, whole, and another one goes on', async () => {
  const child = startWriter('a', 1_000_000);
  let flushed = -1;
  for await (const line of createInterface({ input: child.stdout! })) {
    flushed = Number(line);
    if (flushed >= 499) child.kill('SIGKILL');
  }
  const store = await openStore(file);
  const { points } = replay([await store.tail('a', EMPTY_CURSOR)]);
  const loss = points.get('0:loss')!;
  expect(loss.length).toBeGreaterThan(flushed);
  // all of a batch or nothing
  expect(loss.length % 10).toBe(0);
  expect(points.get('0:acc')).toHaveLength(loss.length);
  expect(loss).toEqual(Array.from({ length: loss.length }, (_, i) => [i, i / 3]));
  await store.createRun(newRun('b'));
  expect(await store.append('b', 0, scalars([['loss', 1, 1]]))).toEqual({ points: 1, refused: 0 });
  await store.close();
});

test('the data version moves when another process commits, and not when this one does', async () => {
  const store = await openStore(file);
  await store.createRun(newRun('mine'));
  const before = store.dataVersion();
  await store.append('mine', 0, scalars([['loss', 1, 1]]));
  expect(store.dataVersion()).toBe(before);
  const child = startWriter('theirs', 10);
  await once(child, 'exit');
  expect(store.dataVersion()).not.toBe(before);
  await store.close();
});

test('a writer that goes on after another one wrote to its run refuses what is there already', async () => {
  const first = await openStore(file);
  const second = await openStore(file);
  await first.createRun(newRun('a'));
  await first.append('a', 0, scalars([['loss', 1, 1]]));
  await second.append(
    'a',
    0,
    scalars([
      ['loss', 2, 2],
      ['acc', 2, 2],
    ]),
  );
  expect(
    await first.append(
      'a',
      0,
      scalars([
        ['loss', 2, 9],
        ['acc', 3, 3],
        ['loss', 3, 3],
      ]),
    ),
  ).toEqual({ points: 2, refused: 1 });
  const { points } = replay([await second.tail('a', EMPTY_CURSOR)]);
  expect(points.get('0:loss')).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  expect(points.get('0:acc')).toEqual([
    [2, 2],
    [3, 3],
  ]);
  await first.close();
  await second.close();
});

test('a checkpoint leaves one file that holds everything', async () => {
  const store = await openStore(file);
  await store.createRun(newRun('a'));
  await store.append('a', 0, scalars([['loss', 1, 1]]));
  await store.checkpoint();
  await store.close();
  const { readdirSync } = await import('node:fs');
  expect(readdirSync(folder)).toEqual(['unrolled.db']);
});
