import { csvField } from '../../../lib/protocol/csv.ts';

/** What a chart shows, as numbers: a cell per column in each row; null where nothing is known. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (number | string | null)[]>;
}

/** A cell as text: full precision; NaN and ±Infinity by these names. */
function cellText(cell: number | string | null): string {
  return cell === null ? '' : csvField(cell);
}

/** Comma-separated values as RFC 4180 has them, the names of the columns first. */
export function csvOf({ columns, rows }: Table): string {
  const lines = [columns.map(cellText).join(',')];
  for (const row of rows) lines.push(row.map(cellText).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** `{ columns, rows }`; JSON has no NaN and no ±Infinity: they are strings of these names. */
export function jsonOf({ columns, rows }: Table): string {
  const plain = (cell: number | string | null) =>
    typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
  return `${JSON.stringify({ columns, rows: [...rows].map((row) => row.map(plain)) })}\n`;
}

/** A table of a grid of values: a row per row, its name first. */
export function gridTable(
  corner: string,
  rows: readonly (number | string)[],
  columns: readonly (number | string)[],
  value: (row: number, column: number) => number | null,
): Table {
  return {
    columns: [corner, ...columns.map(String)],
    rows: rows.map((name, row) => [name, ...columns.map((_, column) => value(row, column))]),
  };
}

/** A line of a chart by its name. */
export interface NamedLine {
  readonly name: string;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
}

/** A table of lines: a row per point, the name of its line first; `value` of what is drawn where that is not the number itself. */
export function linesTable(x: string, lines: readonly NamedLine[], value: (y: number) => number = (y) => y): Table {
  const rows = lines.flatMap(({ name, xs, ys }) =>
    Array.from({ length: Math.min(xs.length, ys.length) }, (_, index) => [name, xs[index]!, value(ys[index]!)]),
  );
  return { columns: ['line', x, 'value'], rows };
}

/** What was drawn as log10: −∞ is an exact 0. */
export function unlog(y: number): number {
  return 10 ** y;
}

/** A name for a file: what file systems dislike becomes a hyphen. */
export function fileName(text: string, extension: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 80);
  return `${plain || 'unrolled'}.${extension}`;
}
