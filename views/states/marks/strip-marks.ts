import { paintGround } from '../../_kit/chart/ground.ts';
import { font, type Plot } from '../../_kit/chart/plot.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { inkOn } from '../../_kit/colour/maps.ts';
import type { Field } from '../../_kit/marks/field.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { paintText, shortened } from '../../_kit/marks/labels.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { directionOf } from '../../_kit/marks/written.ts';
import type { ExampleInput } from '../select/example.ts';
import type { SequenceStates } from '../select/sequence-states.ts';

/** Shares of the height: the cells of the input, and below them the line of the unit. */
const CELLS = { tokens: 0.42, frames: 0.5 };
const BAND = 10;
const GAP = 8;

/** What is coloured: a unit of a layer, on a fixed scale. */
export interface Inked {
  readonly states: SequenceStates;
  readonly unit: number;
  readonly limit: number;
}

/** The parts of the strip, px from the top of the grid. */
function partsOf({ grid }: Pick<Plot, 'grid'>, kind: ExampleInput['kind']) {
  const cells = Math.round(grid.height * (kind === 'frames' ? CELLS.frames : CELLS.tokens));
  const band = kind === 'frames' ? { top: grid.top + cells + 2, height: BAND } : { top: grid.top, height: cells };
  const line = band.top + band.height + GAP;
  return { cells, band, line: { top: line, height: Math.max(8, grid.top + grid.height - line) } };
}

/** Words or frames of a sequence; the unit's value at each step as the colour of its cell, and as a line below. */
export function paintStrip(plot: Plot, input: ExampleInput, inked: Inked | null): void {
  const { grid, theme } = plot;
  const parts = partsOf(plot, input.kind);
  if (input.kind === 'frames') {
    paintGround(plot, [input], (below) => {
      paintHeatMap(below, framesOf(input, theme.maps.mfcc), { rect: { ...grid, height: parts.cells } });
    });
  }
  if (inked) paintBand(plot, inked, parts.band);
  if (input.kind !== 'frames') paintTokens(plot, input.tokens, inked, parts.band);
  if (inked) paintUnitLine(plot, inked, parts.line);
}

type Frames = Extract<ExampleInput, { readonly kind: 'frames' }>;

// Kept for as long as the input is: it is the same at every epoch.
const fields = new WeakMap<Frames, Field>();

function framesOf(input: Frames, map: ColourMap): Field {
  const held = fields.get(input);
  if (held?.map === map) return held;
  const field = { rows: input.features, cols: input.time, map, value: input.share };
  fields.set(input, field);
  return field;
}

interface Part {
  readonly top: number;
  readonly height: number;
}

function paintBand(plot: Plot, { states, unit, limit }: Inked, { top, height }: Part): void {
  const { ctx, theme, grid } = plot;
  const field = {
    ...{ rows: 1, cols: states.time, map: signedMap(theme.maps.div, limit), neutral: 0 },
    grid: { ...states.grid, start: states.grid.start + unit },
  };
  paintHeatMap(plot, field, { rect: { ...grid, top, height }, gap: true });
  ctx.strokeStyle = theme.tokens.line2;
  ctx.strokeRect(grid.left - 0.5, Math.round(top) - 0.5, grid.width + 1, Math.round(height) + 1);
}

function paintTokens(plot: Plot, tokens: readonly string[], inked: Inked | null, { top, height }: Part): void {
  const { ctx, theme } = plot;
  const width = plot.x(1.5) - plot.x(0.5);
  ctx.font = font(12, 500);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  // narrower cells have no room for a letter
  if (width < 9) return;
  const map = inked ? signedMap(theme.maps.div, inked.limit) : null;
  for (const [index, token] of tokens.entries()) {
    if (token === '') continue;
    const value = inked?.states.value(inked.unit, index) ?? Number.NaN;
    ctx.fillStyle = inkOf(plot, map, value, inked?.states.isPadded(index) ?? true);
    ctx.direction = directionOf(token);
    const text = shortened(ctx, /^\s$/.test(token) ? '·' : token, width - 2);
    // one letter and dots may still be wider than the cell: a word that cannot be told is better left out
    if (text.length > 1 && ctx.measureText(text).width > width) continue;
    ctx.fillText(text, plot.x(index + 1), top + height / 2);
  }
  ctx.direction = 'ltr';
  ctx.font = font();
}

/** The ink of a word on the colour of its cell; NaN cells are inked themselves. */
function inkOf({ theme }: Plot, map: ColourMap | null, value: number, isPadded: boolean): string {
  if (map && Number.isFinite(value)) return inkOn(map.rgb(value));
  return map && !isPadded ? theme.tokens.hNanX : theme.tokens.fg1;
}

function paintUnitLine(plot: Plot, { states, unit, limit }: Inked, { top, height }: Part): void {
  const { ctx, theme, grid } = plot;
  const y = (value: number) => top + height * (0.5 - value / (2 * limit));
  ctx.strokeStyle = theme.tokens.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(grid.left, Math.round(y(0)) + 0.5);
  ctx.lineTo(grid.left + grid.width, Math.round(y(0)) + 0.5);
  ctx.stroke();
  ctx.strokeStyle = theme.tokens.fg2;
  ctx.lineWidth = 1.5;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  let isDown = false;
  for (let t = 0; t < states.time; t += 1) {
    const value = states.value(unit, t);
    if (!Number.isFinite(value)) {
      isDown = false;
      continue;
    }
    if (isDown) ctx.lineTo(plot.x(t + 1), y(value));
    else ctx.moveTo(plot.x(t + 1), y(value));
    isDown = true;
  }
  ctx.stroke();
}

/** A dot on the line at the cursor, and the value there. */
export function paintUnitValue(
  plot: Plot,
  kind: ExampleInput['kind'],
  { states, unit, limit }: Inked,
  timestep: number,
  text: string,
): void {
  const value = timestep <= states.time ? states.value(unit, timestep - 1) : Number.NaN;
  if (!Number.isFinite(value)) return;
  const { ctx, theme, grid } = plot;
  const { line } = partsOf(plot, kind);
  const [x, y] = [plot.x(timestep), line.top + line.height * (0.5 - value / (2 * limit))];
  ctx.fillStyle = theme.tokens.fg1;
  ctx.beginPath();
  ctx.arc(x, y, 3, 0, 2 * Math.PI);
  ctx.fill();
  const isLeft = x > grid.left + grid.width - 120;
  // on the side of the line that is free
  const beside = value >= 0 ? line.top + line.height - 3 : line.top + 3;
  // clear of the outline around the step
  const away = (plot.x(1.5) - plot.x(0.5)) / 2 + 6;
  paintText(plot, text, x + (isLeft ? -away : away), beside, {
    colour: theme.tokens.fg1,
    weight: 600,
    align: isLeft ? 'right' : 'left',
  });
}
