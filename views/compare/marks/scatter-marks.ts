import { crisp, font, type Plot } from '../../_kit/chart/plot.ts';
import { paintCross } from '../../_kit/marks/hatch.ts';
import { paintText, shortened } from '../../_kit/marks/labels.ts';
import { paintRail } from '../../_kit/marks/lines.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import type { Shape } from '../select/run-marks.ts';
import type { RunScale } from '../select/run-scale.ts';
import { GUTTER, type PlacedPoint, RAIL } from '../select/scatter.ts';

/** Half the width of a mark, px. */
const SIZE = 4.5;

export interface ScatterPicture {
  readonly placed: readonly PlacedPoint[];
  readonly x: RunScale;
  readonly y: RunScale;
  /** Runs stand in the gutters or on the rail. */
  readonly hasNoX: boolean;
  readonly hasNoY: boolean;
  readonly hasBad: boolean;
  readonly words: { readonly notANumber: string; readonly nothing: string };
}

/** Points of runs over two dimensions, those without a place beside the axes. */
export function paintScatter(plot: Plot, picture: ScatterPicture): void {
  const { placed, x, y, hasNoX, hasNoY, hasBad, words } = picture;
  paintGrid(plot, x);
  if (hasNoX) paintGutter(plot, x, 'x', words.nothing);
  if (hasNoY) paintGutter(plot, y, 'y', words.nothing);
  if (hasBad) paintRail(plot, plot.grid.top - RAIL, words.notANumber);
  // the reference over the others
  for (const point of placed) if (!point.mark.isReference) paintPoint(plot, point);
  for (const point of placed) if (point.mark.isReference) paintPoint(plot, point);
  paintNames(plot, placed);
}

/** Lines up from the ticks of x, between the bands of categories. */
function paintGrid({ ctx, grid, x, theme }: Plot, scale: RunScale): void {
  const lines =
    scale.kind === 'category' ? scale.ticks.slice(1).map(({ at }) => at - 0.5) : scale.ticks.map(({ at }) => at);
  ctx.strokeStyle = theme.tokens.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const at of lines) {
    ctx.moveTo(crisp(x(at)), grid.top);
    ctx.lineTo(crisp(x(at)), grid.top + grid.height);
  }
  ctx.stroke();
}

/** The place of runs that have nothing along an axis: beyond its lower end, behind a dashed line, with its name. */
function paintGutter(plot: Plot, { domain: [low, high] }: RunScale, axis: 'x' | 'y', name: string): void {
  const { ctx, grid, theme } = plot;
  const [edge, middle] = [low, low - (GUTTER / 2) * (high - low)];
  ctx.save();
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  if (axis === 'x') {
    ctx.moveTo(crisp(plot.x(edge)), grid.top);
    ctx.lineTo(crisp(plot.x(edge)), grid.top + grid.height);
  } else {
    ctx.moveTo(grid.left, crisp(plot.y(edge)));
    ctx.lineTo(grid.left + grid.width, crisp(plot.y(edge)));
  }
  ctx.stroke();
  ctx.restore();
  ctx.font = font();
  ctx.fillStyle = theme.tokens.fg3;
  ctx.textBaseline = axis === 'x' ? 'top' : 'middle';
  ctx.textAlign = axis === 'x' ? 'center' : 'right';
  if (axis === 'x') ctx.fillText(name, plot.x(middle), grid.top + grid.height + 7);
  else ctx.fillText(name, grid.left - 8, plot.y(middle));
}

function paintPoint(plot: Plot, { px, py, mark, isBad }: PlacedPoint): void {
  const { ctx, theme } = plot;
  const colour = runColour(theme.tokens, mark.colour);
  if (isBad) {
    paintCross(ctx, colour, px, py, 3, 1.8);
  } else {
    shapePath(ctx, mark.shape, px, py, SIZE);
    ctx.fillStyle = mark.isBroken ? theme.tokens.bg1 : colour;
    ctx.fill();
    // a casing tells marks apart that touch; of a run that crashed only the outline is there, with a × in it
    ctx.strokeStyle = mark.isBroken ? colour : theme.tokens.bg1;
    ctx.lineWidth = mark.isBroken ? 1.5 : 1;
    ctx.stroke();
    if (mark.isBroken) paintCross(ctx, colour, px, py, 2, 1.4);
  }
  if (mark.isReference) paintRing(plot, px, py);
}

/** A ring around a mark: of the reference, and of what is pointed at. */
function paintRing({ ctx, theme }: Plot, px: number, py: number): void {
  ctx.strokeStyle = theme.tokens.fg1;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(px, py, SIZE + 3.5, 0, 2 * Math.PI);
  ctx.stroke();
}

export function shapePath(ctx: CanvasRenderingContext2D, shape: Shape, x: number, y: number, size: number): void {
  ctx.beginPath();
  if (shape === 'circle') {
    ctx.arc(x, y, size, 0, 2 * Math.PI);
  } else if (shape === 'square') {
    ctx.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
  } else {
    const down = shape === 'triangle' ? 0.8 * size : 1.2 * size;
    ctx.moveTo(x, y - 1.2 * size);
    ctx.lineTo(x + 1.2 * size, shape === 'triangle' ? y + down : y);
    if (shape === 'diamond') ctx.lineTo(x, y + down);
    ctx.lineTo(x - 1.2 * size, shape === 'triangle' ? y + down : y);
    ctx.closePath();
  }
}

/** Names are 13 px high, and a mark wants this much clear of it. */
const NAME = { height: 13, gap: 9, most: 140 };

/** Names beside the marks where nothing is in their way: the reference's first. What has no room is named by pointing at it. */
function paintNames(plot: Plot, placed: readonly PlacedPoint[]): void {
  const { ctx, grid, theme } = plot;
  const boxes = placed.map(({ px, py }) => ({ left: px - 7, right: px + 7, top: py - 6, bottom: py + 6 }));
  const order = [...placed].sort((a, b) => Number(b.mark.isReference) - Number(a.mark.isReference));
  ctx.font = font();
  for (const { run, mark, px, py } of order) {
    const text = shortened(ctx, run.info.name, NAME.most);
    const width = ctx.measureText(text).width;
    for (const side of ['right', 'left'] as const) {
      const left = side === 'right' ? px + NAME.gap : px - NAME.gap - width;
      const box = { left, right: left + width, top: py - NAME.height / 2, bottom: py + NAME.height / 2 };
      const isClear = boxes.every(
        (each) => box.right < each.left || box.left > each.right || box.bottom <= each.top || box.top >= each.bottom,
      );
      if (!isClear || box.left < grid.left || box.right > plot.width - 4) continue;
      paintText(plot, text, left, py, {
        colour: runColour(theme.tokens, mark.colour),
        weight: mark.isReference ? 600 : 400,
      });
      boxes.push(box);
      break;
    }
  }
}
