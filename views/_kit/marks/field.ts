import type { ColourMap } from '../colour/colour-map.ts';
import { halfColours } from '../colour/half-colours.ts';
import { BAD, BLANK, type Grid, reduceGrid } from './grid.ts';

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

/** First pixel of each of `cells` cells over `pixels` pixels, and behind them the end. */
export function edges(cells: number, pixels: number): Int32Array {
  return Int32Array.from({ length: cells + 1 }, (_, index) => Math.round((index * pixels) / cells));
}

/** A heat map whose cells lie in memory: coloured without a call per cell. Cells that are not finite are × cells. */
export interface GridField {
  readonly rows: number;
  readonly cols: number;
  readonly grid: Grid;
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
  const missing: number[] = [];
  const bad: number[] = [];
  pixels.fill(0);
  const colourOf = 'grid' in field ? gridColours(field, height, width) : fieldColours(field, rows, cols);
  for (let row = 0; row < rows; row += 1) {
    const top = down[row]! * width;
    for (let col = 0; col < cols; col += 1) {
      const colour = colourOf(row, col);
      // a call of fill for each cell would cost more than the few pixels it fills
      if (colour >= 0) for (let x = across[col]!; x < across[col + 1]!; x += 1) pixels[top + x] = colour;
      else if (colour === BAD) bad.push(row * cols + col);
      else if (colour === MISSING) missing.push(row * cols + col);
    }
    for (let y = down[row]! + 1; y < down[row + 1]!; y += 1) pixels.copyWithin(y * width, top, top + width);
  }
  return { across, down, missing, bad };
}

/** Beside {@link BLANK} and {@link BAD}: no snapshot. */
const MISSING = -3;

/** Packed pixel of a cell of the picture, or BLANK, BAD or MISSING. */
type ColourOf = (row: number, col: number) => number;

function gridColours({ grid, map, rows, cols, neutral }: GridField, height: number, width: number): ColourOf {
  const buckets = reduceGrid(grid, rows, cols, height, width, neutral ?? map.domain[0]);
  const colours = grid.half ? halfColours(map) : null;
  return (row, col) => {
    const entry = buckets.at[row * buckets.cols + col]!;
    if (entry < 0) return entry;
    return colours ? colours[grid.entries[entry]!]! : map.pixel(grid.entries[entry]!);
  };
}

function fieldColours({ value, kind, map, neutral, ...field }: Field, rows: number, cols: number): ColourOf {
  const down = edges(rows, field.rows);
  const across = edges(cols, field.cols);
  const origin = neutral ?? map.domain[0];
  return (row, col) => {
    let [extreme, farthest, otherwise] = [0, -1, BLANK];
    for (let r = down[row]!; r < down[row + 1]!; r += 1) {
      for (let c = across[col]!; c < across[col + 1]!; c += 1) {
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
}
