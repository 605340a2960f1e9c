import { join } from 'node:path';
import { UnrolledError } from '../base/errors.ts';
import { openStore, STORE_FILE } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** The file that holds the runs of a data folder. */
export function storeFile(dir: string): string {
  return join(dir, STORE_FILE);
}

/** Reads in the store of a file; one of an older schema is brought up to date first. Throws what the store says. */
export async function withStore<T>(file: string, read: (store: Store) => Promise<T>): Promise<T> {
  const store = await openForReading(file);
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

async function openForReading(file: string): Promise<Store> {
  try {
    return await openStore(file, { readOnly: true });
  } catch (error) {
    if (!(error instanceof UnrolledError) || error.code !== 'older-schema') throw error;
    await (await openStore(file)).close();
    return openStore(file, { readOnly: true });
  }
}
