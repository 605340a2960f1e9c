import Database from 'better-sqlite3';
import { UnrolledError } from '../../base/errors.ts';
import { openStore } from '../open-store.ts';
import { storeFailure } from '../sqlite/failure.ts';
import { valueQuery } from '../sqlite/statements.ts';
import { copyRun } from './copy-run.ts';
import { openRunFile } from './open-run-file.ts';
import { runDigest } from './run-digest.ts';
import { carryOut, type WorkProgress } from './work.ts';

export interface ImportOptions {
  /** The id the run is to have here, in place of its own. */
  readonly as?: string;
  readonly onProgress?: (progress: WorkProgress) => void;
}

/** What became of an import. */
export interface Imported {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** `here`: the very same was there already, and nothing was done; `bin`: it was, but deleted. */
  readonly outcome: 'imported' | 'here' | 'bin';
  readonly digest: string;
}

/** How long an import waits for another process' write, in ms. */
const BUSY_MS = 10_000;
const RUN_ID = /^[\w-]{1,64}$/;

/**
 * Brings a one-file run into a store, whole or not at all, and checks by its digest that it arrived as it left. The same
 * run again changes nothing; another state of a run of that id is refused, nothing of either is lost.
 *
 * Throws UnrolledError `absent`, `unreadable`, `truncated`, `foreign-file`, `newer-schema`, `corrupt` (the file), `bad-id`,
 * `run-differs`, or what the store says.
 */
export async function importRunFile(
  store: string,
  file: string,
  { as, onProgress = () => {} }: ImportOptions = {},
): Promise<Imported> {
  const source = await openRunFile(file, onProgress);
  try {
    const id = as ?? source.run.id;
    if (!RUN_ID.test(id)) throw badId(file, id);
    const digest = as === undefined ? source.digest : await carryOut(runDigest(source.database, source.run.number, as));
    // makes the store where there is none, and brings it up to date
    await (await openStore(store)).close();
    const outcome = await bringIn(store, source.path, source.run.number, { id, digest, file }, onProgress);
    const { project, name } = source.run;
    return { id, project, name, outcome, digest };
  } catch (error) {
    throw storeFailure(error, store);
  } finally {
    source.close();
  }
}

interface Wanted {
  readonly id: string;
  readonly digest: string;
  readonly file: string;
}

async function bringIn(
  store: string,
  path: string,
  number: number,
  { id, digest, file }: Wanted,
  onProgress: (progress: WorkProgress) => void,
): Promise<Imported['outcome']> {
  const database = new Database(store, { timeout: BUSY_MS });
  try {
    database.pragma('synchronous = NORMAL');
    database.pragma('trusted_schema = OFF');
    database.prepare('ATTACH ? AS source').run(path);
    database.exec('BEGIN IMMEDIATE');
    const there = valueQuery<[string], number>(database, 'SELECT number FROM main.run WHERE id = ?').get(id);
    if (there !== undefined) {
      if ((await carryOut(runDigest(database, there))) === digest) return isDeleted(database, there) ? 'bin' : 'here';
      throw new UnrolledError(
        'run-differs',
        `${file}: run ${JSON.stringify(id)} is in the data folder with another content — import it beside that one: --as NEWID; nothing was changed`,
      );
    }
    const copied = await carryOut(copyRun(database, number, { id, colour: nextColour(database) }), onProgress);
    if ((await carryOut(runDigest(database, copied), onProgress)) !== digest) {
      throw new UnrolledError('corrupt', `${file}: it would not arrive as it left — nothing was changed; report this`);
    }
    database.exec('COMMIT');
    return 'imported';
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
    database.close();
  }
}

function isDeleted(database: Database.Database, number: number): boolean {
  const sql = 'SELECT deleted_ms IS NOT NULL FROM main.run WHERE number = ?';
  return valueQuery<[number], number>(database, sql).get(number) === 1;
}

/** The colour a new run here would get: colours tell the runs of one folder apart. */
function nextColour(database: Database.Database): number {
  return valueQuery<[], number>(database, 'SELECT coalesce(max(colour) + 1, 0) FROM main.run').get()!;
}

function badId(file: string, id: string): UnrolledError {
  return new UnrolledError(
    'bad-id',
    `${file}: run id ${JSON.stringify(id.slice(0, 100))} — an id of letters, digits, - and _ is needed, at most 64: --as NEWID`,
  );
}
