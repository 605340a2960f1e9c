import { halfTable } from '../../../lib/protocol/float16.ts';

/**
 * Cells as they lie in memory: cell (row, col) is entry `start + place(row) × rowStride + col × colStride`, where
 * `place(row)` is `order[row]`, or `row` without an order. `half`: the entries are float16 codes, not numbers.
 */
export interface Grid {
  readonly entries: ArrayLike<number>;
  readonly half: boolean;
  readonly start: number;
  readonly rowStride: number;
  readonly colStride: number;
  /** Which line of the memory stands in each row: a permutation. */
  readonly order?: Int32Array;
  /** Columns to which nothing belongs: padded steps. */
  readonly isBlank?: (col: number) => boolean;
}

/** Cells of a grid put into as many buckets as there are pixels. */
export interface Buckets {
  /** Entry of the cell of each bucket, row-major, that lies farthest from neutral, or {@link BLANK}, or {@link BAD}. */
  readonly at: Int32Array;
  readonly rows: number;
  readonly cols: number;
}

/** In place of an entry: nothing belongs there. */
export const BLANK = -1;
/** In place of an entry: no cell is a finite number. */
export const BAD = -2;

/** Bucket of each of `cells` cells over at most `pixels` buckets: the inverse of `edges(pixels, cells)`. */
export function bucketsOf(cells: number, pixels: number): Int32Array {
  const buckets = Math.min(cells, pixels);
  const of = new Int32Array(cells);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    of.fill(bucket, Math.round((bucket * cells) / buckets), Math.round(((bucket + 1) * cells) / buckets));
  }
  return of;
}

/** A float16 code without its sign: grows with the distance from 0. */
const MAGNITUDE = 0x7fff;
const INFINITE = 0x7c00;

/**
 * Reduces `rows` × `cols` cells to at most `height` × `width`, each the most extreme of its finite cells, with its sign:
 * of equally extreme ones the first in memory. Goes through the memory once, in its own order.
 */
export function reduceGrid(
  grid: Grid,
  rows: number,
  cols: number,
  height: number,
  width: number,
  neutral: number,
): Buckets {
  const [wide, high] = [Math.min(cols, width), Math.min(rows, height)];
  const at = new Int32Array(wide * high).fill(BLANK);
  const farthest = new Float32Array(wide * high).fill(-1);
  const { entries, start, rowStride, colStride } = grid;
  const across = bucketsOf(cols, width);
  const down = placeBuckets(grid, rows, height);
  const shown = Int32Array.from({ length: cols }, (_, col) => col).filter((col) => !grid.isBlank?.(col));
  // Each line of the memory in its own order; the inner loop calls nothing, for it runs once for every cell of a key press.
  const isCode = grid.half && neutral === 0;
  const numbers = grid.half && !isCode ? halfTable() : null;
  const byCol = rowStride <= colStride;
  const lines = byCol ? shown.length : rows;
  const places = byCol ? rows : shown.length;
  for (let line = 0; line < lines; line += 1) {
    const outer = byCol ? shown[line]! : line;
    const first = start + outer * (byCol ? colStride : rowStride);
    for (let inner = 0; inner < places; inner += 1) {
      const cell = byCol ? inner : shown[inner]!;
      const entry = first + cell * (byCol ? rowStride : colStride);
      const bucket = byCol ? down[inner]! * wide + across[outer]! : down[outer]! * wide + across[cell]!;
      const value = entries[entry]!;
      let distance: number;
      // of codes around 0 any rising measure does
      if (isCode) distance = (value & MAGNITUDE) < INFINITE ? value & MAGNITUDE : -1;
      else {
        distance = Math.abs((numbers ? numbers[value]! : value) - neutral);
        if (!(distance < Number.POSITIVE_INFINITY)) distance = -1;
      }
      if (distance > farthest[bucket]!) {
        farthest[bucket] = distance;
        at[bucket] = entry;
      } else if (distance < 0 && at[bucket] === BLANK) at[bucket] = BAD;
    }
  }
  return { at, rows: high, cols: wide };
}

/** Bucket of each line of the memory: that of the row it stands in. */
function placeBuckets({ order }: Grid, rows: number, height: number): Int32Array {
  const byRow = bucketsOf(rows, height);
  if (!order) return byRow;
  const byPlace = new Int32Array(rows);
  order.forEach((place, row) => {
    byPlace[place] = byRow[row]!;
  });
  return byPlace;
}
