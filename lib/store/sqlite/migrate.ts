import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { UnrolledError } from '../../base/errors.ts';
import { APPLICATION_ID, MIGRATIONS, RUN_FILE_ID, SCHEMA_VERSION } from './schema.ts';

/**
 * Makes a file ready for writing: journal mode, schema, migrations. Throws `newer-schema`, `foreign-file`, or `read-only`
 * for a one-file run.
 */
export function prepareSchema(database: Database.Database, file: string): void {
  if (applicationOf(database) === RUN_FILE_ID) throw readOnlyFile(file);
  if (versionOf(database, file) > SCHEMA_VERSION) throw newerSchema(database, file);
  database.pragma('journal_mode = WAL');
  // NORMAL in WAL: a power cut may take the last transactions, a crash of the process takes nothing
  database.pragma('synchronous = NORMAL');
  if (versionOf(database, file) === SCHEMA_VERSION) return;
  const migrate = database.transaction(() => {
    // read again: another process may have done it while we waited for the lock
    const from = versionOf(database, file);
    if (from > SCHEMA_VERSION) throw newerSchema(database, file);
    bringUp(database, from, APPLICATION_ID);
    if (from === 0) putFact(database, 'store_id', randomUUID());
  });
  migrate.immediate();
}

/** Brings a schema from a version (0: an empty file) to this one, and marks the file. Within the caller's transaction. */
export function bringUp(database: Database.Database, from: number, mark: number): void {
  for (const sql of MIGRATIONS.slice(from)) database.exec(sql);
  putFact(database, 'schema_version', String(SCHEMA_VERSION));
  database.pragma(`application_id = ${mark}`);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
}

/** Puts a fact about the file into `meta`, in place of the one before. */
export function putFact(database: Database.Database, key: string, value: string): void {
  database
    .prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(key, value);
}

/** Refuses what a reader can't read: `newer-schema`, `foreign-file`, or `absent` while the file is still empty. */
export function checkSchema(database: Database.Database, file: string): void {
  const version = versionOf(database, file);
  if (version > SCHEMA_VERSION) throw newerSchema(database, file);
  if (version === 0) {
    throw new UnrolledError('absent', `run store ${file}: still empty — it fills when the first run is logged`);
  }
  if (version < SCHEMA_VERSION) {
    throw new UnrolledError(
      'older-schema',
      `run store ${file}: schema ${version}, this Unrolled reads ${SCHEMA_VERSION} — open it once for writing to upgrade it`,
    );
  }
}

function versionOf(database: Database.Database, file: string): number {
  const application = applicationOf(database);
  const version = database.pragma('user_version', { simple: true }) as number;
  // a one-file run has the same schema
  if (application === APPLICATION_ID || application === RUN_FILE_ID) return version;
  const objects = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (application === 0 && version === 0 && objects === 0) return 0;
  throw new UnrolledError(
    'foreign-file',
    `run store ${file}: an SQLite file of another program — choose another folder or file name`,
  );
}

function applicationOf(database: Database.Database): number {
  return database.pragma('application_id', { simple: true }) as number;
}

function readOnlyFile(file: string): UnrolledError {
  return new UnrolledError(
    'read-only',
    `${file}: a run in one file, which is only read — import it into a data folder: unrolled import FILE`,
  );
}

function newerSchema(database: Database.Database, file: string): UnrolledError {
  const version = database.pragma('user_version', { simple: true }) as number;
  return new UnrolledError(
    'newer-schema',
    `run store ${file}: written by a newer Unrolled (schema ${version}, this one knows ${SCHEMA_VERSION}) — ` +
      `update the package: npm install unrolled@latest`,
  );
}
