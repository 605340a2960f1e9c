import type Database from 'better-sqlite3';
import { valueQuery } from '../sqlite/statements.ts';
import { notDeleted, type RunTable, runTables } from './run-tables.ts';
import type { Work } from './work.ts';

/** What of table `run` is another thing in the copy. */
export interface RunChanges {
  readonly id?: string;
  readonly colour?: number;
}

/** Rows copied in one statement: of tables with bytes, and of those that are counted by what they belong to. */
const ROWS = 64;
const OWNERS = 8;

/**
 * Copies all that belongs to a run from the database attached as `source` into the main one, whose schema is the same, and
 * gives the run's number there. Row ids are given anew, in the same order, above those that are or were in use. Runs inside
 * the caller's transaction; yields between slices.
 */
export function* copyRun(database: Database.Database, number: number, changes: RunChanges = {}): Work<number> {
  const tables = runTables(database);
  const slices: (() => void)[] = [];
  for (const table of tables) {
    if (table.idColumn !== null) numberRows(database, table, number);
    slices.push(...slicesOf(database, table, table.name === 'run' ? runColumns(changes) : {}));
  }
  for (const [done, slice] of slices.entries()) {
    slice();
    yield { phase: 'copy', done: (done + 1) / slices.length };
  }
  const copied = valueQuery<[], number>(database, 'SELECT new FROM temp.of_run').get()!;
  for (const { name, idColumn } of tables) if (idColumn !== null) database.exec(`DROP TABLE temp.of_${name}`);
  return copied;
}

type Replaced = { readonly [column: string]: string | number | null };

/** A copy has no sender over HTTP that goes on with it, and lies in no bin. */
function runColumns({ id, colour }: RunChanges): Replaced {
  return {
    sender: '',
    received: 0,
    archived_ms: null,
    deleted_ms: null,
    ...(id === undefined ? {} : { id }),
    ...(colour === undefined ? {} : { colour }),
  };
}

/** Which row id becomes which: `temp.of_TABLE (old, new)`, in the order of the old ones. */
function numberRows(database: Database.Database, table: RunTable, number: number): void {
  const { name, idColumn, owner, references } = table;
  database.exec(`CREATE TEMP TABLE of_${name} (old INTEGER PRIMARY KEY, new INTEGER NOT NULL UNIQUE)`);
  const rows =
    owner === null
      ? `source.${name} AS t WHERE t.${idColumn} = ${Number(number)}`
      : `source.${name} AS t JOIN temp.of_${references.get(owner)} AS own ON own.old = t.${owner} WHERE ${notDeleted(table)}`;
  const before = highestId(database, name, idColumn!);
  database.exec(
    `INSERT INTO temp.of_${name} SELECT t.${idColumn}, ${before} + row_number() OVER (ORDER BY t.${idColumn}) FROM ${rows}`,
  );
}

/** An id that was once given out is not given again: readers remember the highest they saw. */
function highestId(database: Database.Database, name: string, idColumn: string): number {
  const inUse = valueQuery<[], number | null>(database, `SELECT max(${idColumn}) FROM main.${name}`).get() ?? 0;
  const counts = valueQuery<[], number>(
    database,
    "SELECT count(*) FROM main.sqlite_schema WHERE name = 'sqlite_sequence'",
  );
  if (counts.get() === 0) return inUse;
  const given = valueQuery<[string], number>(database, 'SELECT seq FROM main.sqlite_sequence WHERE name = ?').get(name);
  return Math.max(inUse, given ?? 0);
}

function slicesOf(database: Database.Database, table: RunTable, replaced: Replaced): (() => void)[] {
  const { name, columns, idColumn, references, owner, key } = table;
  const joins: string[] = [];
  const values = columns.map((column) => {
    if (column in replaced) return '?';
    const of = column === idColumn ? name : references.get(column);
    if (of === undefined) return `t.${column}`;
    joins.push(`LEFT JOIN temp.of_${of} AS by_${column} ON by_${column}.old = t.${column}`);
    return `by_${column}.new`;
  });
  const counter = idColumn === null ? `temp.of_${references.get(owner!)}` : `temp.of_${name}`;
  const counted = idColumn ?? owner!;
  const sql = `INSERT INTO main.${name} (${columns.join(', ')})
    SELECT ${values.join(', ')} FROM ${counter} AS slice
    JOIN source.${name} AS t ON t.${counted} = slice.old ${joins.join(' ')}
    WHERE slice.new > ? AND slice.new <= ? AND ${notDeleted(table)}
    ORDER BY ${['slice.new', ...key.map((column) => `t.${column}`)].join(', ')}`;
  const insert = database.prepare<(string | number | null)[]>(sql);
  const [least, most] = database
    .prepare<[], [number | null, number | null]>(`SELECT min(new), max(new) FROM ${counter}`)
    .raw()
    .get() as [number | null, number | null];
  if (least === null || most === null) return [];
  const given = columns.filter((column) => column in replaced).map((column) => replaced[column] ?? null);
  const width = idColumn === null ? OWNERS : ROWS;
  const slices: (() => void)[] = [];
  for (let from = least - 1; from < most; from += width) {
    slices.push(() => insert.run(...given, from, from + width));
  }
  return slices;
}
