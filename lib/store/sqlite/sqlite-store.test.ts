import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openStore, STORE_FILE } from '../open-store.ts';
import { storeContract } from '../testing/contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'unrolled-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

storeContract('in memory', () => openStore(':memory:'));

let count = 0;
storeContract('in a file', () => openStore(join(folder, String(count++), STORE_FILE)));
