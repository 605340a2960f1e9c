import { halfTable } from '../../../lib/protocol/float16.ts';

/**
 * Cells as they lie in memory, column after column: place p of column col is entry `start + col × stride + p`. `half`: the
 * entries are float16 codes, not numbers.
 */
export interface Grid {
  readonly entries: ArrayLike<number>;
  readonly half: boolean;
  readonly start: number;
  readonly stride: number;
  /** Columns to which nothing belongs: padded steps. */
  readonly isBlank?: (col: number) => boolean;
}

/** In place of a cell: no number of it is finite. */
export const BAD = -1;
/** In place of a cell: nothing belongs there. */
export const BLANK = -2;

/** First of `parts` even parts of `whole` cells or pixels, and behind them the end. */
export function edges(parts: number, whole: number): Int32Array {
  return Int32Array.from({ length: parts + 1 }, (_, index) => Math.round((index * whole) / parts));
}

/** How many cells there are, and which place of a column stands in each row: a permutation, by default as they lie. */
interface Size {
  readonly rows: number;
  readonly cols: number;
  readonly order?: Int32Array;
}

/** Told, column after column, which number shows in each row of it, or {@link BLANK}, or {@link BAD}. The array is used again. */
type OnColumn = (col: number, shown: Int32Array) => void;

/** Takes `rows.length` entries from `first` on into account, each in its row of what is shown so far. */
type Take = (shown: Int32Array, first: number, rows: Int32Array) => void;

// The loops below run once for every cell at every key press: they call nothing and hardly branch.

const MAGNITUDE = 0x7fff;
/** A code turned left by its sign bit is larger the farther its number is from 0; from here on it is no finite number. */
const NOT_FINITE = 0x7c00 << 1;

/** The code that {@link reduceCodes} tells as `turned`. */
export function codeOfTurned(turned: number): number {
  return (turned >>> 1) | ((turned & 1) << 15);
}

/**
 * Reduces cells to at most `height` × `width`, each the one farthest from 0 among its finite cells, with its sign; told as
 * the turned code, see {@link codeOfTurned}. For float16 codes.
 */
export function reduceCodes(grid: Grid, size: Size, height: number, width: number, column: OnColumn): void {
  const { entries } = grid;
  const take: Take = (shown, first, rows) => {
    for (let place = 0; place < rows.length; place += 1) {
      const code = entries[first + place]!;
      const turned = ((code & MAGNITUDE) << 1) | (code >>> 15);
      const row = rows[place]!;
      shown[row] = Math.max(shown[row]!, turned < NOT_FINITE ? turned : BAD);
    }
  };
  reduce(grid, size, height, width, take, column);
}

/** The same around any neutral value, for codes or numbers; told as the entry of the cell, of equally far ones the first. */
export function reduceEntries(
  grid: Grid,
  size: Size & { readonly neutral: number },
  height: number,
  width: number,
  column: OnColumn,
): void {
  const { entries } = grid;
  const numbers = grid.half ? halfTable() : null;
  const distance = new Float64Array(Math.min(size.rows, height));
  const take: Take = (shown, first, rows) => {
    for (let place = 0; place < rows.length; place += 1) {
      const value = entries[first + place]!;
      const away = Math.abs((numbers ? numbers[value]! : value) - size.neutral);
      const row = rows[place]!;
      if (!(away < Number.POSITIVE_INFINITY)) shown[row] = Math.max(shown[row]!, BAD);
      else if (shown[row]! < 0 || away > distance[row]!) {
        distance[row] = away;
        shown[row] = first + place;
      }
    }
  };
  reduce(grid, size, height, width, take, column);
}

function reduce(grid: Grid, size: Size, height: number, width: number, take: Take, column: OnColumn): void {
  const { rows, cols } = size;
  const wide = Math.min(cols, width);
  const { start, stride, isBlank } = grid;
  const across = edges(wide, cols);
  const rowOf = rowsOfPlaces(size, Math.min(rows, height));
  const shown = new Int32Array(Math.min(rows, height));
  for (let x = 0; x < wide; x += 1) {
    shown.fill(BLANK);
    for (let col = across[x]!; col < across[x + 1]!; col += 1) {
      if (!isBlank?.(col)) take(shown, start + col * stride, rowOf);
    }
    column(x, shown);
  }
}

/** The row, of `high`, of each place of a column. */
function rowsOfPlaces({ rows, order }: Size, high: number): Int32Array {
  const down = edges(high, rows);
  const rowOf = new Int32Array(rows);
  for (let row = 0; row < high; row += 1) {
    for (let at = down[row]!; at < down[row + 1]!; at += 1) rowOf[order ? order[at]! : at] = row;
  }
  return rowOf;
}
