import { font, type Plot } from '../../_kit/chart/plot.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { MONO } from '../../_kit/theme/tokens.ts';
import type { WeightMatrix } from '../select/weight-matrix.ts';

/** What is drawn of a weight. */
export interface MatrixMarks {
  readonly matrix: WeightMatrix;
  /** The colours are of −limit…limit. */
  readonly limit: number;
}

/** Draws the values, the edges and names of gates, and the colour bar. */
export function paintMatrix(plot: Plot, { matrix, limit }: MatrixMarks): void {
  const { ctx, grid, theme } = plot;
  const map = signedMap(theme.maps.div, limit);
  const { rows, cols, value } = matrix;
  paintHeatMap(plot, { rows, cols, value, map, neutral: 0 }, { gap: true });
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  ctx.strokeRect(grid.left - 0.5, grid.top - 0.5, grid.width + 1, grid.height + 1);
  paintBlocks(plot, matrix, grid.height);
  paintColourBar(plot, { map, ticks: [-limit, -limit / 2, 0, limit / 2, limit], gap: 8, width: 8 });
}

function paintBlocks(plot: Plot, { blocks, blockSize }: WeightMatrix, height: number): void {
  const { ctx, grid, theme } = plot;
  ctx.save();
  ctx.font = `600 11px ${MONO}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  blocks.forEach((gate, index) => {
    const from = plot.x(index * blockSize - 0.5);
    const to = plot.x((index + 1) * blockSize - 0.5);
    ctx.fillStyle = theme.tokens.fg2;
    ctx.fillText(gate, (from + to) / 2, grid.top - 8);
    if (index === 0) return;
    ctx.fillStyle = theme.tokens.bg1;
    ctx.fillRect(Math.round(from) - 2, grid.top, 3, height);
    ctx.fillStyle = theme.tokens.fg3;
    ctx.fillRect(Math.round(from) - 1, grid.top - 3, 1, height + 6);
  });
  ctx.restore();
  ctx.font = font();
}
