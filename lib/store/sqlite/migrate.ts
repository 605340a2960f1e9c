import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { UnrolledError } from '../../base/errors.ts';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './schema.ts';

/** Makes a file ready for writing: journal mode, schema, migrations. Throws `newer-schema` or `foreign-file`. */
export function prepareSchema(database: Database.Database, file: string): void {
  if (versionOf(database, file) > SCHEMA_VERSION) throw newerSchema(database, file);
  database.pragma('journal_mode = WAL');
  // NORMAL in WAL: a power cut may take the last transactions, a crash of the process takes nothing
  database.pragma('synchronous = NORMAL');
  if (versionOf(database, file) === SCHEMA_VERSION) return;
  const migrate = database.transaction(() => {
    // read again: another process may have done it while we waited for the lock
    const from = versionOf(database, file);
    if (from > SCHEMA_VERSION) throw newerSchema(database, file);
    for (const sql of MIGRATIONS.slice(from)) database.exec(sql);
    const put = database.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    if (from === 0) put.run('store_id', randomUUID());
    put.run('schema_version', String(SCHEMA_VERSION));
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
  });
  migrate.immediate();
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
  const application = database.pragma('application_id', { simple: true }) as number;
  const version = database.pragma('user_version', { simple: true }) as number;
  if (application === APPLICATION_ID) return version;
  const objects = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (application === 0 && version === 0 && objects === 0) return 0;
  throw new UnrolledError(
    'foreign-file',
    `run store ${file}: an SQLite file of another program — choose another folder or file name`,
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
