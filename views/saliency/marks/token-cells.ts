import { font, type Plot } from '../../_kit/chart/plot.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { inkOn } from '../../_kit/colour/maps.ts';
import { paintNotANumber } from '../../_kit/marks/hatch.ts';
import { shortened } from '../../_kit/marks/labels.ts';
import { directionOf } from '../../_kit/marks/written.ts';
import { MONO } from '../../_kit/theme/tokens.ts';
import type { Span } from '../select/example-saliency.ts';

/** Height of the cells and their distance from the grid below, px. */
export const CELL_HEIGHT = 32;
export const CELL_GAP = 8;

/** The tokens as cells above the grid, each in the colour of its score. */
export function paintTokenCells(
  plot: Plot,
  tokens: readonly string[],
  scores: ArrayLike<number>,
  span: Span,
  map: ColourMap,
): void {
  const { ctx, grid, theme } = plot;
  const top = grid.top - CELL_GAP - CELL_HEIGHT;
  for (let step = span.first; step <= span.last; step++) {
    const left = Math.round(plot.x(step - 0.5)) + 1;
    const width = Math.round(plot.x(step + 0.5)) - left - 1;
    const score = scores[step - 1]!;
    if (!Number.isFinite(score)) paintNotANumber(ctx, theme.tokens, left, top, width, CELL_HEIGHT);
    else {
      ctx.fillStyle = map.css(score);
      ctx.fillRect(left, top, width, CELL_HEIGHT);
    }
    ctx.strokeStyle = theme.tokens.line2;
    ctx.lineWidth = 1;
    ctx.strokeRect(left - 0.5, top - 0.5, width + 1, CELL_HEIGHT + 1);
    ctx.font = `500 12px ${MONO}`;
    ctx.fillStyle = Number.isFinite(score) ? inkOn(map.rgb(score)) : theme.tokens.hNanX;
    ctx.textAlign = 'center';
    ctx.direction = directionOf(tokens[step - 1] ?? '');
    ctx.textBaseline = 'middle';
    if (Number.isFinite(score))
      ctx.fillText(shortened(ctx, tokens[step - 1] ?? '', width - 6), left + width / 2, top + CELL_HEIGHT / 2);
  }
  ctx.font = font();
}
