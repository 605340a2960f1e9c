import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { UnrolledError } from '../base/errors.ts';
import { storeFailure } from './sqlite/failure.ts';
import { checkSchema, prepareSchema } from './sqlite/migrate.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/** Name of the file, in the data folder, that holds all runs. */
export const STORE_FILE = 'unrolled.db';

export interface OpenOptions {
  /** For readers: the file must exist (else `absent`) and is never changed. */
  readonly readOnly?: boolean;
  /** How long a write waits for another process' write, in ms. */
  readonly busyMs?: number;
  /** Size the file may grow to, in pages of 4 KiB; beyond it writes fail with `disk-full`. */
  readonly maxPages?: number;
}

/**
 * Opens the store of a file, creating file and folder for writers. `:memory:` is a store that ends with `close`.
 * Throws UnrolledError `absent`, `locked`, `corrupt`, `disk-full`, `unwritable`, `newer-schema` or `foreign-file`.
 */
export async function openStore(
  file: string,
  { readOnly = false, busyMs = 5_000, maxPages }: OpenOptions = {},
): Promise<Store> {
  const inMemory = file === ':memory:';
  if (readOnly && !inMemory && !existsSync(file)) {
    throw new UnrolledError('absent', `run store ${file}: not there yet — it appears when the first run is logged`);
  }
  let database: Database.Database | undefined;
  try {
    if (!readOnly && !inMemory) makeFolder(dirname(file));
    database = new Database(file, { readonly: readOnly, timeout: busyMs });
    if (readOnly) checkSchema(database, file);
    else prepareSchema(database, file);
    if (maxPages !== undefined) database.pragma(`max_page_count = ${maxPages}`);
    return new SqliteStore(database, file);
  } catch (error) {
    database?.close();
    throw storeFailure(error, file);
  }
}

/** Makes a folder and those above it. Not `recursive`: where a folder refuses entries with ENOENT that never returns. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // another process may have been first
    if (!existsSync(folder)) throw error;
  }
}
