import type { Plot } from '../chart/plot.ts';
import type { ColourMap } from '../colour/colour-map.ts';
import { number } from '../numbers.ts';
import { paintPower } from './labels.ts';

/** A limit on a colour bar: ▼ below it something is wrong, ▲ above it. */
export interface BarThreshold {
  readonly value: number;
  readonly mark: '▼' | '▲';
  readonly label: string;
  readonly colour: string;
}

export interface ColourBar {
  readonly map: ColourMap;
  /** Part of the map shown. Default: all of it. */
  readonly domain?: readonly [number, number];
  readonly ticks: readonly number[];
  /** Values are log10: ticks read 10 with an exponent. */
  readonly log?: boolean;
  readonly thresholds?: readonly BarThreshold[];
  /** px from the right edge of the grid; width of the bar. */
  readonly gap?: number;
  readonly width?: number;
}

/** A colour bar at the right of the grid, as high as it, with ticks and threshold marks. Needs about 80 px. */
export function paintColourBar(plot: Plot, bar: ColourBar): void {
  const { ctx, grid, theme } = plot;
  const { tokens } = theme;
  const [low, high] = bar.domain ?? bar.map.domain;
  const left = grid.left + grid.width + (bar.gap ?? 12);
  const width = bar.width ?? 10;
  paintRamp(plot, bar.map, [low, high], left, width);
  ctx.strokeStyle = tokens.line2;
  ctx.lineWidth = 1;
  ctx.strokeRect(left - 0.5, grid.top - 0.5, width + 1, grid.height + 1);
  const y = (value: number) => grid.top + ((high - value) / (high - low)) * grid.height;
  const inside = (px: number) => Math.min(grid.top + grid.height - 5, Math.max(grid.top + 6, px));
  const limits = (bar.thresholds ?? []).filter(({ value }) => value >= low && value <= high);
  for (const tick of bar.ticks) {
    ctx.fillStyle = tokens.line2;
    ctx.fillRect(left + width, Math.round(y(tick)), 3, 1);
    // A threshold's words are worth more than the number beside it.
    if (limits.some(({ value }) => Math.abs(y(value) - y(tick)) < 12)) continue;
    if (bar.log) paintPower(plot, tick, left + width + 6, inside(y(tick)));
    else plainTick(plot, number(tick), left + width + 6, inside(y(tick)));
  }
  for (const { value, mark, label, colour } of limits) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(left - 6, y(value) - 3);
    ctx.lineTo(left - 1, y(value));
    ctx.lineTo(left - 6, y(value) + 3);
    ctx.fill();
    plainTick(plot, `${mark} ${label}`, left + width + 6, inside(y(value)), colour);
  }
}

/** Enough that the colours between two stops differ from the map's by less than can be seen. */
const STOPS = 32;

/** The colours themselves: a gradient, because putting a picture there makes the canvas draw all it had put off. */
function paintRamp(
  { ctx, grid }: Plot,
  map: ColourMap,
  [low, high]: readonly [number, number],
  left: number,
  width: number,
): void {
  const ramp = ctx.createLinearGradient(0, grid.top, 0, grid.top + grid.height);
  for (let stop = 0; stop <= STOPS; stop += 1) {
    ramp.addColorStop(stop / STOPS, map.css(high - (stop / STOPS) * (high - low)));
  }
  ctx.fillStyle = ramp;
  ctx.fillRect(left, grid.top, width, grid.height);
}

function plainTick({ ctx, theme }: Plot, text: string, x: number, y: number, colour = theme.tokens.fg3): void {
  ctx.fillStyle = colour;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x, y);
}
