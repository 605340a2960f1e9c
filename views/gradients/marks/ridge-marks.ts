import { font, type Plot } from '../../_kit/chart/plot.ts';
import { paintCross } from '../../_kit/marks/hatch.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { type Ridge, type Ridges, ridgeHeight } from '../select/ridges.ts';

/** What is drawn of histograms. */
export interface RidgeMarks {
  readonly ridges: Ridges;
  /** Index into the run colours. */
  readonly colour: number;
  readonly playhead: number | null;
}

/** The highest ridge reaches this many ridges up, but never more than this share of the plot. */
const OVERLAP = 3.2;
const MOST_SHARE = 0.4;
/** Least distance of two epoch numbers, px. */
const PITCH = 14;

/** Where the ridges stand: the baseline of an epoch, px, and the height of the highest ridge. */
export interface RidgePlaces {
  readonly height: number;
  baseline(epoch: number): number;
  /** The epoch at a px, not rounded. */
  epochAt(py: number): number;
}

/** Early epochs at the top; the first ridge has room above it. */
export function ridgePlaces(
  grid: { readonly top: number; readonly height: number },
  { first, last, drawn }: Pick<Ridges, 'first' | 'last' | 'drawn'>,
): RidgePlaces {
  const span = Math.max(1, last - first);
  const count = Math.max(1, drawn - 1);
  // The height h leaves grid.height − h for the baselines; h = OVERLAP pitches of that.
  const height = Math.min(MOST_SHARE * grid.height, (OVERLAP * grid.height) / (count + OVERLAP));
  const top = grid.top + height;
  const room = grid.height - height;
  return {
    height,
    baseline: (epoch) => (last === first ? top + room : top + (room * (epoch - first)) / span),
    epochAt: (py) => first + ((py - top) / room) * span,
  };
}

/**
 * Draws one ridge an epoch, as high as the root of the share: a narrow epoch would flatten all others.
 * Later ones lie over earlier ones, the playhead's is strong and over all.
 */
export function paintRidges(plot: Plot, { ridges, colour, playhead }: RidgeMarks): void {
  const { theme } = plot;
  const places = ridgePlaces(plot.grid, ridges);
  const most = ridgeHeight(ridges.ridges);
  const strong = runColour(theme.tokens, colour);
  paintZero(plot, ridges);
  for (const ridge of ridges.ridges) {
    if (ridge.epoch !== ridges.shown) paintRidge(plot, ridge, places, most, null);
  }
  const shown = ridges.ridges.find(({ epoch }) => epoch === ridges.shown);
  if (shown) paintRidge(plot, shown, places, most, strong);
  paintEpochs(plot, ridges, places, playhead);
}

function paintRidge(plot: Plot, ridge: Ridge, places: RidgePlaces, most: number, strong: string | null): void {
  const { ctx, grid, theme } = plot;
  const base = Math.round(places.baseline(ridge.epoch)) - 0.5;
  const y = (share: number) => base - (most > 0 ? Math.sqrt(share / most) * places.height : 0);
  const outline: [number, number][] = [[grid.left, base]];
  ridge.xs.forEach((x, bin) => {
    // Empty bins beyond the values add nothing but points.
    const isNear = ridge.ys[bin]! > 0 || (ridge.ys[bin - 1] ?? 0) > 0 || (ridge.ys[bin + 1] ?? 0) > 0;
    if (isNear) outline.push([Math.min(grid.left + grid.width, Math.max(grid.left, plot.x(x))), y(ridge.ys[bin]!)]);
  });
  outline.push([grid.left + grid.width, base]);
  const follow = () => {
    ctx.beginPath();
    for (const [x, height] of outline) ctx.lineTo(x, height);
  };
  ctx.save();
  follow();
  // The paper first: what lies behind must not shine through.
  ctx.fillStyle = theme.tokens.bg1;
  ctx.globalAlpha = strong ? 0.7 : 0.85;
  ctx.fill();
  ctx.fillStyle = strong ?? theme.tokens.fg3;
  ctx.globalAlpha = strong ? 0.3 : 0.1;
  ctx.fill();
  ctx.globalAlpha = strong ? 1 : 0.75;
  ctx.strokeStyle = strong ?? theme.tokens.fg3;
  ctx.lineWidth = strong ? 2 : 1;
  ctx.lineJoin = 'round';
  follow();
  ctx.stroke();
  ctx.restore();
  const { nan, positiveInfinity, negativeInfinity } = ridge.numbers;
  if (nan + positiveInfinity + negativeInfinity > 0) {
    paintCross(ctx, strong ?? theme.tokens.crash, grid.left + grid.width + 8, base - 3, 3, 1.8);
  }
}

/** A line at 0 behind the ridges: the eye looks for it first. */
function paintZero({ ctx, grid, x, theme }: Plot, { scale }: Ridges): void {
  const px = Math.round(x(scale.position(0))) + 0.5;
  if (px <= grid.left || px >= grid.left + grid.width) return;
  ctx.strokeStyle = theme.tokens.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(px, grid.top);
  ctx.lineTo(px, grid.top + grid.height);
  ctx.stroke();
}

/** Numbers of epochs at their baselines; those in the way of the playhead's give way. */
function paintEpochs(plot: Plot, ridges: Ridges, places: RidgePlaces, playhead: number | null): void {
  const { ctx, grid, theme } = plot;
  ctx.font = font();
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  const { shown } = ridges;
  const strong = shown === null ? Number.NaN : places.baseline(shown) - 4;
  let taken = Number.NEGATIVE_INFINITY;
  ctx.fillStyle = theme.tokens.fg3;
  for (const { epoch } of ridges.ridges) {
    const y = places.baseline(epoch) - 4;
    if (epoch === shown || y - taken < PITCH || Math.abs(y - strong) < PITCH) continue;
    ctx.fillText(String(epoch), grid.left - 8, y);
    taken = y;
  }
  if (shown === null) return;
  ctx.font = font(11, 600);
  // The nearest epoch stands in for the playhead's: said in the header, and not as strong here.
  ctx.fillStyle = shown === playhead ? theme.tokens.fg1 : theme.tokens.fg2;
  ctx.fillText(String(shown), grid.left - 8, strong);
  ctx.font = font();
}
