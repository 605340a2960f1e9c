import { font, type Plot } from '../../_kit/chart/plot.ts';
import { shortened } from '../../_kit/marks/labels.ts';
import { EMPTY } from '../../_kit/numbers.ts';
import { statesMessages } from '../messages.ts';
import { type FaultCounts, UNIT_FAULTS, unitMarks } from '../select/unit-marks.ts';
import { paintUnitGlyph } from './unit-glyph.ts';

/** px of the margin at the right of a heat map that marks of units take: two lanes. */
export const UNIT_MARGIN = 20;
/** Least px from mark to mark. */
const PITCH = 5;

/** Marks beside the rows of a heat map whose units are dead, frozen, redundant or without a gradient. */
export function paintUnitMargin(plot: Plot, bits: ArrayLike<number>, rows: ArrayLike<number>): void {
  const { grid } = plot;
  const height = grid.height / Math.max(1, rows.length);
  const size = Math.min(7, Math.max(4.5, height - 1));
  for (const { fault, lane, at } of unitMarks(bits, rows, height, PITCH)) {
    paintUnitGlyph(plot, fault, grid.left + grid.width + 6 + lane * 9, grid.top + at * height, size);
  }
}

/** Says below a heat map why its units have no marks. */
export function paintNoFaults({ ctx, grid, theme }: Plot, why: string): void {
  ctx.font = font();
  ctx.fillStyle = theme.tokens.fg3;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(shortened(ctx, why, grid.width), grid.left, grid.top + grid.height + 14);
}

/** px of a glyph with the space behind it, and between two counts. */
const GLYPH = 10;
const GAP = 14;

/** "× 3 of 64 dead  ■ 0 frozen …" below a heat map: what the marks mean, with their numbers. */
export function paintFaultCounts(plot: Plot, counts: FaultCounts, units: number): void {
  const { ctx, grid, theme } = plot;
  const y = grid.top + grid.height + 14;
  let x = grid.left;
  ctx.font = font();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const texts = UNIT_FAULTS.map((fault) =>
    statesMessages.faults.count(fault, counts[fault], fault === 'dead' ? units : null),
  );
  const width = texts.reduce((sum, text) => sum + ctx.measureText(text).width + GLYPH + GAP, -GAP);
  // Where there is no room for the words the counts stand beside their glyphs alone.
  const isNarrow = width > grid.width;
  for (const [index, fault] of UNIT_FAULTS.entries()) {
    const count = counts[fault];
    const text = isNarrow ? (count === null ? EMPTY : String(count)) : texts[index]!;
    paintUnitGlyph(plot, fault, x + 3, y, 6);
    ctx.fillStyle = (count ?? 0) > 0 ? theme.tokens.fg1 : theme.tokens.fg3;
    ctx.fillText(text, x + GLYPH, y);
    x += GLYPH + ctx.measureText(text).width + GAP;
  }
}
