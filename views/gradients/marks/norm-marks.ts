import type { Plot } from '../../_kit/chart/plot.ts';
import { paintText } from '../../_kit/marks/labels.ts';
import { gradientsMessages } from '../messages.ts';
import type { EndedRun } from '../select/norm-lines.ts';

/** Says on the rail at which epoch runs ended that did not finish, as far as there is room. */
export function paintEnded(plot: Plot, ended: readonly EndedRun[]): void {
  const { grid } = plot;
  const right = grid.left + grid.width;
  let taken = Number.NEGATIVE_INFINITY;
  for (const { status, epoch } of ended) {
    const text = gradientsMessages.norms.endedShort(status, epoch);
    const at = Math.min(right - 4, plot.x(epoch) + 8);
    if (at - taken <= 8) continue;
    const align = at > right - 120 ? 'right' : 'left';
    paintText(plot, text, align === 'right' ? right - 2 : at, grid.top - 10, { colour: plot.theme.tokens.fg2, align });
    taken = at + 120;
  }
}
