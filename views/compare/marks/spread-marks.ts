import { crisp, type Plot } from '../../_kit/chart/plot.ts';
import { LABEL_PITCH, paintText } from '../../_kit/marks/labels.ts';
import { paintLine } from '../../_kit/marks/lines.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { plotsMessages } from '../plots-messages.ts';
import type { Shape } from '../select/run-marks.ts';
import type { RunSpread, SpreadLine } from '../select/spreads.ts';
import { isOnPage } from './on-page.ts';

const words = plotsMessages.spread;

/** A run's distribution as it is drawn. */
export interface DrawnSpread extends SpreadLine {
  readonly spread: RunSpread;
}

/** Lines of groups that share a colour differ in their dash, as their marks do in shape. */
const DASHES: { readonly [shape in Shape]: readonly number[] } = {
  circle: [],
  square: [6, 2],
  triangle: [2, 2],
  diamond: [8, 2, 2, 2],
};

/** Of more lines than this those beside the reference are fainter: where many lie over each other it is darker. */
const FEW = 12;

/** Distributions over each other, the reference over all, then what is pointed at; `zero`: where 0 lies, along x or y. */
export function paintSpreads(
  plot: Plot,
  drawn: readonly DrawnSpread[],
  zero: { readonly axis: 'x' | 'y'; readonly at: number },
  pointed: string | null,
): void {
  paintZero(plot, zero.axis, zero.at);
  const rank = ({ run, mark }: RunSpread) => 2 * Number(run.info.id === pointed) + Number(mark.isReference);
  for (const { xs, ys, spread } of drawn.toSorted((a, b) => rank(a.spread) - rank(b.spread))) {
    const { mark } = spread;
    const isStrong = rank(spread) > 0;
    const opacity = pointed !== null && !isStrong ? 0.25 : isStrong || drawn.length <= FEW ? 1 : 0.55;
    const colour = runColour(plot.theme.tokens, mark.colour);
    paintLine(plot, { xs, ys, colour, width: isStrong ? 2.5 : 1.5, opacity, dash: DASHES[mark.shape] });
  }
  if (!isOnPage(plot)) paintNames(plot, drawn);
}

/** Names listed in a picture at most. */
const MOST_NAMES = 12;

/** Whose lines they are, in a picture that is taken along: on the page a list stands beside it. */
function paintNames(plot: Plot, drawn: readonly DrawnSpread[]): void {
  const { grid, theme } = plot;
  const right = grid.left + grid.width - 8;
  const named = drawn.slice(0, MOST_NAMES).map(({ spread: { run, mark, epoch } }) => ({
    text: words.named(run.info.name, epoch),
    colour: runColour(theme.tokens, mark.colour),
  }));
  if (drawn.length > MOST_NAMES) named.push({ text: `+${drawn.length - MOST_NAMES}`, colour: theme.tokens.fg3 });
  for (const [row, { text, colour }] of named.entries()) {
    paintText(plot, text, right, grid.top + 8 + row * LABEL_PITCH, { align: 'right', colour });
  }
}

function paintZero({ ctx, grid, theme, x, y }: Plot, axis: 'x' | 'y', at: number): void {
  const px = crisp(axis === 'x' ? x(at) : y(at));
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  if (axis === 'x') {
    ctx.moveTo(px, grid.top);
    ctx.lineTo(px, grid.top + grid.height);
  } else {
    ctx.moveTo(grid.left, px);
    ctx.lineTo(grid.left + grid.width, px);
  }
  ctx.stroke();
}
