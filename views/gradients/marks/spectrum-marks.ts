import { crisp, type Plot, withinGrid } from '../../_kit/chart/plot.ts';
import { paintEndLabels, paintText, paintThreshold } from '../../_kit/marks/labels.ts';
import { paintBadValues, paintLine } from '../../_kit/marks/lines.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import type { Eigenvalues, EpochLine } from '../select/spectrum.ts';
import { paintEpochsBelow } from './epoch-labels.ts';

/** What is drawn in the complex plane. */
export interface EigenvalueMarks {
  readonly now: Eigenvalues | null;
  /** The epoch before. */
  readonly before: Eigenvalues | null;
  /** Index into the run colours. */
  readonly colour: number;
  readonly circle: string;
}

/** Draws the unit circle, its inside tinted, the eigenvalues and, hollow, those of the epoch before. */
export function paintEigenvalues(plot: Plot, { now, before, colour, circle }: EigenvalueMarks): void {
  const { ctx, grid, theme, x, y } = plot;
  const { tokens } = theme;
  withinGrid(plot, () => {
    ctx.beginPath();
    ctx.ellipse(x(0), y(0), x(1) - x(0), y(0) - y(1), 0, 0, 2 * Math.PI);
    ctx.fillStyle = tokens.fg1;
    ctx.globalAlpha = 0.045;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = tokens.fg2;
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.strokeStyle = tokens.line2;
    ctx.beginPath();
    ctx.moveTo(crisp(x(0)), grid.top);
    ctx.lineTo(crisp(x(0)), grid.top + grid.height);
    ctx.moveTo(grid.left, crisp(y(0)));
    ctx.lineTo(grid.left + grid.width, crisp(y(0)));
    ctx.stroke();
    if (before) dots(plot, before, null);
    if (now) dots(plot, now, runColour(tokens, colour));
  });
  nameCircle(plot, circle, now);
}

/** Outside the circle, at the corner of it that eigenvalues leave most room at; in a corner of the plot where none has. */
function nameCircle(plot: Plot, name: string, now: Eigenvalues | null): void {
  const { ctx, grid, theme, x, y } = plot;
  const width = ctx.measureText(name).width;
  const points = Array.from(now?.real ?? [], (re, i) => [x(re), y(now!.imaginary[i]!)] as const);
  const places = [1, -1].flatMap((right) =>
    [1, -1].map((up) => {
      const at = x(right * Math.SQRT1_2) + 4 * right;
      return { from: right > 0 ? at : at - width, middle: y(up * Math.SQRT1_2) - 7 * up };
    }),
  );
  const roomOf = ({ from, middle }: (typeof places)[number]) =>
    Math.min(...points.map(([px, py]) => Math.hypot(Math.max(from - px, 0, px - from - width), py - middle)));
  const inside = places.filter(
    ({ from, middle }) => from > grid.left + 2 && from + width < grid.left + grid.width - 2 && middle > grid.top + 6,
  );
  const best = inside.sort((a, b) => Math.min(roomOf(b), 20) - Math.min(roomOf(a), 20))[0];
  const options = { colour: theme.tokens.fg3 };
  if (best && roomOf(best) >= 8) paintText(plot, name, best.from, best.middle, options);
  else paintText(plot, name, grid.left + grid.width - 3, grid.top + 7, { ...options, align: 'right' });
}

function dots({ ctx, theme, x, y }: Plot, { real, imaginary }: Eigenvalues, colour: string | null): void {
  ctx.lineWidth = 1;
  real.forEach((re, index) => {
    const [px, py] = [x(re), y(imaginary[index]!)];
    if (!Number.isFinite(px) || !Number.isFinite(py)) return;
    ctx.beginPath();
    ctx.arc(px, py, 3, 0, 2 * Math.PI);
    if (colour === null) {
      ctx.strokeStyle = theme.tokens.fg3;
      ctx.stroke();
      return;
    }
    ctx.fillStyle = colour;
    ctx.fill();
    // A rim of paper keeps dots apart that lie over each other.
    ctx.strokeStyle = theme.tokens.bg1;
    ctx.stroke();
  });
}

/** A line with its name; the first is strong, others differ by their dash as well. */
export interface NamedLine {
  readonly name: string;
  readonly line: EpochLine;
}

/** What is drawn of numbers over the epochs. */
export interface EpochLineMarks {
  readonly lines: readonly NamedLine[];
  /** Where the meaning changes: 1 for ρ, 0 for λ₁. */
  readonly limit: number;
  readonly colour: number;
  readonly first: number;
  readonly last: number;
  readonly playhead: number | null;
}

const DASHES: readonly (readonly number[])[] = [[], [5, 3], [2, 2]];

/** Draws lines over the epochs with their names at the ends, and where their meaning changes. */
export function paintEpochLines(plot: Plot, marks: EpochLineMarks): void {
  const { grid, theme } = plot;
  const colour = runColour(theme.tokens, marks.colour);
  paintThreshold(plot, marks.limit, theme.tokens.fg3);
  marks.lines.forEach(({ line }, index) => {
    paintLine(plot, { ...line, colour, width: index === 0 ? 2 : 1.5, dash: DASHES[index % DASHES.length]! });
    paintBadValues(plot, { ...line, colour }, grid.top + 4);
  });
  const labels = marks.lines.map(({ name, line }, index) => ({
    text: name,
    colour,
    y: plot.y(line.ys.findLast(Number.isFinite) ?? Number.NaN),
    bold: index === 0,
  }));
  paintEndLabels(plot, labels);
  paintEpochsBelow(plot, marks.first, marks.last, marks.playhead);
}
