import type { Plot } from '../../_kit/chart/plot.ts';
import { paintText } from '../../_kit/marks/labels.ts';

/** Brackets at the left of a map of units: one for each cluster, with how many units it has. */
export function paintClusters(plot: Plot, starts: Int32Array, units: number): void {
  const { ctx, grid, theme } = plot;
  const height = grid.height / Math.max(1, units);
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  const x = grid.left - 5.5;
  let labelled = Number.NEGATIVE_INFINITY;
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? units;
    const [top, bottom] = [grid.top + start * height + 1, grid.top + end * height - 1];
    ctx.beginPath();
    ctx.moveTo(x + 3, Math.round(top) + 0.5);
    ctx.lineTo(x, Math.round(top) + 0.5);
    ctx.lineTo(x, Math.round(Math.max(top, bottom)) + 0.5);
    ctx.lineTo(x + 3, Math.round(Math.max(top, bottom)) + 0.5);
    ctx.stroke();
    const middle = (top + bottom) / 2;
    if (middle - labelled < 12) continue;
    labelled = middle;
    paintText(plot, String(end - start), x - 6, middle, { align: 'right', colour: theme.tokens.fg3, halo: null });
  }
}

/** Fine lines between clusters over the map. */
export function paintClusterLines(plot: Plot, starts: Int32Array, units: number): void {
  const { ctx, grid, theme } = plot;
  ctx.fillStyle = theme.tokens.bg1;
  for (const start of starts) {
    if (start === 0) continue;
    ctx.fillRect(grid.left, Math.round(grid.top + (start * grid.height) / units) - 1, grid.width, 2);
  }
}
