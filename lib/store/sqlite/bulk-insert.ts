import type Database from 'better-sqlite3';

/** Rows per statement: measured, docs/adr/0001. */
const WIDTHS = [64, 8, 1] as const;

/**
 * Inserts many narrow rows with few statements: one of 64 rows costs half as much a row as 64 of one.
 * Rows are added in the order of the primary key, which fills pages instead of splitting them.
 */
export class BulkInsert {
  readonly #columns: number;
  readonly #statements: readonly Database.Statement<unknown[]>[];
  readonly #pending: unknown[] = [];

  /** `into`: table and columns, `point (series, step, value)`. */
  constructor(database: Database.Database, into: string, columns: number) {
    this.#columns = columns;
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
    this.#statements = WIDTHS.map((rows) =>
      database.prepare<unknown[]>(`INSERT INTO ${into} VALUES ${Array.from({ length: rows }, () => row).join(', ')}`),
    );
  }

  /** Adds a row of three columns; written at the latest by {@link flush}. */
  add3(a: number, b: number, c: number): void {
    if (this.#pending.push(a, b, c) === WIDTHS[0] * this.#columns) this.#write(0);
  }

  /** Adds a row of four columns. */
  add4(a: number, b: number, c: number, d: number): void {
    if (this.#pending.push(a, b, c, d) === WIDTHS[0] * this.#columns) this.#write(0);
  }

  /** Writes what is pending. */
  flush(): void {
    for (let w = 1; w < WIDTHS.length; w++) {
      while (this.#pending.length >= WIDTHS[w]! * this.#columns) this.#write(w);
    }
  }

  /** Forgets what is pending: after a failure, before the transaction is rolled back. */
  clear(): void {
    this.#pending.length = 0;
  }

  #write(w: number): void {
    const size = WIDTHS[w]! * this.#columns;
    if (this.#pending.length === size) {
      this.#statements[w]!.run(this.#pending);
      this.#pending.length = 0;
    } else this.#statements[w]!.run(this.#pending.splice(0, size));
  }
}
