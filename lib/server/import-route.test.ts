import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRunFile } from '../store/run-file/open-run-file.ts';
import { Stage, until } from './testing/stage.ts';

let from: Stage;
let to: Stage;
beforeEach(async () => {
  [from, to] = [await Stage.open(), await Stage.open()];
});
afterEach(async () => {
  await from.end();
  await to.end();
});

const signal = () => new AbortController().signal;

/** A run of one server, a client of it, and one of a server whose folder is still empty. */
async function twoServers() {
  const writer = await from.write();
  await writer.create('a');
  await writer.update('a', { status: 'finished', notes: 'of the first state' });
  const source = from.connect((await from.serve()).url);
  const target = to.connect((await to.serve()).url);
  return { writer, source, target };
}

async function digestOf(data: Blob): Promise<string> {
  const file = join(from.dir, 'downloaded.unrolled');
  await writeFile(file, new Uint8Array(await data.arrayBuffer()));
  const opened = await openRunFile(file);
  opened.close();
  return opened.digest;
}

test('a run downloaded from one server is brought into another with an equal digest, and shows up in its open pages', async () => {
  const { source, target } = await twoServers();
  const { name, data } = await source.files.fetch('a', 'unrolled', signal());
  expect(name).toMatch(/\.unrolled$/);
  const imported = await target.files.bringIn(data, name, false, signal());
  expect(imported).toMatchObject({ id: 'a', outcome: 'imported', digest: await digestOf(data) });
  await until(target.runs, ({ runs }) => runs.some(({ info }) => info.id === 'a'));
  const again = await target.files.fetch('a', 'unrolled', signal());
  expect(await digestOf(again.data)).toBe(imported.digest);
});

test('the same file twice is told and nothing is doubled; another state of the run is refused, or comes beside it once', async () => {
  const { writer, source, target } = await twoServers();
  const first = await source.files.fetch('a', 'unrolled', signal());
  await target.files.bringIn(first.data, 'a.unrolled', false, signal());
  expect(await target.files.bringIn(first.data, 'a.unrolled', false, signal())).toMatchObject({ outcome: 'here' });
  await writer.update('a', { epochsPlanned: 77 });
  const later = await source.files.fetch('a', 'unrolled', signal());
  await expect(target.files.bringIn(later.data, 'later.unrolled', false, signal())).rejects.toMatchObject({
    code: 'run-differs',
    message: expect.stringMatching(/^later\.unrolled: run "a" is in the data folder with another content/),
  });
  expect(await target.files.bringIn(later.data, 'later.unrolled', true, signal())).toMatchObject({
    ...{ id: 'a-2', outcome: 'imported' },
  });
  expect(await target.files.bringIn(later.data, 'later.unrolled', true, signal())).toMatchObject({
    ...{ id: 'a-2', outcome: 'here' },
  });
  const { runs } = await until(target.runs, (state) => state.runs.length === 2);
  expect(runs.map(({ info }) => info.id).sort()).toEqual(['a', 'a-2']);
});

test('a truncated, a foreign, a newer and a damaged file are refused by the name they were sent under, and nothing comes of them', async () => {
  const { source, target } = await twoServers();
  const { data } = await source.files.fetch('a', 'unrolled', signal());
  const bytes = new Uint8Array(await data.arrayBuffer());
  const newer = bytes.slice();
  new DataView(newer.buffer).setUint32(60, 9_999);
  const damaged = join(from.dir, 'damaged.unrolled');
  await writeFile(damaged, bytes);
  const database = new Database(damaged);
  database.exec("UPDATE run SET name = 'another'");
  database.close();
  const cases: readonly (readonly [string, BlobPart, string])[] = [
    ['cut.unrolled', bytes.slice(0, bytes.length / 2), 'truncated'],
    ['picture.png', 'no run at all', 'foreign-file'],
    ['empty.unrolled', '', 'truncated'],
    ['newer.unrolled', newer, 'newer-schema'],
    ['damaged.unrolled', new Uint8Array(await readFile(damaged)), 'corrupt'],
  ];
  for (const [name, content, code] of cases) {
    const sent = target.files.bringIn(new Blob([content]), name, false, signal());
    await expect(sent, name).rejects.toMatchObject({ code, message: expect.stringMatching(`^${name}: `) });
  }
  expect(target.runs.getState().runs).toEqual([]);
  expect(to.errors).toEqual([]);
});

test('where one file is shown for reading, nothing can be brought in', async () => {
  const { source } = await twoServers();
  const { data } = await source.files.fetch('a', 'unrolled', signal());
  const file = join(from.dir, 'shown.unrolled');
  await writeFile(file, new Uint8Array(await data.arrayBuffer()));
  const client = to.connect((await to.serve({ file })).url);
  await expect(client.files.bringIn(data, 'a.unrolled', false, signal())).rejects.toMatchObject({ code: 'read-only' });
});
