import { font, type Plot } from '../../_kit/chart/plot.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { paintCross } from '../../_kit/marks/hatch.ts';
import { paintText } from '../../_kit/marks/labels.ts';
import { number } from '../../_kit/numbers.ts';
import { signed } from '../scale.ts';
import { type Span, strongest } from '../select/example-saliency.ts';

export interface StepBars {
  /** One a step, from step 1 on. */
  readonly scores: ArrayLike<number>;
  readonly span: Span;
  readonly map: ColourMap;
  /** Drawn as outlines beside the bars, on the same axis; null: none. */
  readonly outline: ArrayLike<number> | null;
}

/** Least px a step has where numbers stand at bars. */
const ROOM_FOR_NUMBER = 44;
/** How many of narrower ones get theirs all the same: the strongest. */
const NAMED = 3;

/** A bar for every step from 0, coloured as its cell; × where a value is not a number. */
export function paintStepBars(plot: Plot, { scores, span, map, outline }: StepBars): void {
  const { ctx, theme } = plot;
  const zero = Math.round(plot.y(0));
  const width = plot.x(span.first + 1) - plot.x(span.first);
  const gap = Math.min(6, width * 0.15);
  const each = Math.max(1, (width - 2 * gap) / (outline ? 2 : 1));
  const bar = Math.min(28, each);
  const named = width >= ROOM_FOR_NUMBER ? null : new Set(width >= 6 ? strongest(scores, NAMED) : []);
  let numbered = Number.NEGATIVE_INFINITY;
  for (let step = span.first; step <= span.last; step++) {
    const value = scores[step - 1]!;
    const middle = plot.x(step);
    const left = outline ? middle - bar - 1 : middle - bar / 2;
    if (!Number.isFinite(value)) {
      paintCross(ctx, theme.tokens.hNan, middle, zero - 8, Math.min(4, width / 2), 1.5);
      continue;
    }
    const y = plot.y(value);
    ctx.fillStyle = vivid(map, value);
    ctx.fillRect(left, Math.min(zero, y), bar, Math.max(1, Math.abs(y - zero)));
    const without = outline?.[step - 1] ?? Number.NaN;
    if (Number.isFinite(without)) {
      const top = plot.y(without);
      ctx.strokeStyle = theme.tokens.fg2;
      ctx.lineWidth = 1;
      ctx.strokeRect(
        Math.round(middle + 1) + 0.5,
        Math.round(Math.min(zero, top)) + 0.5,
        bar - 1,
        Math.max(1, Math.round(Math.abs(top - zero))),
      );
    }
    if (named !== null && (!named.has(step) || middle - numbered < ROOM_FOR_NUMBER)) continue;
    numbered = middle;
    paintNumber(plot, value, without, middle, y, zero);
  }
  ctx.fillStyle = theme.tokens.line2;
  ctx.fillRect(plot.grid.left, zero, plot.grid.width, 1);
  ctx.font = font();
}

function paintNumber(plot: Plot, value: number, without: number, x: number, y: number, zero: number): void {
  const isUp = value >= 0;
  const other = Number.isFinite(without) ? plot.y(without) : zero;
  const at = isUp ? Math.min(y, other, zero) - 8 : Math.max(y, other, zero) + 9;
  const size = Math.abs(value) * Math.abs(plot.y(1) - plot.y(0));
  paintText(plot, signed(value, number(value, 2)), x, at, {
    align: 'center',
    colour: size > 8 ? plot.theme.tokens.fg1 : plot.theme.tokens.fg3,
    weight: size > 8 ? 600 : 400,
  });
}

/** A bar is seen by its colour, so never paler than a third of the map. */
function vivid(map: ColourMap, value: number): string {
  const [low, high] = map.domain;
  const least = (low < 0 ? high : high - low) * 0.4;
  if (low >= 0) return map.css(Math.max(value, low + least));
  return map.css(Math.sign(value || 1) * Math.max(Math.abs(value), least));
}
