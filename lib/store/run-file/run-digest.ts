import { createHash, type Hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { rowQuery } from '../sqlite/statements.ts';
import { notDeleted, ofRun, type RunTable, runTables } from './run-tables.ts';
import type { Work } from './work.ts';

/**
 * What is no content: numbers a store gives out (row ids are left out anyway), how far an HTTP sender came, whether the
 * run was put away, and `peak`, which are copies of points.
 */
const NO_CONTENT = {
  tables: new Set(['peak']),
  columns: new Set([
    'revision',
    'run.colour',
    'run.archived_ms',
    'run.deleted_ms',
    'run.sender',
    'run.received',
    'series.peak_width',
    'series.peak_end',
  ]),
};

const ROWS_PER_SLICE = 2_000;

/**
 * The SHA-256 (64 lower-case digits) of all that is known of a run, by its row id: the same wherever the run lies. It
 * depends neither on row ids nor on the layout of the file; NaN, ±∞ and −0 count as what they are.
 *
 * Canonical form, per table in the order of {@link runTables}: its name, the names of its columns in alphabetical order, and
 * its rows in the order of their key, each value as {@link Canonical} writes it; a row id as its place in its table.
 * `as`: the digest the run would have under another id. Yields between slices of work.
 */
export function* runDigest(database: Database.Database, number: number, as?: string): Work<string> {
  const tables = runTables(database);
  const places = new Map<string, Map<number, number>>();
  const canonical = new Canonical();
  for (const table of tables) {
    const place = new Map<number, number>();
    places.set(table.name, place);
    if (NO_CONTENT.tables.has(table.name)) continue;
    yield* digestTable(canonical, { database, tables, table, number, places, place, as });
  }
  return canonical.digest();
}

interface TableWork {
  readonly database: Database.Database;
  readonly tables: readonly RunTable[];
  readonly table: RunTable;
  readonly number: number;
  /** Of each table that was written: the place of a row, by its row id. */
  readonly places: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly place: Map<number, number>;
  readonly as: string | undefined;
}

function* digestTable(canonical: Canonical, work: TableWork): Work<void> {
  const { database, tables, table, number, places, place, as } = work;
  const columns = table.columns.filter((column) => column !== table.idColumn && isContent(table.name, column)).sort();
  const from = `FROM ${table.name} AS t WHERE ${ofRun(table, tables)} AND ${notDeleted(table)} ORDER BY ${table.key.map((key) => `t.${key}`).join(', ')}`;
  const selected = [table.idColumn ?? 'NULL', ...columns].map((column) => (column === 'NULL' ? column : `t.${column}`));
  const ids = columns.map((column) => places.get(table.references.get(column) ?? ''));
  const renamed = table.name === 'run' && as !== undefined ? columns.indexOf('id') : -1;
  canonical.text(table.name);
  canonical.number(columns.length);
  for (const column of columns) canonical.text(column);
  let rows = 0;
  for (const row of rowQuery<[number], unknown[]>(database, `SELECT ${selected.join(', ')} ${from}`).iterate(number)) {
    if (table.idColumn !== null) place.set(row[0] as number, place.size);
    canonical.row();
    for (let i = 0; i < columns.length; i++) {
      const value = i === renamed ? as : row[i + 1];
      const placesOf = ids[i];
      canonical.value(placesOf && value !== null ? (placesOf.get(value as number) ?? -1) : value);
    }
    if (++rows % ROWS_PER_SLICE === 0 || canonical.isFull) {
      canonical.flush();
      yield { phase: 'digest' };
    }
  }
}

function isContent(table: string, column: string): boolean {
  return !NO_CONTENT.columns.has(column) && !NO_CONTENT.columns.has(`${table}.${column}`);
}

const CAPACITY = 1 << 20;

/**
 * Writes values so that no two sequences of them look alike: a byte of kind, then 0 nothing; 1 a float64, little-endian;
 * 2 a text, 3 bytes, each after its length as a float64; 4 the beginning of a row.
 */
class Canonical {
  readonly #hash: Hash = createHash('sha256');
  readonly #buffer = Buffer.alloc(CAPACITY);
  #at = 0;
  #sinceYield = 0;

  /** Enough was written for the process to do something else. */
  get isFull(): boolean {
    return this.#sinceYield > 4 * CAPACITY;
  }

  row(): void {
    this.#room(1);
    this.#at = this.#buffer.writeUInt8(4, this.#at);
  }

  value(value: unknown): void {
    if (value === null || value === undefined) {
      this.#room(1);
      this.#at = this.#buffer.writeUInt8(0, this.#at);
    } else if (typeof value === 'number' || typeof value === 'bigint') this.number(Number(value));
    else if (typeof value === 'string') this.text(value);
    else this.#bytes(3, value as Uint8Array);
  }

  number(value: number): void {
    this.#room(9);
    this.#at = this.#buffer.writeUInt8(1, this.#at);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  text(text: string): void {
    this.#bytes(2, Buffer.from(text, 'utf8'));
  }

  flush(): void {
    this.#hash.update(this.#buffer.subarray(0, this.#at));
    this.#at = 0;
    this.#sinceYield = 0;
  }

  digest(): string {
    this.flush();
    return this.#hash.digest('hex');
  }

  #bytes(kind: number, bytes: Uint8Array): void {
    this.#room(9);
    this.#at = this.#buffer.writeUInt8(kind, this.#at);
    this.#at = this.#buffer.writeDoubleLE(bytes.byteLength, this.#at);
    if (bytes.byteLength > CAPACITY / 4) {
      this.#drain();
      this.#hash.update(bytes);
      this.#sinceYield += bytes.byteLength;
      return;
    }
    this.#room(bytes.byteLength);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.byteLength;
  }

  #room(bytes: number): void {
    if (this.#at + bytes > CAPACITY) this.#drain();
  }

  #drain(): void {
    this.#hash.update(this.#buffer.subarray(0, this.#at));
    this.#sinceYield += this.#at;
    this.#at = 0;
  }
}
