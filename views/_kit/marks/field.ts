import type { ColourMap } from '../colour/colour-map.ts';
import { halfColours, turnedColours } from '../colour/half-colours.ts';
import { BAD, BLANK, edges, type Grid, reduceCodes, reduceEntries } from './grid.ts';

/** What a cell is. `blank`: nothing belongs there (a padded step); `missing`: no snapshot. */
export type CellKind = 'value' | 'missing' | 'blank';

/**
 * A heat map: rows × cols values, row 0 at the top. A NaN or infinite value is a × cell unless `kind` says that the
 * cell is missing or blank.
 */
export interface Field {
  readonly rows: number;
  readonly cols: number;
  readonly value: (row: number, col: number) => number;
  readonly map: ColourMap;
  /** Absent: every cell has a value. */
  readonly kind?: (row: number, col: number) => CellKind;
  /** What is extreme is measured from here where rows are more than pixels; 0 for signed maps. Default: domain start. */
  readonly neutral?: number;
}

/** A heat map whose cells lie in memory: coloured without a call per cell. Cells that are not finite are × cells. */
export interface GridField {
  readonly rows: number;
  readonly cols: number;
  readonly grid: Grid;
  /** Which place of a column stands in each row: a permutation, by default as they lie. */
  readonly order?: Int32Array;
  readonly map: ColourMap;
  /** As of a {@link Field}. */
  readonly neutral?: number;
}

/** The cells of a picture: edges in px, and what is not painted as a colour. */
export interface Cells {
  readonly across: Int32Array;
  readonly down: Int32Array;
  /** Cells (row × columns + column) to be hatched, and to be inked with ×, rising. */
  readonly missing: readonly number[];
  readonly bad: readonly number[];
}

/**
 * Fills `width` × `height` pixels (packed RGBA, top row first) with a heat map; cells are exact, never smoothed. Blank
 * pixels and those of missing and bad cells stay transparent. Of more rows or columns than pixels each pixel shows the
 * cell that lies farthest from neutral, with its sign; what is not finite shows where nothing else is there.
 */
export function fillPixels(field: Field | GridField, width: number, height: number, pixels: Uint32Array): Cells {
  const rows = Math.min(field.rows, height);
  const cols = Math.min(field.cols, width);
  const across = edges(cols, width);
  const down = edges(rows, height);
  const special: Special = { missing: [], bad: [] };
  pixels.fill(0);
  if ('grid' in field) fillGrid(field, { across, down, width, height }, pixels, special);
  else fillField(field, { across, down, width, height }, pixels, special);
  for (let row = 0; row < rows; row += 1) {
    const top = down[row]! * width;
    for (let y = down[row]! + 1; y < down[row + 1]!; y += 1) pixels.copyWithin(y * width, top, top + width);
  }
  return { across, down, missing: special.missing, bad: special.bad.sort((a, b) => a - b) };
}

/** Beside {@link BLANK} and {@link BAD}: no snapshot. */
const MISSING = -3;

interface Special {
  readonly missing: number[];
  readonly bad: number[];
}

/** Where cells lie in a picture. */
interface Layout {
  readonly across: Int32Array;
  readonly down: Int32Array;
  readonly width: number;
  readonly height: number;
}

/** Colours the first line of pixels of each row of cells, cells in memory. */
function fillGrid(
  field: GridField,
  { across, down, width, height }: Layout,
  pixels: Uint32Array,
  { bad }: Special,
): void {
  const { grid, map } = field;
  const { entries } = grid;
  const neutral = field.neutral ?? map.domain[0];
  const cols = across.length - 1;
  const colours = new Uint32Array(down.length - 1);
  const write = (col: number, shown: Int32Array) => {
    const [left, right] = [across[col]!, across[col + 1]!];
    for (let row = 0; row < shown.length; row += 1) {
      if (shown[row]! >= 0) {
        const colour = colours[row]!;
        const top = down[row]! * width;
        // a call of fill for each cell would cost more than the few pixels it fills
        for (let x = left; x < right; x += 1) pixels[top + x] = colour;
      } else if (shown[row] === BAD) bad.push(row * cols + col);
    }
  };
  if (grid.half && neutral === 0) {
    const table = turnedColours(map);
    reduceCodes(grid, field, height, width, (col, shown) => {
      for (let row = 0; row < shown.length; row += 1) colours[row] = table[shown[row]!]!;
      write(col, shown);
    });
    return;
  }
  const table = grid.half ? halfColours(map) : null;
  reduceEntries(grid, { ...field, neutral }, height, width, (col, shown) => {
    for (let row = 0; row < shown.length; row += 1) {
      const value = entries[shown[row]!] ?? 0;
      colours[row] = table ? table[value]! : map.pixel(value);
    }
    write(col, shown);
  });
}

/** The same, cells asked for one by one. */
function fillField(
  { value, kind, map, neutral, ...field }: Field,
  { across, down, width }: Layout,
  pixels: Uint32Array,
  { missing, bad }: Special,
): void {
  const [rows, cols] = [down.length - 1, across.length - 1];
  const rowsOf = edges(rows, field.rows);
  const colsOf = edges(cols, field.cols);
  const origin = neutral ?? map.domain[0];
  const colourOf = (row: number, col: number): number => {
    let [extreme, farthest, otherwise] = [0, -1, BLANK];
    for (let r = rowsOf[row]!; r < rowsOf[row + 1]!; r += 1) {
      for (let c = colsOf[col]!; c < colsOf[col + 1]!; c += 1) {
        const of = kind ? kind(r, c) : 'value';
        if (of !== 'value') {
          if (of === 'missing' && otherwise === BLANK) otherwise = MISSING;
          continue;
        }
        const cell = value(r, c);
        const away = Math.abs(cell - origin);
        if (!(away < Number.POSITIVE_INFINITY)) otherwise = BAD;
        else if (away > farthest) [extreme, farthest] = [cell, away];
      }
    }
    return farthest < 0 ? otherwise : map.pixel(extreme);
  };
  for (let row = 0; row < rows; row += 1) {
    const top = down[row]! * width;
    for (let col = 0; col < cols; col += 1) {
      const colour = colourOf(row, col);
      if (colour >= 0) pixels.fill(colour, top + across[col]!, top + across[col + 1]!);
      else if (colour === BAD) bad.push(row * cols + col);
      else if (colour === MISSING) missing.push(row * cols + col);
    }
  }
}
