import type { Plot } from '../../_kit/chart/plot.ts';
import { paintEndLabels, paintText, shortened, spread, type WantedLabel } from '../../_kit/marks/labels.ts';
import { paintBadValues, paintLine, paintRail } from '../../_kit/marks/lines.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { gradientsMessages } from '../messages.ts';
import type { NormLine, NormLines } from '../select/norm-lines.ts';
import { paintEpochsBelow, paintTitleBelow } from './epoch-labels.ts';

/** What is drawn of norms. */
export interface NormMarks {
  readonly norms: NormLines;
  readonly first: number;
  readonly last: number;
  readonly playhead: number | null;
  /** Names the axis of epochs. */
  readonly isLast: boolean;
}

/** Dashes of lines that are not picked out, so that they differ by more than their place. */
const DASHES: readonly (readonly number[])[] = [[], [5, 2], [2, 2], [6, 2, 1, 2]];
/** A line with fewer points an epoch than this is drawn by its points alone. */
const LEAST_POINTS = 4;

/** Draws norms: steps thin, epoch medians thick; what is not a number on the rail; names at the ends. */
export function paintNorms(plot: Plot, marks: NormMarks): void {
  const { grid, theme } = plot;
  const { lines } = marks.norms;
  const railY = grid.top - 7;
  paintRail(plot, railY, gradientsMessages.norms.rail);
  const colourOf = (line: NormLine) => (line.colour === null ? theme.tokens.fg3 : runColour(theme.tokens, line.colour));
  lines.forEach((line, index) => {
    const colour = colourOf(line);
    // From the ninth run on colours come again, dashed.
    const dash = line.colour === null ? DASHES[index % DASHES.length]! : line.colour >= 8 ? [5, 2] : [];
    if (line.xs.length > LEAST_POINTS * line.medianXs.length) {
      paintLine(plot, {
        xs: line.xs,
        ys: clamped(plot, line.ys),
        colour,
        width: 1,
        opacity: line.isPicked ? 0.4 : 0.22,
      });
    }
    paintLine(plot, {
      xs: line.medianXs,
      ys: clamped(plot, line.medianYs),
      colour,
      dash,
      width: line.isPicked ? 2 : 1.5,
    });
    const bad = line.ys.map((y) => (y === Number.NEGATIVE_INFINITY ? 0 : y));
    paintBadValues(plot, { xs: line.xs, ys: bad, colour }, railY);
  });
  paintEnds(plot, lines, colourOf, railY);
  paintEpochsBelow(plot, marks.first, marks.last, marks.playhead);
  if (marks.isLast) paintTitleBelow(plot, gradientsMessages.axes.epoch);
}

/** Values beyond the axis, and exact zeros, lie on its edge: they are not left out. */
function clamped({ grid, valueAtY }: Plot, ys: Float64Array): Float64Array {
  const low = valueAtY(grid.top + grid.height - 1);
  const high = valueAtY(grid.top + 1);
  return ys.map((y) =>
    Number.isNaN(y) || y === Number.POSITIVE_INFINITY ? Number.NaN : Math.min(high, Math.max(low, y)),
  );
}

/** A line that reaches the right end is named there; one that ended before is named where it ended. */
function paintEnds(plot: Plot, lines: readonly NormLine[], colourOf: (line: NormLine) => string, railY: number): void {
  const { grid } = plot;
  const right = grid.left + grid.width;
  const atEnd: WantedLabel[] = [];
  const within: (WantedLabel & { readonly x: number })[] = [];
  let taken = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    const last = line.medianYs.findLastIndex((value) => !Number.isNaN(value));
    const y = clamped(plot, line.medianYs)[last] ?? Number.NaN;
    const x = plot.x(line.medianXs[last] ?? Number.NaN);
    if (line.ended && line.colour !== null) {
      const text = gradientsMessages.norms.endedShort(line.ended.status, line.ended.epoch);
      const at = Math.min(right - 4, plot.x(line.ended.epoch) + 8);
      if (at - taken > 8) {
        const align = at > right - 120 ? 'right' : 'left';
        paintText(plot, text, align === 'right' ? right - 2 : at, railY, { colour: plot.theme.tokens.fg2, align });
        taken = at + 120;
      }
    }
    if (!Number.isFinite(x)) continue;
    const cell = plot.x(1) - plot.x(0);
    const isAtEnd = x > right - Math.max(24, cell * 0.6, grid.width * 0.08);
    const label = { text: line.name, colour: colourOf(line), y: plot.y(y), bold: line.isPicked };
    if (isAtEnd) atEnd.push(label);
    else if (x > grid.left) within.push({ ...label, x });
  }
  paintEndLabels(plot, atEnd);
  // Lines that end within the plot: beside their ends, pushed apart as if they ended in one place.
  const places = spread(
    within.map(({ y }) => y),
    grid.top + 6,
    grid.top + grid.height - 6,
  );
  within.forEach(({ text, colour, bold, x }, index) => {
    const isRight = x + 10 + plot.ctx.measureText(text).width < right;
    const y = isRight ? places[index]! : Math.max(grid.top + 6, places[index]! - 10);
    const options = { colour, weight: bold ? 600 : 400, align: isRight ? ('left' as const) : ('right' as const) };
    paintText(plot, shortened(plot.ctx, text, 160), isRight ? x + 7 : x - 2, y, options);
  });
}
