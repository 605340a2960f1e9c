import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Whether the data folder holds any run. A database that cannot be read counts as one: it is the server's to say what
 * is wrong with it, and nothing to train into.
 * @param {string} dir
 */
export function hasRuns(dir) {
  const file = join(dir, 'unrolled.db');
  if (!existsSync(file)) return false;
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3');
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return database.prepare('SELECT 1 FROM run LIMIT 1').get() !== undefined;
    } finally {
      database.close();
    }
  } catch (error) {
    return !String(error.message).includes('no such table');
  }
}
