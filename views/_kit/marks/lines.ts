import { type Plot, withinGrid } from '../chart/plot.ts';
import { paintCross } from './hatch.ts';

/** A line of a chart, in data units (log10 on a log axis). Only the first `length` entries count. */
export interface Line {
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly length?: number;
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** Points as px, in order, a gap as null. */
export type Trace = readonly (readonly [number, number] | null)[];

/**
 * The way of a pen through the points: lifted at every value that is not finite. Where points are denser than pixels
 * each pixel column keeps its first, lowest, highest and last point, so that no extreme is lost.
 */
export function trace(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  length: number,
  x: (value: number) => number,
  y: (value: number) => number,
): Trace {
  const points: ([number, number] | null)[] = [];
  let column = Number.NaN;
  let held: { first: number; low: number; high: number; last: number; lowAt: number; highAt: number } | null = null;
  const close = () => {
    if (!held) return;
    const { first, low, high, last, lowAt, highAt } = held;
    const x = column + 0.5;
    points.push([x, first]);
    const [one, other] = lowAt < highAt ? [low, high] : [high, low];
    if (one !== first) points.push([x, one]);
    if (other !== one) points.push([x, other]);
    if (last !== other) points.push([x, last]);
    held = null;
  };
  const isDense = length > 4 * Math.abs(x(xs[length - 1] ?? 0) - x(xs[0] ?? 0)) + 64;
  for (let index = 0; index < length; index += 1) {
    const py = y(ys[index]!);
    const px = x(xs[index]!);
    if (!Number.isFinite(py) || !Number.isFinite(px)) {
      close();
      if (points.length > 0 && points[points.length - 1] !== null) points.push(null);
    } else if (!isDense) {
      points.push([px, py]);
    } else if (held && Math.floor(px) === column) {
      held.last = py;
      if (py < held.low) [held.low, held.lowAt] = [py, index];
      if (py > held.high) [held.high, held.highAt] = [py, index];
    } else {
      close();
      column = Math.floor(px);
      held = { first: py, low: py, high: py, last: py, lowAt: index, highAt: index };
    }
  }
  close();
  return points;
}

/** Strokes the way of a pen. */
export function strokeTrace(ctx: CanvasRenderingContext2D, points: Trace): void {
  ctx.beginPath();
  points.forEach((point, index) => {
    if (!point) return;
    if (points[index - 1]) ctx.lineTo(point[0], point[1]);
    else ctx.moveTo(point[0], point[1]);
  });
  ctx.stroke();
}

/** The last finite value among the first `length`: where a line's end label wants to be; NaN where there is none. */
export function lastFinite(ys: ArrayLike<number>, length = ys.length): number {
  for (let index = length - 1; index >= 0; index -= 1) if (Number.isFinite(ys[index]!)) return ys[index]!;
  return Number.NaN;
}

/** Draws a line within the grid. Gaps are gaps; a point alone between gaps is a dot. */
export function paintLine(plot: Plot, line: Line): void {
  const { ctx } = plot;
  const points = trace(line.xs, line.ys, line.length ?? line.xs.length, plot.x, plot.y);
  const width = line.width ?? 1.5;
  withinGrid(plot, () => {
    ctx.globalAlpha = line.opacity ?? 1;
    ctx.strokeStyle = line.colour;
    ctx.fillStyle = line.colour;
    ctx.lineWidth = width;
    ctx.lineJoin = 'round';
    ctx.setLineDash([...(line.dash ?? [])]);
    strokeTrace(ctx, points);
    points.forEach((point, index) => {
      if (!point || points[index - 1] || points[index + 1]) return;
      ctx.beginPath();
      ctx.arc(point[0], point[1], Math.max(2, width), 0, 2 * Math.PI);
      ctx.fill();
    });
  });
}

/** A band between two lines over the same xs, with gaps where either is not finite. */
export interface Band {
  readonly xs: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly length?: number;
  readonly colour: string;
  readonly opacity?: number;
}

/** Fills a band within the grid (20 % by default). Say in the panel's header what the band is. */
export function paintBand(plot: Plot, band: Band): void {
  const { ctx } = plot;
  const length = band.length ?? band.xs.length;
  const isHere = (index: number) => Number.isFinite(band.low[index]!) && Number.isFinite(band.high[index]!);
  withinGrid(plot, () => {
    ctx.globalAlpha = band.opacity ?? 0.2;
    ctx.fillStyle = band.colour;
    for (let start = 0; start < length; start += 1) {
      if (!isHere(start)) continue;
      let end = start;
      while (end + 1 < length && isHere(end + 1)) end += 1;
      ctx.beginPath();
      for (let index = start; index <= end; index += 1) ctx.lineTo(plot.x(band.xs[index]!), plot.y(band.high[index]!));
      for (let index = end; index >= start; index -= 1) ctx.lineTo(plot.x(band.xs[index]!), plot.y(band.low[index]!));
      ctx.closePath();
      ctx.fill();
      start = end;
    }
  });
}

/** × on the rail above the plot (`railY` px) for every value that is NaN or infinite. Neighbours share a mark. */
export function paintBadValues(plot: Plot, line: Pick<Line, 'xs' | 'ys' | 'length' | 'colour'>, railY: number): void {
  let before = Number.NEGATIVE_INFINITY;
  const length = line.length ?? line.xs.length;
  for (let index = 0; index < length; index += 1) {
    if (Number.isFinite(line.ys[index]!)) continue;
    const px = plot.x(line.xs[index]!);
    if (px - before < 6 || px < plot.grid.left - 1 || px > plot.grid.left + plot.grid.width + 1) continue;
    paintCross(plot.ctx, line.colour, px, railY, 3, 1.8);
    before = px;
  }
}

/** The rail that × of not finite values stand on, with its name at the left. */
export function paintRail(plot: Plot, railY: number, name: string): void {
  const { ctx, grid, theme } = plot;
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  ctx.setLineDash([1, 2]);
  ctx.beginPath();
  ctx.moveTo(grid.left, Math.round(railY) + 0.5);
  ctx.lineTo(grid.left + grid.width, Math.round(railY) + 0.5);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = theme.tokens.fg3;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  // Beside a narrow axis "NaN / Inf" has room for its first word only.
  const isWide = ctx.measureText(name).width <= grid.left - 10;
  ctx.fillText(isWide ? name : (name.split(' ')[0] ?? name), grid.left - 8, railY);
}
