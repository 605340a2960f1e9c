import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY_CURSOR } from '../protocol/delta.ts';
import { openStore } from './open-store.ts';
import { SCHEMA_VERSION } from './sqlite/schema.ts';
import { newRun, scalars } from './testing/records.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-open-'));
  file = join(folder, 'unrolled.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function made(): Promise<void> {
  const store = await openStore(file);
  await store.createRun(newRun('a'));
  await store.append('a', 0, scalars(Array.from({ length: 5_000 }, (_, i) => ['loss', i, Math.sin(i)] as const)));
  await store.checkpoint();
  await store.close();
}

test('a store opened again is the same store with the same runs', async () => {
  await made();
  const [first, second] = [await openStore(file), await openStore(file, { readOnly: true })];
  expect(first.id).toBe(second.id);
  expect(first.id).toMatch(/^[0-9a-f-]{36}$/);
  expect((await second.listRuns()).map(({ info }) => info.id)).toEqual(['a']);
  await first.close();
  await second.close();
});

test('folders on the way are made for a writer, and a reader of nothing is told so', async () => {
  const deep = join(folder, 'x', 'y', 'unrolled.db');
  await expect(openStore(deep, { readOnly: true })).rejects.toMatchObject({ code: 'absent' });
  await (await openStore(deep)).close();
  await (await openStore(deep, { readOnly: true })).close();
});

test('a reader does not write', async () => {
  await made();
  const store = await openStore(file, { readOnly: true });
  await expect(store.createRun(newRun('b'))).rejects.toMatchObject({ code: 'unwritable' });
  await store.close();
});

test('a newer schema is refused, named, and left as it is', async () => {
  await made();
  const database = new Database(file);
  database.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
  database.close();
  const before = readFileSync(file);
  for (const readOnly of [true, false]) {
    await expect(openStore(file, { readOnly })).rejects.toMatchObject({
      code: 'newer-schema',
      message: expect.stringMatching(
        new RegExp(`schema ${SCHEMA_VERSION + 1}, this one knows ${SCHEMA_VERSION}.*update the package`, 's'),
      ),
    });
  }
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("another program's database is refused and left as it is", async () => {
  const database = new Database(file);
  database.exec('CREATE TABLE customer (id INTEGER PRIMARY KEY)');
  database.close();
  const before = readFileSync(file);
  for (const readOnly of [true, false]) {
    await expect(openStore(file, { readOnly })).rejects.toMatchObject({ code: 'foreign-file' });
  }
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a file that is no database is refused with what to do', async () => {
  writeFileSync(file, 'not a database, certainly not one of sixteen bytes or more');
  for (const readOnly of [true, false]) {
    await expect(openStore(file, { readOnly })).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(file),
    });
  }
});

test('a page destroyed inside the file is told as corrupt when it is read', async () => {
  await made();
  const bytes = readFileSync(file);
  // everything but the first pages, which hold the schema
  bytes.fill(0x5a, 4096 * 30);
  writeFileSync(file, bytes);
  const store = await openStore(file, { readOnly: true });
  await expect(store.tail('a', EMPTY_CURSOR)).rejects.toMatchObject({ code: 'corrupt' });
  await store.close();
});

test('a damaged run is listed with what is left of it, beside the others', async () => {
  await made();
  const database = new Database(file);
  database.exec(`UPDATE run SET config = '{"units": 6', tags = x'00' || 'x' WHERE id = 'a'`);
  database.close();
  const store = await openStore(file);
  await store.createRun(newRun('b', { startedMs: 1_600_000_000_000 }));
  const runs = await store.listRuns();
  expect(runs.map(({ info }) => info.id)).toEqual(['a', 'b']);
  expect(runs[0]!.info).toMatchObject({ config: {}, tags: [], statusDetail: 'damaged in the store: tags, config' });
  expect(runs[1]!.info).toMatchObject({ config: newRun('b').config, statusDetail: null });
  await store.close();
});

test('a file somebody holds locked is told as locked after the wait', async () => {
  await made();
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const store = await openStore(file, { busyMs: 50 });
  await expect(store.createRun(newRun('b'))).rejects.toMatchObject({ code: 'locked' });
  expect(await store.listRuns()).toHaveLength(1);
  other.exec('ROLLBACK');
  await store.createRun(newRun('b'));
  await store.close();
  other.close();
});

test('a full disk is told as such, and what was there is readable', async () => {
  await made();
  const database = new Database(file);
  const pages = database.pragma('page_count', { simple: true }) as number;
  database.close();
  const store = await openStore(file, { maxPages: pages + 2 });
  const many = scalars(Array.from({ length: 20_000 }, (_, i) => ['more', i, Math.cos(i)] as const));
  await expect(store.append('a', 0, many)).rejects.toMatchObject({ code: 'disk-full' });
  expect((await store.listSeries('a')).map(({ name, count }) => [name, count])).toEqual([['loss', 5_000]]);
  await store.close();
});

test('a folder in place of the file, and a file in place of the folder, are told as unwritable', async () => {
  mkdirSync(file);
  await expect(openStore(file)).rejects.toMatchObject({ code: 'unwritable' });
  writeFileSync(join(folder, 'plain'), '');
  await expect(openStore(join(folder, 'plain', 'unrolled.db'))).rejects.toMatchObject({ code: 'unwritable' });
});

test.skipIf(process.platform !== 'linux')('a folder that takes no entries is told as unwritable, soon', async () => {
  await expect(openStore('/proc/nowhere/below/unrolled.db')).rejects.toMatchObject({ code: 'unwritable' });
});

test.skipIf(process.getuid?.() === 0)('a folder without permission is told as unwritable', async () => {
  chmodSync(folder, 0o500);
  await expect(openStore(file)).rejects.toMatchObject({ code: 'unwritable' });
  chmodSync(folder, 0o700);
});

test('several writers may make the file at the same moment', async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(file)));
  expect(new Set(stores.map(({ id }) => id)).size).toBe(1);
  for (const store of stores) await store.close();
});
