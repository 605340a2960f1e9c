import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { UnrolledError } from '../../base/errors.ts';
import { storeFailure } from '../sqlite/failure.ts';
import { bringUp } from '../sqlite/migrate.ts';
import { MIGRATIONS, RUN_FILE_ID, SCHEMA_VERSION } from '../sqlite/schema.ts';
import { rowQuery, valueQuery } from '../sqlite/statements.ts';
import { fileKind, foreign } from './file-header.ts';
import { runDigest } from './run-digest.ts';
import { carryOut, type WorkProgress } from './work.ts';

/** A run in a file of its own, checked. */
export interface OpenRunFile {
  /** The file, or a copy of it of this schema where it is older: gone after `close`. */
  readonly path: string;
  readonly database: Database.Database;
  readonly run: { readonly number: number; readonly id: string; readonly project: string; readonly name: string };
  /** Of its content as it is in this schema. */
  readonly digest: string;
  close(): void;
}

/**
 * Opens a one-file run for reading, having checked all of it: that it is whole, has our tables and nothing else, and
 * holds what was exported, by its digest. The file is never changed.
 *
 * Throws UnrolledError `absent`, `unreadable`, `truncated`, `foreign-file`, `newer-schema` or `corrupt`.
 */
export async function openRunFile(
  file: string,
  onProgress: (progress: WorkProgress) => void = () => {},
): Promise<OpenRunFile> {
  const { kind, schema } = fileKind(file);
  if (kind === 'store') {
    throw foreign(file, 'the file of a data folder with all its runs (open the folder: unrolled DIR)');
  }
  const ends: (() => void)[] = [];
  const close = () => {
    for (const end of ends.splice(0).reverse()) end();
  };
  try {
    const given = openReading(file, ends);
    checkWhole(given, file, schema);
    const run = theRun(given, file);
    const digest = await carryOut(runDigest(given, run.number), onProgress);
    const noted = valueQuery<[], string>(given, "SELECT value FROM meta WHERE key = 'digest'").get();
    if (digest !== noted) throw damaged(file, 'its content is not what was exported');
    const path = schema === SCHEMA_VERSION ? file : upgradedCopy(file, schema, ends);
    const database = path === file ? given : openReading(path, ends);
    checkLinks(database, file);
    const { number } = theRun(database, file);
    const here = path === file ? digest : await carryOut(runDigest(database, number), onProgress);
    return { path, database, run: { ...run, number }, digest: here, close };
  } catch (error) {
    close();
    const failure = storeFailure(error, file);
    if (failure instanceof UnrolledError && failure.code === 'corrupt' && failure !== error) {
      throw damaged(file, 'SQLite can not read it', failure);
    }
    throw failure;
  }
}

function openReading(file: string, ends: (() => void)[]): Database.Database {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  ends.push(() => database.close());
  // what a stranger's file holds is data, never code
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  return database;
}

function checkWhole(database: Database.Database, file: string, schema: number): void {
  const verdict = database.pragma('integrity_check(1)', { simple: true });
  if (verdict !== 'ok') throw damaged(file, String(verdict));
  const here = schemaOf(database);
  const ours = new Database(':memory:');
  try {
    for (const sql of MIGRATIONS.slice(0, schema)) ours.exec(sql);
    if (here !== schemaOf(ours)) throw foreign(file, 'a file with other tables');
  } finally {
    ours.close();
  }
  const strange = valueQuery<[], number>(
    database,
    `SELECT (SELECT count(*) FROM peak LEFT JOIN point USING (series, step)
             WHERE point.series IS NULL OR peak.value IS NOT point.value)
          + (SELECT count(*) FROM tensor WHERE length(data) <> bytes)`,
  ).get();
  if (strange !== 0) throw damaged(file, `${strange} rows contradict others`);
}

/** A link of a note leads to a page of the dashboard and nowhere else; notes are there since schema 3. */
function checkLinks(database: Database.Database, file: string): void {
  const sql = "SELECT count(*) FROM note WHERE link <> '' AND (link NOT GLOB '/*' OR link GLOB '/[/\\]*')";
  if (valueQuery<[], number>(database, sql).get() !== 0) throw damaged(file, 'a note in it links to another place');
}

/** All that a database is made of, as text. */
function schemaOf(database: Database.Database): string {
  const sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name";
  return JSON.stringify(rowQuery<[], unknown[]>(database, sql).all());
}

function theRun(database: Database.Database, file: string): OpenRunFile['run'] {
  const runs = database.prepare<[], OpenRunFile['run']>('SELECT number, id, project, name FROM run').all();
  if (runs.length !== 1) throw damaged(file, `${runs.length} runs are in it instead of one`);
  return runs[0]!;
}

/** A copy of an older file, brought to this schema: the file itself stays as it is. */
function upgradedCopy(file: string, schema: number, ends: (() => void)[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-run-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, basename(file));
  copyFileSync(file, path, constants.COPYFILE_FICLONE);
  const database = new Database(path);
  try {
    database.transaction(() => bringUp(database, schema, RUN_FILE_ID)).immediate();
  } finally {
    database.close();
  }
  return path;
}

function damaged(file: string, why: string, cause?: unknown): UnrolledError {
  return new UnrolledError('corrupt', `${file}: damaged, ${why} — copy or export it again; nothing was read`, {
    cause,
  });
}
