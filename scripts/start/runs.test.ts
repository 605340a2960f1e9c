import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, STORE_FILE } from '../../lib/store/open-store.ts';
import { newRun } from '../../lib/store/testing/records.ts';
import { hasRuns } from './runs.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unrolled-start-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a data folder without a database holds no run', () => {
  expect(hasRuns(dir)).toBe(false);
});

test('a database that was only opened holds no run yet, with its first run it does', async () => {
  const store = await openStore(join(dir, STORE_FILE));
  expect(hasRuns(dir)).toBe(false);
  await store.createRun(newRun('first'));
  expect(hasRuns(dir)).toBe(true);
  await store.close();
  expect(hasRuns(dir)).toBe(true);
});

test('a broken database is left to the server: nothing is trained into it', () => {
  writeFileSync(
    join(dir, STORE_FILE),
    'this is not a database but a sentence, long enough for a header of its own'.repeat(20),
  );
  expect(hasRuns(dir)).toBe(true);
});
