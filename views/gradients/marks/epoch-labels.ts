import { bandTicks } from '../../_kit/chart/axis.ts';
import { font, type Plot } from '../../_kit/chart/plot.ts';

/** Least distance of two labels along an axis, px. */
const PITCH_X = 44;
const PITCH_Y = 24;
/** A tick nearer than this to the playhead's label gives way. */
const CLEARANCE_X = 20;
const CLEARANCE_Y = 17;

/** Epoch numbers below the grid; the playhead's is bold and the others make room for it. */
export function paintEpochsBelow(plot: Plot, first: number, last: number, playhead: number | null): void {
  const { ctx, grid, theme } = plot;
  const most = Math.max(2, Math.floor(grid.width / PITCH_X));
  const y = grid.top + grid.height + 10;
  ctx.font = font();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.tokens.fg3;
  const isShown = playhead !== null && playhead >= first && playhead <= last;
  const inside = (px: number) => Math.min(plot.width - 12, Math.max(grid.left + 3, px));
  for (const tick of bandTicks(first, last, most)) {
    const px = inside(plot.x(tick));
    if (isShown && Math.abs(px - plot.x(playhead)) < CLEARANCE_X) continue;
    ctx.fillText(String(tick), px, y);
  }
  if (!isShown) return;
  ctx.font = font(11, 600);
  ctx.fillStyle = theme.tokens.fg1;
  ctx.fillText(String(playhead), inside(plot.x(playhead)), y);
  ctx.font = font();
}

/** Epoch numbers left of the grid; those in the way of the playhead's tag are left out. */
export function paintEpochsBeside(plot: Plot, first: number, last: number, playhead: number | null): void {
  const { ctx, grid, theme } = plot;
  const most = Math.max(2, Math.floor(grid.height / PITCH_Y));
  ctx.font = font();
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.tokens.fg3;
  for (const tick of bandTicks(first, last, most)) {
    if (playhead !== null && Math.abs(plot.y(tick) - plot.y(playhead)) < CLEARANCE_Y) continue;
    const px = Math.min(grid.top + grid.height - 5, Math.max(grid.top + 5, plot.y(tick)));
    ctx.fillText(String(tick), grid.left - 8, px);
  }
}

/** The axis title at the left of the numbers below the grid. */
export function paintTitleBelow({ ctx, grid, theme }: Plot, title: string): void {
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.tokens.fg3;
  ctx.fillText(title, grid.left - 8, grid.top + grid.height + 10);
}
