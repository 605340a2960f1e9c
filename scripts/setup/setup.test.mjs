import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cached, cacheRoot, withLock } from './cache.mjs';
import { run } from './command.mjs';
import { isRecent } from './node.mjs';
import { holdsAll } from './packages.mjs';
import { stampOf } from './stamp.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the cache folder is UNROLLED_CACHE, else below XDG_CACHE_HOME, else below ~/.cache', () => {
  expect(cacheRoot({ UNROLLED_CACHE: '/a' })).toBe('/a');
  expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'unrolled'));
  expect(cacheRoot({})).toMatch(/\.cache.unrolled$/);
});

test('a Node that strips types without a flag is recent', () => {
  expect(['18.20.8', '20.20.2', '22.17.1'].map(isRecent)).toEqual([false, false, false]);
  expect(['22.18.0', '23.6.0', '24.21.0'].map(isRecent)).toEqual([true, true, true]);
});

test('a cached folder is filled once', async () => {
  let fills = 0;
  const fill = async (scratch) => writeFileSync(join(scratch, 'file'), String(++fills));
  const first = await cached('thing', fill, folder);
  expect(await cached('thing', fill, folder)).toBe(first);
  expect(readFileSync(join(first, 'file'), 'utf8')).toBe('1');
});

test('a fill that fails leaves nothing behind that looks finished, and the next one starts clean', async () => {
  const failing = cached(
    'thing',
    async (scratch) => {
      writeFileSync(join(scratch, 'half'), '');
      throw new Error('the line went dead');
    },
    folder,
  );
  await expect(failing).rejects.toThrow('the line went dead');
  const whole = await cached('thing', async (scratch) => writeFileSync(join(scratch, 'whole'), ''), folder);
  expect([existsSync(join(whole, 'half')), existsSync(join(whole, 'whole'))]).toEqual([false, true]);
});

test('what a killed set-up left in the scratch folder is thrown away', async () => {
  mkdirSync(join(folder, 'scratch', 'thing'), { recursive: true });
  writeFileSync(join(folder, 'scratch', 'thing', 'half'), '');
  const whole = await cached('thing', async () => {}, folder);
  expect(existsSync(join(whole, 'half'))).toBe(false);
});

test('two at once do not fill the same folder twice', async () => {
  let fills = 0;
  const fill = async () => {
    fills++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await Promise.all([cached('thing', fill, folder), cached('thing', fill, folder)]);
  expect(fills).toBe(1);
});

test('a lock whose owner is gone is taken over', async () => {
  mkdirSync(join(folder, 'locks'));
  // One more than the largest process id Linux gives.
  writeFileSync(join(folder, 'locks', 'thing.lock'), String(2 ** 22 + 1));
  expect(await withLock('thing', folder, async () => 'worked')).toBe('worked');
});

test('a stamp follows contents and names, and leaves tests out', () => {
  mkdirSync(join(folder, 'app'));
  const write = (name, text) => writeFileSync(join(folder, 'app', name), text);
  const stamp = () => stampOf(folder, ['app', 'missing.json']);
  write('page.tsx', 'one');
  const before = stamp();
  write('page.test.tsx', 'a test');
  expect(stamp()).toBe(before);
  write('page.tsx', 'two');
  const after = stamp();
  expect(after).not.toBe(before);
  writeFileSync(join(folder, 'missing.json'), '');
  expect(stamp()).not.toBe(after);
});

test('an installed tree is whole when it has every package of the lock in its version, optional ones aside', () => {
  const lock = {
    '': { version: '1' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/mac': { version: '2.0.0', optional: true },
  };
  const holds = (packages) => holdsAll(JSON.stringify({ packages: lock }), JSON.stringify({ packages }));
  expect(holds({ 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  expect(holds({ 'node_modules/a': { version: '1.0.1' } })).toBe(false);
  expect(holds({})).toBe(false);
  expect(holdsAll(JSON.stringify({ packages: lock }), undefined)).toBe(false);
});

test('a program that hangs is ended, and the reason is its output', async () => {
  const stalled = (seconds) => (seconds > 0.5 ? 'nothing came' : undefined);
  const result = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stalled });
  expect(result).toEqual({ ok: false, output: 'nothing came' });
});
