import { font, type Plot } from '../../_kit/chart/plot.ts';
import { paintText, shortened } from '../../_kit/marks/labels.ts';
import { number } from '../../_kit/numbers.ts';
import type { ConceptColumn } from '../concepts/concept-view.ts';
import { conceptWords } from '../concepts/concept-words.ts';

/** px that the column takes at the right of a map. */
export const SCORE_WIDTH = 58;

/**
 * A bar for each row of a map of units: how well the unit tells the concept, from nothing (left) to perfectly (right);
 * hollow where it is low where the concept is. Rows that share a pixel show the strongest. Dashed: what chance reaches.
 */
export function paintScoreColumn(plot: Plot, column: ConceptColumn, rows: Int32Array, left: number): void {
  const { ctx, grid, theme } = plot;
  const { tokens } = theme;
  const height = grid.height / Math.max(1, rows.length);
  const shared = Math.max(1, Math.ceil(2 / height));
  ctx.lineWidth = 1;
  for (let first = 0; first < rows.length; first += shared) {
    const last = Math.min(rows.length, first + shared);
    let value = 0;
    for (let row = first; row < last; row += 1) {
      const own = column.values[rows[row]!] ?? 0;
      if (Math.abs(own) > Math.abs(value)) value = own;
    }
    const top = grid.top + first * height;
    const bar = Math.max(1, (last - first) * height - (height >= 4 ? 1 : 0));
    const width = Math.abs(value) * SCORE_WIDTH;
    if (!(width > 0)) continue;
    ctx.fillStyle = Math.abs(value) > column.chance ? tokens.fg2 : tokens.line2;
    if (value > 0 || bar < 3) {
      ctx.globalAlpha = value > 0 ? 1 : 0.5;
      ctx.fillRect(left, top, width, bar);
      ctx.globalAlpha = 1;
      continue;
    }
    ctx.strokeStyle = Math.abs(value) > column.chance ? tokens.fg2 : tokens.line2;
    ctx.strokeRect(left + 0.5, Math.round(top) + 0.5, Math.max(1, width - 1), Math.max(1, Math.round(bar) - 1));
  }
  paintChance(plot, column, left);
}

function paintChance(plot: Plot, { measure, chance, name }: ConceptColumn, left: number): void {
  const { ctx, grid, theme } = plot;
  const bottom = grid.top + grid.height;
  if (chance >= 0 && chance <= 1) {
    const x = Math.round(left + chance * SCORE_WIDTH) + 0.5;
    ctx.save();
    ctx.strokeStyle = theme.tokens.fg3;
    ctx.setLineDash([2, 2]);
    ctx.beginPath();
    ctx.moveTo(x, grid.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.restore();
  }
  ctx.font = font();
  const title = shortened(ctx, `${conceptWords.measures[measure]} ${name}`, SCORE_WIDTH + 44);
  paintText(plot, title, left, grid.top - 8, { colour: theme.tokens.fg2, halo: null });
  const [low, high] = measure === 'auroc' ? ['0.5', '1'] : ['0', number(1)];
  const tick = { colour: theme.tokens.fg3, halo: null };
  paintText(plot, low, left, bottom + 12, tick);
  paintText(plot, high, left + SCORE_WIDTH, bottom + 12, { ...tick, align: 'right' });
}
