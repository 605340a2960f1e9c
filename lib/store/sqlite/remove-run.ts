import type Database from 'better-sqlite3';
import { ofRun, runTables } from '../run-file/run-tables.ts';

/** Removes everything that belongs to a run, by its row id. Runs inside the caller's transaction, foreign keys unchecked. */
export function removeRun(database: Database.Database, number: number): void {
  const tables = runTables(database);
  // those that refer to others go first
  for (const table of [...tables].reverse()) {
    database.prepare(`DELETE FROM ${table.name} AS t WHERE ${ofRun(table, tables)}`).run(number);
  }
}
