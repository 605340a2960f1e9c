import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DERIVED_FOLDER, DerivedFiles } from './derived-files.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'unrolled-derived-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const key = (digit: string) => digit.repeat(64);
const names = () => readdir(join(dir, DERIVED_FOLDER));

test('what is kept under a run and a key is read again, by that run and key alone', async () => {
  const files = new DerivedFiles(dir);
  expect(await files.read('run-1', key('a'))).toBeNull();
  await files.write('run-1', key('a'), Uint8Array.of(1, 2, 3));
  expect([...(await files.read('run-1', key('a')))!]).toEqual([1, 2, 3]);
  expect(await files.read('run-2', key('a'))).toBeNull();
  expect(await files.read('run-1', key('b'))).toBeNull();
  await files.write('run-1', key('a'), Uint8Array.of(4));
  expect([...(await files.read('run-1', key('a')))!]).toEqual([4]);
});

test('an id of any kind leads to a file in the folder and nowhere else', async () => {
  const files = new DerivedFiles(dir);
  for (const id of ['../../etc/passwd', '/etc/passwd', 'a\0b', 'x'.repeat(200)]) {
    await files.write(id, key('c'), Uint8Array.of(7));
  }
  expect((await names()).every((name) => /^[0-9a-f]{16}-c{64}\.bin$/.test(name))).toBe(true);
  expect(await readdir(dir)).toEqual([DERIVED_FOLDER]);
});

test('beyond its size the folder lets go of what was asked for longest ago', async () => {
  const files = new DerivedFiles(dir, { bytes: 250, files: 100 });
  for (const [age, digit] of ['a', 'b'].entries()) {
    await files.write('run-1', key(digit), new Uint8Array(100));
    const [name] = (await names()).filter((each) => each.includes(key(digit)));
    const then = new Date(Date.now() - 10_000 + age);
    await utimes(join(dir, DERIVED_FOLDER, name!), then, then);
  }
  // asked for: now the other one is the oldest
  await files.read('run-1', key('a'));
  await files.write('run-1', key('c'), new Uint8Array(100));
  expect(await files.read('run-1', key('b'))).toBeNull();
  expect(await files.read('run-1', key('a'))).toHaveLength(100);
  expect(await files.read('run-1', key('c'))).toHaveLength(100);
});

test('it holds so many files and no more, however small they are', async () => {
  const files = new DerivedFiles(dir, { bytes: 1e9, files: 10 });
  for (let i = 0; i < 25; i++) {
    await files.write('run-1', i.toString(16).padStart(64, '0'), Uint8Array.of(i));
    expect((await names()).length).toBeLessThanOrEqual(10);
  }
  expect(await files.read('run-1', (24).toString(16).padStart(64, '0'))).toEqual(Buffer.from([24]));
});

test('a folder that can not be written says so, and leaves no half file', async () => {
  await writeFile(join(dir, DERIVED_FOLDER), 'a file in its place');
  const files = new DerivedFiles(dir);
  await expect(files.write('run-1', key('a'), new Uint8Array(3))).rejects.toMatchObject({ code: 'unwritable' });
  await rm(join(dir, DERIVED_FOLDER));
  await mkdir(join(dir, DERIVED_FOLDER));
  await files.write('run-1', key('a'), new Uint8Array(3));
  expect(await names()).toHaveLength(1);
});
