import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADDRESS_FILE, addressFrom } from '../protocol/dashboard-address.ts';
import { startServer } from './server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unrolled-address-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a server leaves its address in the data folder while it runs, also in one that was not there', async () => {
  const dir = join(folder, 'data');
  const server = await startServer({ dir, port: 0 });
  const file = join(dir, ADDRESS_FILE);
  expect(addressFrom(readFileSync(file, 'utf8'))).toEqual({ url: server.url, host: hostname(), pid: process.pid });
  await server.close();
  expect(existsSync(file)).toBe(false);
});

test('the address of a server that came later stays', async () => {
  const [first, second] = [await startServer({ dir: folder, port: 0 }), await startServer({ dir: folder, port: 0 })];
  await first.close();
  expect(addressFrom(readFileSync(join(folder, ADDRESS_FILE), 'utf8'))?.url).toBe(second.url);
  await second.close();
});

test('a folder that cannot be written has no address, and is served all the same', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const server = await startServer({ dir: join(file, 'data'), port: 0 });
  expect(server.port).toBeGreaterThan(0);
  await server.close();
});

test('what is no address is told apart', () => {
  const good = { url: 'http://localhost:1/', host: 'h', pid: 1 };
  expect(addressFrom(JSON.stringify(good))).toEqual({ ...good, url: 'http://localhost:1' });
  for (const bad of [
    '',
    '[]',
    'null',
    ...[{ url: 'javascript:alert(1)' }, { url: 3 }, { pid: 'x' }, { host: null }].map((change) =>
      JSON.stringify({ ...good, ...change }),
    ),
  ])
    expect(addressFrom(bad)).toBeNull();
});
