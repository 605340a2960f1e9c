import type Database from 'better-sqlite3';
import { assert } from '../../base/errors.ts';
import { valueQuery } from '../sqlite/statements.ts';

/** A table that holds what belongs to runs. */
export interface RunTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Column of its own row id, which means nothing outside its file; null: rows are told apart by what they belong to. */
  readonly idColumn: string | null;
  /** Columns that hold row ids of other tables (or of this one), and whose. */
  readonly references: ReadonlyMap<string, string>;
  /** The reference by which a row belongs to a run, at once or by way of another table; null for table `run` itself. */
  readonly owner: string | null;
  /** Columns of the primary key. */
  readonly key: readonly string[];
}

/** Tables that are about the file, not about a run. */
export const FILE_TABLES: readonly string[] = ['meta'];

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/**
 * The tables of a schema that belong to runs, as its foreign keys say; those that are referred to come first. So a table of
 * a later schema is exported, imported and counted in the digest without being named anywhere; one that belongs to
 * neither a run nor {@link FILE_TABLES} fails an assertion.
 */
export function runTables(database: Database.Database, schema = 'main'): readonly RunTable[] {
  const names = valueQuery<[], string>(
    database,
    `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  ).all();
  const open = new Map(
    names.filter((name) => !FILE_TABLES.includes(name)).map((name) => [name, readTable(database, schema, name)]),
  );
  const ordered: RunTable[] = [];
  while (open.size > 0) {
    const next = [...open.values()].find(({ references, name }) =>
      [...references.values()].every((other) => other === name || !open.has(other)),
    );
    assert(next, `tables refer to each other in a circle: ${[...open.keys()].join(', ')}`);
    open.delete(next.name);
    const owner = next.name === 'run' ? null : ownerOf(next, ordered);
    assert(owner !== undefined, `table ${next.name} belongs to no run and is not listed as one about the file`);
    ordered.push({ ...next, owner });
  }
  return ordered;
}

type Unowned = Omit<RunTable, 'owner'>;

function readTable(database: Database.Database, schema: string, name: string): Unowned {
  const columns = database
    .prepare<[string, string], ColumnRow>('SELECT name, type, pk FROM pragma_table_info(?, ?) ORDER BY cid')
    .all(name, schema);
  const references = new Map(
    database
      .prepare<[string, string], { from: string; table: string }>(
        'SELECT "from", "table" FROM pragma_foreign_key_list(?, ?)',
      )
      .all(name, schema)
      .map(({ from, table }) => [from, table]),
  );
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const isOwnId = key.length === 1 && key[0]!.type === 'INTEGER' && !references.has(key[0]!.name);
  return {
    name,
    columns: columns.map((column) => column.name),
    idColumn: isOwnId ? key[0]!.name : null,
    references,
    key: key.map((column) => column.name),
  };
}

/** The shortest way to a run: its own column, else one of the first table on the way. */
function ownerOf({ references }: Unowned, before: readonly RunTable[]): string | undefined {
  const direct = [...references].find(([, table]) => table === 'run');
  if (direct) return direct[0];
  return [...references].find(([, table]) => before.some(({ name }) => name === table))?.[0];
}

/** SQL that holds for the rows that go along with a run: what a person deleted of it stays in the bin of its folder. */
export function notDeleted({ name, columns }: RunTable, alias = 't'): string {
  return name !== 'run' && columns.includes('deleted_ms') ? `${alias}.deleted_ms IS NULL` : 'TRUE';
}

/** SQL that says which rows of a table (alias `t`) belong to the run whose number is the parameter. */
export function ofRun(table: RunTable, tables: readonly RunTable[], schema = 'main', alias = 't'): string {
  if (table.owner === null) return `${alias}.${table.idColumn} = ?`;
  const parent = tables.find(({ name }) => name === table.references.get(table.owner!))!;
  if (parent.owner === null) return `${alias}.${table.owner} = ?`;
  const inner = ofRun(parent, tables, schema, 'p');
  return `${alias}.${table.owner} IN (SELECT p.${parent.idColumn} FROM ${schema}.${parent.name} AS p WHERE ${inner})`;
}
