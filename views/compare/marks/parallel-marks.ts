import type { Brush } from '../../../lib/client/page-state.ts';
import { crisp, font, type Plot } from '../../_kit/chart/plot.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintCross } from '../../_kit/marks/hatch.ts';
import { paintEndLabels, paintText, shortened } from '../../_kit/marks/labels.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import type { RunValue } from '../select/dimensions.ts';
import { BAD_AT, heightOfEnd, MISSING_AT, type ParallelAxis, type ParallelLine } from '../select/parallel.ts';
import type { RunScale } from '../select/run-scale.ts';
import { isOnPage } from './on-page.ts';

/** What colours the lines by a value, and the value of each line. */
export interface LineColours {
  readonly scale: RunScale;
  readonly values: ReadonlyMap<string, RunValue>;
}

export interface ParallelPicture {
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
  readonly brushes: readonly Brush[];
  /** Null: lines have the colours of their groups. */
  readonly colours: LineColours | null;
  /** Names of the axes. */
  readonly names: readonly string[];
  readonly words: { readonly notANumber: string; readonly nothing: string };
}

/** Half the width of a brush, px. */
const BRUSH = 6;
/** Opacity of a line that lies beyond a brush. */
const FAINT = 0.16;

/** Runs as lines over parallel axes: those beyond a brush faint and below, the reference over all. */
export function paintParallel(plot: Plot, picture: ParallelPicture): void {
  const { axes, lines, brushes, colours } = picture;
  const inOrder = [
    ...lines.filter(({ isKept }) => !isKept),
    ...lines.filter(({ isKept, mark }) => isKept && !mark.isReference),
    ...lines.filter(({ isKept, mark }) => isKept && mark.isReference),
  ];
  for (const [at, axis] of axes.entries()) paintAxis(plot, axis, at);
  for (const line of inOrder) paintWay(plot, line, colourOf(plot, line, colours));
  for (const [at, axis] of axes.entries()) {
    const brush = brushes.find((each) => each.axis === axis.dimension.key);
    if (brush) paintBrush(plot, axis, at, brush);
    paintTicks(plot, axis, at, picture.words);
  }
  if (!isOnPage(plot)) paintNames(plot, picture.names);
  if (colours) paintColours(plot, colours.scale);
  else paintLineNames(plot, lines);
}

/** Colour of a line: by its value where there is one, else its group's. */
export function colourOf({ theme }: Pick<Plot, 'theme'>, line: ParallelLine, colours: LineColours | null): string {
  if (!colours) return runColour(theme.tokens, line.mark.colour);
  const at = shareOf(colours.values.get(line.run.info.id), colours.scale);
  return Number.isNaN(at) ? theme.tokens.fg3 : theme.maps.time.css(at);
}

function shareOf(value: RunValue, { domain: [low, high], position }: RunScale): number {
  return (position(value) - low) / (high - low);
}

function paintAxis({ ctx, theme, x, y }: Plot, { missing, bad }: ParallelAxis, at: number): void {
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  const px = crisp(x(at));
  ctx.beginPath();
  ctx.moveTo(px, y(0));
  ctx.lineTo(px, y(1));
  ctx.stroke();
  ctx.setLineDash([1, 2]);
  ctx.beginPath();
  if (bad > 0) {
    ctx.moveTo(px, y(1));
    ctx.lineTo(px, y(BAD_AT));
  }
  if (missing > 0) {
    ctx.moveTo(px, y(0));
    ctx.lineTo(px, y(MISSING_AT));
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The way of a run over the axes; to and from a place beyond an axis it is dotted, a run that crashed is dashed. */
function paintWay(plot: Plot, { heights, mark, isKept }: ParallelLine, colour: string): void {
  const { ctx, x, y } = plot;
  ctx.save();
  ctx.globalAlpha = isKept ? 1 : FAINT;
  ctx.strokeStyle = colour;
  ctx.lineWidth = mark.isReference ? 2.5 : 1.5;
  ctx.lineJoin = 'round';
  for (let at = 1; at < heights.length; at += 1) {
    const [from, to] = [heights[at - 1]!, heights[at]!];
    ctx.setLineDash(isBeyond(from) || isBeyond(to) ? [1, 3] : mark.isBroken ? [5, 3] : []);
    ctx.beginPath();
    ctx.moveTo(x(at - 1), y(from));
    ctx.lineTo(x(at), y(to));
    ctx.stroke();
  }
  ctx.setLineDash([]);
  for (const [at, height] of heights.entries()) {
    if (height === BAD_AT) paintCross(ctx, colour, x(at), y(height), 3, 1.8);
    else if (height === MISSING_AT) {
      ctx.fillStyle = colour;
      ctx.fillRect(x(at) - 4, y(height) - 1, 8, 2);
    } else {
      ctx.fillStyle = colour;
      ctx.beginPath();
      ctx.arc(x(at), y(height), mark.isReference ? 3 : 2, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
  ctx.restore();
}

function isBeyond(height: number): boolean {
  return height === BAD_AT || height === MISSING_AT;
}

function paintBrush({ ctx, theme, x, y }: Plot, { scale }: ParallelAxis, at: number, { from, to }: Brush): void {
  const [top, bottom] = [y(heightOfEnd(to, scale)), y(heightOfEnd(from, scale))];
  const height = Math.max(4, bottom - top);
  ctx.fillStyle = theme.tokens.fg2;
  ctx.globalAlpha = 0.22;
  ctx.fillRect(x(at) - BRUSH, top, 2 * BRUSH, height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = theme.tokens.fg1;
  ctx.lineWidth = 1;
  ctx.strokeRect(crisp(x(at) - BRUSH), crisp(top), 2 * BRUSH, Math.round(height));
}

/** Where names stand, px from the top. */
const HEAD_Y = 14;

/** Least distance of the numbers at an axis, px; room for a name of a category. */
const PITCH = 13;
const MOST_NAME = 84;

function paintTicks(
  plot: Plot,
  { scale, missing, bad }: ParallelAxis,
  at: number,
  words: ParallelPicture['words'],
): void {
  const { ctx, theme, x, y } = plot;
  const [low, high] = scale.domain;
  const tag = (text: string, height: number) => {
    ctx.font = font();
    const shown = shortened(ctx, text, MOST_NAME);
    paintText(plot, shown, x(at) - 9, y(height), { align: 'right', colour: theme.tokens.fg3 });
  };
  let before = Number.POSITIVE_INFINITY;
  for (const { at: value, label } of scale.ticks) {
    const height = (value - low) / (high - low);
    if (before - y(height) < PITCH) continue;
    before = y(height);
    ctx.fillStyle = theme.tokens.line2;
    ctx.fillRect(x(at) - 4, Math.round(y(height)), 4, 1);
    tag(label, height);
  }
  if (bad > 0) tag(words.notANumber, BAD_AT);
  if (missing > 0) tag(words.nothing, MISSING_AT);
}

function paintColours(plot: Plot, scale: RunScale): void {
  const { grid, theme } = plot;
  paintColourBar(plot, { map: theme.maps.time, domain: [0, 1], ticks: [], gap: 24 });
  const [low, high] = scale.domain;
  const left = grid.left + grid.width + 24 + 10 + 6;
  let before = Number.POSITIVE_INFINITY;
  for (const { at, label } of scale.ticks) {
    const py = grid.top + ((high - at) / (high - low)) * grid.height;
    if (before - py < PITCH) continue;
    before = py;
    plot.ctx.font = font();
    paintText(plot, shortened(plot.ctx, label, plot.width - left - 4), left, py, { colour: theme.tokens.fg3 });
  }
}

/** Names above the axes, in a picture that is taken along: on the page they are buttons. */
function paintNames(plot: Plot, names: readonly string[]): void {
  const pitch = plot.x(1) - plot.x(0);
  for (const [at, name] of names.entries()) {
    plot.ctx.font = font();
    const text = shortened(plot.ctx, name, Math.max(40, pitch - 8));
    paintText(plot, text, plot.x(at), HEAD_Y, { align: 'center', colour: plot.theme.tokens.fg1 });
  }
}

/** Names of the runs within the brushes at the last axis, the reference's first. */
function paintLineNames(plot: Plot, lines: readonly ParallelLine[]): void {
  const named = lines
    .filter(({ isKept }) => isKept)
    .toSorted((a, b) => Number(b.mark.isReference) - Number(a.mark.isReference));
  paintEndLabels(
    plot,
    named.map(({ run, mark, heights }) => ({
      text: run.info.name,
      colour: runColour(plot.theme.tokens, mark.colour),
      y: plot.y(heights.at(-1) ?? Number.NaN),
      bold: mark.isReference,
    })),
    plot.grid.left + plot.grid.width + 10,
  );
}
