import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DERIVED_BYTES, MOST_DERIVED } from '../../protocol/derived.ts';
import { DERIVED_FOLDER } from '../../server/derived-files.ts';
import { Stage, until } from '../../server/testing/stage.ts';
import type { KeptName } from './kept.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.end());

const { signal } = new AbortController();
const named = (identity: string, version = 1): KeptName => ({ kind: 'map', version, runId: 'run-1', identity });

/** A visitor's client, connected; `asked` gathers what it asks the server for. */
async function visitor(url: string) {
  const asked: string[] = [];
  const counted: typeof fetch = (to, init) => {
    asked.push(`${init?.method ?? 'GET'} ${String(to)}`);
    return fetch(to, init);
  };
  const client = stage.connect(url, { fetch: counted });
  await until(client.connection, ({ server }) => server?.state === 'ready');
  return { kept: client.kept, asked };
}

async function served(): Promise<string> {
  await (await stage.write()).create('run-1');
  return (await stage.serve()).url;
}

test('what one visitor keeps the next one finds, many with few requests, and the same one without any', async () => {
  const url = await served();
  const first = await visitor(url);
  const names = Array.from({ length: 100 }, (_, i) => named(`epoch ${i}`));
  for (const [i, name] of names.entries()) {
    if (i % 2 === 0) expect(await first.kept.keep(name, Uint8Array.of(i))).toBeNull();
  }
  const wanted = names.map((_, i) => (i % 2 === 0 ? Uint8Array.of(i) : null));
  const second = await visitor(url);
  expect(await second.kept.find(names, signal)).toEqual(wanted);
  expect(second.asked).toHaveLength(Math.ceil(100 / MOST_DERIVED));
  const even = names.filter((_, i) => i % 2 === 0);
  expect((await second.kept.find(even, signal)).every((bytes) => bytes !== null)).toBe(true);
  expect(second.asked).toHaveLength(Math.ceil(100 / MOST_DERIVED));
  // another version of the maths is another result
  expect(await second.kept.find([named('epoch 0', 2)], signal)).toEqual([null]);
});

test('results that do not fit into one answer are asked for again', async () => {
  const url = await served();
  const first = await visitor(url);
  const names = ['a', 'b', 'c'].map((each) => named(each));
  for (const name of names) await first.kept.keep(name, new Uint8Array(DERIVED_BYTES).fill(7));
  const second = await visitor(url);
  const found = await second.kept.find(names, signal);
  expect(found.map((bytes) => bytes?.byteLength)).toEqual(names.map(() => DERIVED_BYTES));
  expect(second.asked).toHaveLength(3);
});

test('where the server can not keep it, it says why, and the page has it all the same', async () => {
  const url = await served();
  await writeFile(join(stage.dir, DERIVED_FOLDER), 'a file in its place');
  const { kept } = await visitor(url);
  expect(await kept.keep(named('a'), Uint8Array.of(1))).toMatch(/derived.* — let this user write into the folder$/);
  expect(await kept.keep(named('b'), new Uint8Array(DERIVED_BYTES + 1))).toContain('at most are kept');
  expect((await kept.find([named('a')], signal))[0]).toEqual(Uint8Array.of(1));
  const next = await visitor(url);
  expect(await next.kept.find([named('a')], signal)).toEqual([null]);
});

test('a folder that can not be written is tried once a run, not once a result', async () => {
  const url = await served();
  await writeFile(join(stage.dir, DERIVED_FOLDER), 'a file in its place');
  const { kept, asked } = await visitor(url);
  const reason = await kept.keep(named('a'), Uint8Array.of(1));
  expect(reason).toContain('let this user write into the folder');
  expect(await kept.keep(named('b'), Uint8Array.of(2))).toBe(reason);
  expect(asked.filter((each) => each.startsWith('PUT'))).toHaveLength(1);
});

test('a server that does not answer keeps nothing and has nothing: neither is an error', async () => {
  const server = await (async () => {
    await (await stage.write()).create('run-1');
    return stage.serve();
  })();
  const { kept } = await visitor(server.url);
  await server.close();
  expect(await kept.find([named('a')], signal)).toEqual([null]);
  expect(await kept.keep(named('a'), Uint8Array.of(1))).toContain("Unrolled's server");
});
