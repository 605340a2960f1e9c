import type { Theme } from '../state/kit-context.ts';
import { SANS } from '../theme/tokens.ts';
import type { Geometry } from './geometry.ts';

/** What a `paint` function draws on: a canvas over the whole plot element, in CSS px, cleared, and its geometry. */
export interface Plot extends Geometry {
  readonly ctx: CanvasRenderingContext2D;
  readonly theme: Theme;
  /** Device pixels per CSS px. */
  readonly ratio: number;
}

/** The canvas font of a size. Numbers are tabular in Inter's own digits. */
export function font(size = 11, weight = 400): string {
  return `${weight} ${size}px ${SANS}`;
}

/** Draws with the grid rectangle as clip. */
export function withinGrid({ ctx, grid }: Plot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(grid.left, grid.top, grid.width, grid.height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** The nearest half px: where a 1 px line is sharp. */
export function crisp(px: number): number {
  return Math.round(px - 0.5) + 0.5;
}
