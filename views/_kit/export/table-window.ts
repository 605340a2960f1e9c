import { firstIndex } from '../../../lib/base/first-index.ts';
import { number } from '../numbers.ts';
import type { Table } from './table.ts';

export type Cell = number | string | null;

/** A table that is looked at: all of its rows, and where its columns lie. */
export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Where each column begins, px, and behind them where the last one ends. */
  readonly edges: readonly number[];
}

/** Rows looked at for the width of a column. */
const SAMPLED = 300;
/** px of a character and of the room beside it; columns are no narrower and no wider than so many characters. */
const CHARACTER_PX = 7.5;
const BESIDE_PX = 20;
const CHARACTERS = [4, 36] as const;

/** A cell in words: six digits, which are read; exact ones are in the file. */
export function cellWords(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? number(cell, 6) : cell;
}

/** Takes all rows of a table and finds the widths of its columns out of rows spread over all of it. */
export function shownTable({ columns, rows: source }: Table, nameOf: (column: string) => string): ShownTable {
  const rows = [...source];
  const every = Math.max(1, Math.ceil(rows.length / SAMPLED));
  const edges = [0];
  for (const [index, column] of columns.entries()) {
    let characters = nameOf(column).length;
    for (let row = 0; row < rows.length; row += every)
      characters = Math.max(characters, cellWords(rows[row]![index] ?? null).length);
    const within = Math.min(CHARACTERS[1], Math.max(CHARACTERS[0], characters));
    edges.push(edges.at(-1)! + Math.round(within * CHARACTER_PX + BESIDE_PX));
  }
  return { columns: columns.map(nameOf), rows, edges };
}

/** The rows in sight, with some beyond, as [first, behind the last]. */
export function rowsInSight(count: number, height: number, top: number, seen: number): readonly [number, number] {
  const first = Math.max(0, Math.min(count, Math.floor(top / height) - BEYOND));
  return [first, Math.min(count, Math.ceil((top + seen) / height) + BEYOND)];
}
const BEYOND = 8;

/** The columns in sight as [first, behind the last]; the first column of all always is, beside them. */
export function columnsInSight(edges: readonly number[], left: number, seen: number): readonly [number, number] {
  const count = edges.length - 1;
  const first = firstIndex(count, (index) => edges[index + 1]! > left + edges[1]!);
  const last = firstIndex(count, (index) => edges[index]! >= left + seen);
  return [Math.min(count, Math.max(1, first)), Math.max(Math.min(count, Math.max(1, first)), last)];
}
