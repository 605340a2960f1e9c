import { bandTicks } from '../../_kit/chart/axis.ts';
import type { Pooled } from './matrix.ts';

/** Smallest pitch of upright or row labels, px; smallest cells of a matrix, px. */
const LABEL_PITCH = 12;
const LEAST_CELL = 4;
/** Labels longer than this are cut, px. */
const LONGEST = 108;

/** Cells a matrix may have at most in a box. */
export function mostCells(width: number, height: number): { readonly rows: number; readonly cols: number } {
  return { rows: Math.max(1, Math.floor(height / LEAST_CELL)), cols: Math.max(1, Math.floor(width / LEAST_CELL)) };
}

/** How labels stand along an axis. */
export type LabelStyle =
  /** All words, side by side or upright. */
  | { readonly kind: 'level' | 'upright'; readonly room: number }
  /** Too many: some steps by number. */
  | { readonly kind: 'numbers' };

/** How words `widths` px wide stand along an axis with `pitch` px each. */
export function labelStyle(widths: readonly number[], pitch: number): LabelStyle {
  const longest = Math.max(0, ...widths.slice(0, 10_000));
  // a word that loses its last letters side by side is better read upright
  if (longest <= pitch || (pitch >= 44 && longest < 1.5 * pitch)) return { kind: 'level', room: pitch - 3 };
  if (pitch >= LABEL_PITCH) return { kind: 'upright', room: Math.min(LONGEST, longest) };
  return { kind: 'numbers' };
}

/** Cells that are numbered where not every one has a word: 0-based, with the 1-based step each begins at. */
export function numbered(
  count: number,
  per: number,
  length: number,
): readonly { readonly at: number; readonly step: number }[] {
  return bandTicks(1, count, Math.max(2, Math.floor(length / 44))).map((tick) => ({
    at: tick - 1,
    step: (tick - 1) * per + 1,
  }));
}

/** Whether rows have room for a word each. */
export function hasRowWords(rows: number, height: number): boolean {
  return height / Math.max(1, rows) >= LABEL_PITCH;
}

/** The cell of a step. */
export function cellOf(step: number | null, per: number, count: number): number | null {
  if (step === null || step < 0) return null;
  const cell = Math.floor(step / per);
  return cell < count ? cell : null;
}

/** The source of a column that a target looks at most; the target's own where columns are single sources. */
export function sourceIn(
  { perCol }: Pooled,
  weights: (source: number) => number,
  col: number,
  sources: number,
): number {
  let best = col * perCol;
  for (let s = best + 1; s < Math.min(sources, (col + 1) * perCol); s += 1) if (weights(s) > weights(best)) best = s;
  return best;
}
