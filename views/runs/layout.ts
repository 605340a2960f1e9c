import type { Column } from './table.ts';

/** Where each column lies, px. The first one, the name, stays at the left. */
export interface ColumnLayout {
  readonly columns: readonly Column[];
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  /** Right edge of the last one. */
  readonly total: number;
}

/** Columns behind `start` px; where there is room up to `width`, it is shared, the name gets more of it. */
export function layoutOf(columns: readonly Column[], start: number, width: number): ColumnLayout {
  const used = columns.reduce((sum, column) => sum + column.width, start);
  const share = Math.max(0, width - used) / Math.max(1, columns.length + 2);
  const widths = columns.map((column) => Math.floor(column.width + share * (column.kind === 'name' ? 3 : 1)));
  const lefts: number[] = [];
  let left = start;
  for (const each of widths) {
    lefts.push(left);
    left += each;
  }
  return { columns, lefts, widths, total: left };
}

/** The columns in sight: the first one, and `first` to before `last`. */
export interface ColumnSpan {
  readonly layout: ColumnLayout;
  readonly first: number;
  readonly last: number;
}

/** The columns between two px, and so many px on both sides. */
export function spanOf(layout: ColumnLayout, from: number, to: number, spare: number): ColumnSpan {
  const { lefts, widths, columns } = layout;
  let first = 1;
  while (first < columns.length && lefts[first]! + widths[first]! < from - spare) first += 1;
  let last = first;
  while (last < columns.length && lefts[last]! <= to + spare) last += 1;
  return { layout, first, last };
}
