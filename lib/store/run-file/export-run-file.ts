import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { messageOf, UnrolledError } from '../../base/errors.ts';
import { storeFailure } from '../sqlite/failure.ts';
import { bringUp, putFact } from '../sqlite/migrate.ts';
import { RUN_FILE_ID } from '../sqlite/schema.ts';
import { valueQuery } from '../sqlite/statements.ts';
import { copyRun } from './copy-run.ts';
import { runDigest } from './run-digest.ts';
import { carryOut, type WorkProgress } from './work.ts';

/** Extension of a run in a file of its own. */
export const RUN_FILE_EXTENSION = '.unrolled';

export interface ExportOptions {
  /** Writes over a file that is there. */
  readonly force?: boolean;
  readonly onProgress?: (progress: WorkProgress) => void;
}

/** What was written. */
export interface Exported {
  readonly file: string;
  readonly digest: string;
  readonly bytes: number;
}

/**
 * Writes one run out of a store (or another one-file run) into a file of its own: everything that is known of it at one
 * moment, exactly. The same content gives the same bytes. The file appears whole under its name, or not at all.
 *
 * Throws UnrolledError `unknown-run`, `file-exists`, or what the store says.
 */
export async function exportRunFile(
  store: string,
  runId: string,
  file: string,
  { force = false, onProgress = () => {} }: ExportOptions = {},
): Promise<Exported> {
  if (!existsSync(store)) throw new UnrolledError('absent', `${store}: not there — look at the path`);
  if (!force && existsSync(file)) throw fileExists(file);
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    const digest = await writeRunFile(store, runId, part, onProgress);
    sync(part);
    await place(part, file, force);
    return { file, digest, bytes: statSync(file).size };
  } catch (error) {
    throw storeFailure(error, file);
  } finally {
    await rm(part, { force: true });
  }
}

/** Writes the file under the very name, without care for what was there. Throws as {@link exportRunFile}. */
async function writeRunFile(
  store: string,
  runId: string,
  file: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<string> {
  const database = new Database(file);
  try {
    // whoever finds a half-written file finds it under another name: no journal is needed
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.prepare('ATTACH ? AS source').run(store);
    database.exec('BEGIN');
    bringUp(database, 0, RUN_FILE_ID);
    const number = valueQuery<[string], number>(database, 'SELECT number FROM source.run WHERE id = ?').get(runId);
    if (number === undefined) {
      throw new UnrolledError('unknown-run', `run ${JSON.stringify(runId)}: not in ${store} — unrolled list`);
    }
    const copied = await carryOut(copyRun(database, number), onProgress);
    const digest = await carryOut(runDigest(database, copied), onProgress);
    putFact(database, 'digest', digest);
    // ids of tensors are given by content too, so the file of the same content is the same store
    putFact(database, 'store_id', `run-${digest}`);
    database.exec('COMMIT');
    return digest;
  } finally {
    database.close();
  }
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Gives a finished file its name. Without force by a link, which takes no name that is there. */
async function place(part: string, file: string, force: boolean): Promise<void> {
  if (force) return rename(part, file);
  try {
    await link(part, file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EEXIST') throw fileExists(file, cause);
    // a file system without links
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw cause;
    if (statSync(file, { throwIfNoEntry: false })) throw fileExists(file, cause);
    await rename(part, file);
  }
}

/** A file is there that was not to be written over. */
export function fileExists(file: string, cause?: unknown): UnrolledError {
  const message = `${file}: there already — choose another name with -o, or write over it with --force`;
  return new UnrolledError('file-exists', message, { cause: cause && messageOf(cause) });
}
