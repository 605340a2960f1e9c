import { crisp, font, type Plot, withinGrid } from '../../_kit/chart/plot.ts';
import { paintEndLabels, paintText, paintThreshold, shortened } from '../../_kit/marks/labels.ts';
import { paintBadValues, paintBand, paintLine } from '../../_kit/marks/lines.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { gradientsMessages } from '../messages.ts';
import type { Profile } from '../select/profile.ts';
import type { ReferenceCurve } from '../select/references.ts';

/** What is drawn in the profile. */
export interface ProfileMarks {
  readonly profile: Profile;
  readonly references: readonly ReferenceCurve[];
  readonly colour: number;
  readonly horizonText: string;
  readonly timestep: number | null;
  /** The curve belongs to another epoch than the one asked for: drawn as a ghost. */
  readonly isNearest: boolean;
  readonly backward: boolean;
}

/** Draws the profile: horizon, limit, ghosts, references, band, median and the value at the timestep. */
export function paintProfile(plot: Plot, marks: ProfileMarks): void {
  const { profile } = marks;
  const { tokens } = plot.theme;
  const own = runColour(tokens, marks.colour);
  paintMemory(plot, marks);
  for (const { xs, ys, colour } of marks.references) {
    paintLine(plot, { xs, ys, colour: runColour(tokens, colour), dash: [5, 3] });
  }
  profile.ghosts.forEach(({ ys }, index) => {
    const opacity = 0.45 + 0.2 * (index + 3 - profile.ghosts.length);
    paintLine(plot, { xs: profile.xs, ys, colour: tokens.fg3, width: 1, opacity });
  });
  paintThreshold(plot, profile.limit, tokens.hVan);
  const colour = marks.isNearest ? tokens.fg3 : own;
  paintBand(plot, { xs: profile.xs, low: floored(plot, profile.q10), high: profile.q90, colour });
  paintLine(plot, { xs: profile.xs, ys: floored(plot, profile.median), colour, width: marks.isNearest ? 1.5 : 2 });
  paintBadValues(plot, { xs: profile.xs, ys: marked(profile), colour: own }, plot.grid.top + 4);
  paintValue(plot, marks, own);
  paintLimitName(plot, marks);
  nameReferences(plot, marks);
  nameMemory(plot, marks);
  paintEndLabels(
    plot,
    [
      {
        text: gradientsMessages.profile.epoch(profile.shown),
        colour: marks.isNearest ? tokens.fg2 : own,
        y: plot.y(floored(plot, profile.median).findLast(Number.isFinite) ?? Number.NaN),
        bold: true,
      },
    ],
    plot.grid.left + plot.grid.width + 10,
  );
}

/** An exact zero lies on the floor of the plot. */
function floored({ grid, valueAtY }: Plot, ys: Float64Array): Float64Array {
  const floor = valueAtY(grid.top + grid.height);
  return ys.map((y) => (y === Number.NEGATIVE_INFINITY ? floor : y));
}

/** Only what is not a number within the sequence is marked; zeros and padding are not. */
function marked({ median, curves }: Profile): Float64Array {
  return median.map((y, index) => {
    const isPadded = index + 1 < curves.firstStep || index + 1 > curves.lastStep;
    return isPadded || y === Number.NEGATIVE_INFINITY ? 0 : y;
  });
}

/** The steps that are remembered: a tint, its edge, and an arrow with the words. */
function paintMemory(plot: Plot, marks: ProfileMarks): void {
  const { profile, backward } = marks;
  const { ctx, grid, theme } = plot;
  const edge = profile.curves.horizonEdge;
  if (edge === null) return;
  const { tokens } = theme;
  const bottom = grid.top + grid.height;
  const x = plot.x(edge);
  const end = plot.x(backward ? profile.curves.firstStep - 0.5 : profile.curves.lastStep + 0.5);
  const [left, right] = [Math.min(x, end), Math.max(x, end)];
  withinGrid(plot, () => {
    ctx.globalAlpha = 0.05;
    ctx.fillStyle = tokens.fg1;
    ctx.fillRect(left, grid.top, right - left, grid.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(Math.min(grid.left + grid.width - 1, Math.max(grid.left, Math.round(x))), grid.top, 1, grid.height);
    paintArrow(plot, left + 3, right - 3, bottom - 12);
    ctx.strokeStyle = tokens.fg3;
    ctx.setLineDash([1, 2]);
    ctx.beginPath();
    ctx.moveTo(left, crisp(plot.y(profile.horizonLevel)));
    ctx.lineTo(right, crisp(plot.y(profile.horizonLevel)));
    ctx.stroke();
  });
}

/** The words on memory: beside the edge on the forgotten side where there is room, else inside above the arrow. */
function nameMemory(plot: Plot, marks: ProfileMarks): void {
  const { profile, horizonText, backward } = marks;
  const edge = profile.curves.horizonEdge;
  if (edge === null) return;
  const { grid, theme } = plot;
  const y = grid.top + grid.height - 12;
  const end = plot.x(backward ? profile.curves.firstStep - 0.5 : edge);
  const ink = { colour: theme.tokens.fg1, weight: 600 };
  if (isHorizonInside(plot, marks)) paintText(plot, horizonText, end + 8, y - 14, ink);
  else if (backward) paintText(plot, horizonText, plot.x(edge) + 8, y, ink);
  else paintText(plot, horizonText, plot.x(edge) - 8, y, { ...ink, align: 'right' });
}

function paintArrow({ ctx, theme }: Plot, from: number, to: number, y: number): void {
  if (to - from < 6) return;
  const at = Math.round(y) + 0.5;
  ctx.strokeStyle = theme.tokens.fg2;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(from, at);
  ctx.lineTo(to, at);
  ctx.moveTo(from + 5, at - 3);
  ctx.lineTo(from, at);
  ctx.lineTo(from + 5, at + 3);
  ctx.moveTo(to - 5, at - 3);
  ctx.lineTo(to, at);
  ctx.lineTo(to - 5, at + 3);
  ctx.stroke();
}

/** Whether the words on memory stand in the remembered part, at its left: the forgotten one has no room for them. */
function isHorizonInside(plot: Plot, { profile, backward, horizonText }: ProfileMarks): boolean {
  const edge = profile.curves.horizonEdge;
  if (edge === null) return false;
  const { grid, ctx } = plot;
  const outside = backward ? grid.left + grid.width - plot.x(edge) : plot.x(edge) - grid.left;
  ctx.font = font(11, 600);
  const width = ctx.measureText(horizonText).width;
  ctx.font = font();
  return outside <= width + 14;
}

/** The name of the limit, at that end and on that side of its line where the curve is furthest from it. */
function paintLimitName(plot: Plot, marks: ProfileMarks): void {
  const { grid, theme, ctx } = plot;
  const { profile } = marks;
  const y = plot.y(profile.limit);
  if (y < grid.top + 2 || y > grid.top + grid.height - 2) return;
  const name = gradientsMessages.profile.limit;
  const width = ctx.measureText(name).width;
  const ys = floored(plot, profile.median).map(plot.y);
  const xs = Float64Array.from(profile.xs, plot.x);
  const ends = isHorizonInside(plot, marks) ? (['right'] as const) : (['left', 'right'] as const);
  // Below its line unless the words on memory are there.
  const sides = [y + 9, y - 8].filter((at) => at > grid.top + 5 && at < grid.top + grid.height - 22);
  let best = { align: ends[0] as 'left' | 'right', at: sides[0] ?? y - 8, room: -1 };
  for (const align of ends) {
    const from = align === 'left' ? grid.left : grid.left + grid.width - width - 12;
    for (const at of sides) {
      const room = Math.min(roomAt(xs, ys, from, from + width + 12, at), ROOM_ENOUGH);
      if (room > best.room) best = { align, at, room };
    }
  }
  const x = best.align === 'right' ? grid.left + grid.width - 6 : grid.left + 6;
  paintText(plot, name, x, best.at, { colour: theme.tokens.hVan, align: best.align });
}

/** From here on a name is clear of a line, px. */
const ROOM_ENOUGH = 14;

/** How far a line stays from a height between two places, px. */
function roomAt(xs: Float64Array, ys: Float64Array, from: number, to: number, at: number): number {
  let room = Number.POSITIVE_INFINITY;
  xs.forEach((x, i) => {
    if (x >= from && x <= to && Number.isFinite(ys[i])) room = Math.min(room, Math.abs(ys[i]! - at));
  });
  return room;
}

function paintValue(plot: Plot, { profile, timestep, isNearest }: ProfileMarks, colour: string): void {
  const { ctx, theme } = plot;
  const value = timestep === null ? Number.NaN : floored(plot, profile.median)[timestep - 1]!;
  if (timestep === null || !Number.isFinite(value)) return;
  ctx.beginPath();
  ctx.arc(plot.x(timestep), plot.y(value), 3.5, 0, 2 * Math.PI);
  ctx.fillStyle = theme.tokens.bg1;
  ctx.fill();
  ctx.strokeStyle = isNearest ? theme.tokens.fg3 : colour;
  ctx.lineWidth = 2;
  ctx.setLineDash([]);
  ctx.stroke();
}

/** Each reference's name over its line, a quarter of the way along, where it does not cover another. */
function nameReferences(plot: Plot, { references, profile }: ProfileMarks): void {
  const { grid, theme } = plot;
  const taken: number[] = [plot.y(profile.limit), grid.top + grid.height - 12];
  references.forEach(({ label, colour, ys, xs }, index) => {
    // Of a longer sequence, aligned at its end, only the visible part can carry a name.
    const first = Math.max(
      0,
      xs.findIndex((x) => plot.x(x) >= grid.left),
    );
    const at = Math.min(ys.length - 1, first + Math.floor((ys.length - first) * (0.24 + 0.12 * index)));
    const y = plot.y(ys[at] ?? Number.NaN);
    if (!Number.isFinite(y) || y < grid.top || y > grid.top + grid.height) return;
    // A name runs to the right: below a line that rises there, above one that falls.
    const ahead = plot.y(ys[Math.min(ys.length - 1, at + 8)] ?? Number.NaN);
    let place = y < grid.top + 16 || ahead < y ? y + 11 : y - 9;
    // Out of the way of what is there: upwards in the lower half, downwards in the upper one.
    const step = place > grid.top + grid.height / 2 ? -6 : 6;
    for (let tries = 0; tries < 12 && taken.some((each) => Math.abs(each - place) < 12); tries += 1) place += step;
    taken.push(place);
    const text = shortened(plot.ctx, label, 220);
    paintText(plot, text, plot.x(xs[at]!), place, { colour: runColour(theme.tokens, colour) });
  });
}
