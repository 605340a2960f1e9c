import { font, type Plot } from '../../_kit/chart/plot.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import type { SingleLosses } from '../select/single-losses.ts';

/** Draws how far back the loss of each step reaches: a row a loss, and where on the row the loss is. */
export function paintSingleLosses(plot: Plot, { anchors, time, values, kind, domain }: SingleLosses): void {
  const { ctx, grid, theme } = plot;
  const map = theme.maps.flux;
  const value = (row: number, col: number) => values[row * time + col]!;
  paintHeatMap(plot, { rows: anchors.length, cols: time, value, map, kind });
  const pitch = grid.height / Math.max(1, anchors.length);
  const every = Math.max(1, Math.ceil(14 / pitch));
  ctx.font = font();
  ctx.textBaseline = 'middle';
  anchors.forEach((anchor, row) => {
    const y = plot.y(row + 1);
    const top = grid.top + Math.round(row * pitch);
    // The edge of the cell the loss is at.
    ctx.fillStyle = theme.tokens.fg1;
    ctx.fillRect(Math.round(plot.x(anchor + 0.5)) - 1, top, 2, Math.round(pitch));
    if (row > 0) {
      ctx.fillStyle = theme.tokens.bg1;
      ctx.fillRect(grid.left, top - 1, grid.width, 2);
    }
    if (row % every !== 0) return;
    ctx.fillStyle = theme.tokens.fg3;
    ctx.textAlign = 'right';
    ctx.fillText(String(anchor), grid.left - 8, y);
  });
  const ticks: number[] = [];
  for (let tick = domain[0]; tick <= domain[1]; tick += 3) ticks.push(tick);
  paintColourBar(plot, { map, domain, ticks, log: true });
}
