import type Database from 'better-sqlite3';

/** New points of one series, steps counting up from `first`. */
export interface Run {
  readonly series: number;
  readonly first: number;
  readonly values: Float64Array;
}

/** One way to lay points out in SQLite. */
export interface Layout {
  readonly name: string;
  readonly schema: string;
  /** Prepares what writing needs; the result stores the runs of one flush, in a transaction of the caller. */
  writer(database: Database.Database): (flush: readonly Run[]) => void;
  /** All values of a series, in step order. */
  read(database: Database.Database, series: number): Float64Array;
}

const ROWS_READ = 'SELECT step, value FROM point WHERE series = ? ORDER BY step';

/** One row per point, clustered by (series, step); `rowsAtOnce` rows per statement. */
export function rows(rowsAtOnce: number): Layout {
  return {
    name: `rows, ${rowsAtOnce} a statement`,
    schema:
      'CREATE TABLE point (series INTEGER NOT NULL, step INTEGER NOT NULL, value, PRIMARY KEY (series, step)) WITHOUT ROWID',
    writer: (database) =>
      multiRow(database, 'point', 3, rowsAtOnce, ({ series }, step, value) => [series, step, value]),
    read: (database, series) => valuesOf(database, ROWS_READ, series),
  };
}

/** One row per point under an integer key made of series and step. */
export function composedKey(rowsAtOnce: number): Layout {
  const span = 2 ** 33;
  return {
    name: `rows, composed key, ${rowsAtOnce} a statement`,
    schema: 'CREATE TABLE point (id INTEGER PRIMARY KEY, value)',
    writer: (database) =>
      multiRow(database, 'point', 2, rowsAtOnce, ({ series }, step, value) => [series * span + step, value]),
    read: (database, series) =>
      valuesOf(
        database,
        `SELECT id, value FROM point WHERE id BETWEEN ? AND ? ORDER BY id`,
        series * span,
        (series + 1) * span - 1,
      ),
  };
}

/** A row per 256 points: a JSON text, readable by json_each, or a blob of float64. An open chunk is rewritten. */
export function chunks(kind: 'json' | 'blob'): Layout {
  const size = 256;
  const encode = (values: Float64Array) =>
    kind === 'json' ? `[${values.join(',')}]` : Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return {
    name: `chunks of ${size}, ${kind}`,
    schema:
      'CREATE TABLE chunk (series INTEGER NOT NULL, first INTEGER NOT NULL, stride INTEGER, count INTEGER, min REAL, max REAL, data, PRIMARY KEY (series, first)) WITHOUT ROWID',
    writer(database) {
      const put = database.prepare('INSERT OR REPLACE INTO chunk VALUES (?, ?, 1, ?, ?, ?, ?)');
      const open = new Map<number, { first: number; count: number; readonly values: Float64Array }>();
      return (flush) => {
        for (const { series, first, values } of flush) {
          const chunk = open.get(series) ?? { first, count: 0, values: new Float64Array(size) };
          open.set(series, chunk);
          for (let at = 0; at < values.length; ) {
            if (chunk.count === size) {
              chunk.first = first + at;
              chunk.count = 0;
            }
            const part = values.subarray(at, at + size - chunk.count);
            chunk.values.set(part, chunk.count);
            chunk.count += part.length;
            at += part.length;
            const filled = chunk.values.subarray(0, chunk.count);
            put.run(series, chunk.first, chunk.count, Math.min(...filled), Math.max(...filled), encode(filled));
          }
        }
      };
    },
    read(database, series) {
      const sql = 'SELECT data FROM chunk WHERE series = ? ORDER BY first';
      const parts = (database.prepare(sql).pluck().all(series) as (string | Buffer)[]).map((data) =>
        typeof data === 'string' ? (JSON.parse(data) as number[]) : new Float64Array(new Uint8Array(data).buffer),
      );
      const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}

function multiRow(
  database: Database.Database,
  table: string,
  columns: number,
  rowsAtOnce: number,
  row: (run: Run, step: number, value: number) => number[],
): (flush: readonly Run[]) => void {
  const marks = `(${Array.from({ length: columns }, () => '?').join(',')})`;
  const insert = (count: number) =>
    database.prepare(`INSERT INTO ${table} VALUES ${Array.from({ length: count }, () => marks).join(',')}`);
  const [many, one] = [insert(rowsAtOnce), insert(1)];
  return (flush) => {
    let pending: number[] = [];
    for (const run of flush) {
      for (let i = 0; i < run.values.length; i++) {
        pending.push(...row(run, run.first + i, run.values[i]!));
        if (pending.length < rowsAtOnce * columns) continue;
        many.run(pending);
        pending = [];
      }
    }
    for (let i = 0; i < pending.length; i += columns) one.run(pending.slice(i, i + columns));
  };
}

function valuesOf(database: Database.Database, sql: string, ...bounds: number[]): Float64Array {
  const found = database
    .prepare(sql)
    .raw()
    .all(...bounds) as [number, number | null][];
  return Float64Array.from(found, ([, value]) => value ?? Number.NaN);
}
