import { font, type Plot } from './plot.ts';
import { isSameList } from './same-list.ts';

/** What was painted below the marks that move, and of what. */
interface Ground {
  readonly canvas: HTMLCanvasElement;
  readonly of: readonly unknown[];
}

// Kept for as long as the chart's canvas is.
const grounds = new WeakMap<HTMLCanvasElement, Ground>();

/**
 * Paints what does not move with the playhead, first of all that is painted: as long as each of `of`, the theme and the
 * geometry are as they were, the picture of it is put back. One ground per chart.
 */
export function paintGround(plot: Plot, of: readonly unknown[], paint: (plot: Plot) => void): void {
  const { ctx, width, height, ratio, theme, x, y } = plot;
  // an export keeps lines as lines
  if (!(ctx instanceof CanvasRenderingContext2D) || !ctx.canvas.isConnected) {
    paint(plot);
    return;
  }
  // the scales are made anew with the geometry
  const all = [width, height, ratio, theme, x, y, ...of];
  const held = grounds.get(ctx.canvas);
  const isHeld = held !== undefined && isSameList(all, held.of);
  const ground = isHeld ? held.canvas : painted(plot, paint);
  if (!isHeld) grounds.set(ctx.canvas, { canvas: ground, of: all });
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(ground, 0, 0);
  ctx.restore();
}

function painted(plot: Plot, paint: (plot: Plot) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = plot.ctx.canvas.width;
  canvas.height = plot.ctx.canvas.height;
  const ctx = canvas.getContext('2d')!;
  ctx.setTransform(plot.ratio, 0, 0, plot.ratio, 0, 0);
  ctx.font = font();
  paint({ ...plot, ctx });
  return canvas;
}
