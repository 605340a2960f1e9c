import type { ColourMap } from '../colour/colour-map.ts';

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

/** The value of rows `from`…`to` (exclusive) of a column that lies farthest from neutral; NaN where there is none. */
export function signedExtreme({ value, neutral, map }: Field, from: number, to: number, col: number): number {
  const origin = neutral ?? map.domain[0];
  let extreme = Number.NaN;
  let distance = -1;
  for (let row = from; row < to; row += 1) {
    const candidate = value(row, col);
    const away = Math.abs(candidate - origin);
    // A comparison with NaN is false: not finite values lose here and are drawn when nothing else is there.
    if (away > distance) {
      extreme = candidate;
      distance = away;
    }
  }
  return extreme;
}

/**
 * Fills `width` × `height` pixels (packed RGBA, top row first) with a field; cells are exact, never smoothed.
 * Missing, blank and not finite cells stay transparent: they are drawn over it. More rows than pixels are reduced by
 * signed extreme; more columns than pixels show the nearest.
 */
export function fillPixels(field: Field, width: number, height: number, pixels: Uint32Array): void {
  pixels.fill(0);
  const { rows, cols, map, kind, value } = field;
  if (rows < 1 || cols < 1) return;
  const line = new Uint32Array(width);
  const across = edges(cols, width);
  const fillLine = (row: number, shown: (col: number) => number) => {
    line.fill(0);
    for (let col = 0; col < cols; col += 1) {
      if (kind && kind(row, col) !== 'value') continue;
      const cell = shown(col);
      if (Number.isFinite(cell)) line.fill(map.pixel(cell), across[col]!, across[col + 1]!);
    }
  };
  if (rows > height) {
    const parts = edges(height, rows);
    for (let y = 0; y < height; y += 1) {
      fillLine(parts[y]!, (col) => signedExtreme(field, parts[y]!, Math.max(parts[y]! + 1, parts[y + 1]!), col));
      pixels.set(line, y * width);
    }
    return;
  }
  const down = edges(rows, height);
  for (let row = 0; row < rows; row += 1) {
    fillLine(row, (col) => value(row, col));
    for (let y = down[row]!; y < down[row + 1]!; y += 1) pixels.set(line, y * width);
  }
}
