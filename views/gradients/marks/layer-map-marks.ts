import { paintGround } from '../../_kit/chart/ground.ts';
import type { Plot } from '../../_kit/chart/plot.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import type { Field } from '../../_kit/marks/field.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { MONO } from '../../_kit/theme/tokens.ts';
import { gradientsMessages } from '../messages.ts';
import type { LayerMap } from '../select/layer-map.ts';
import type { WeightRow } from '../select/weight-epochs.ts';
import { paintEpochsBelow } from './epoch-labels.ts';

/** What is drawn on the map of weights. */
export interface LayerMapMarks {
  readonly map: LayerMap;
  readonly picked: string | null;
  readonly playhead: number | null;
}

/** Least height of a row with a name of its own, px. */
const LEAST_ROW = 11;

/** Draws the map with its names, epochs and colour bar. */
export function paintLayerMap(plot: Plot, { map, picked, playhead }: LayerMapMarks): void {
  paintGround(plot, [map, picked], (below) => paintLayers(below, map, picked));
  paintEpochsBelow(plot, map.first, map.first + map.cols - 1, playhead);
}

function paintLayers(plot: Plot, map: LayerMap, picked: string | null): void {
  const { ctx, grid, theme } = plot;
  paintHeatMap(plot, fieldOf(map, theme.maps.flux), { gap: true });
  paintNames(plot, map.rows, picked);
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.tokens.fg3;
  ctx.fillText(gradientsMessages.weights.order, 8, grid.top + grid.height + 10);
  const [low, high] = map.domain;
  const step = high - low > 6 ? 4 : 2;
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + step * index);
  paintColourBar(plot, { map: theme.maps.flux, domain: map.domain, ticks, log: true, gap: 8, width: 8 });
}

// Kept for as long as the map is: only the playhead's label moves when epochs are scrubbed.
const fields = new WeakMap<LayerMap, Field>();

function fieldOf(layers: LayerMap, map: ColourMap): Field {
  const held = fields.get(layers);
  if (held?.map === map) return held;
  const { rows, cols, values, kind } = layers;
  // An exact zero is the darkest colour, not a value that is no number.
  const value = (row: number, col: number) => Math.max(map.domain[0], values[row * cols + col]!);
  const field = { rows: rows.length, cols, value, map, kind };
  fields.set(layers, field);
  return field;
}

/** Names of the rows; where rows are too low for each, every so many, and always the picked one. */
function paintNames(plot: Plot, rows: readonly WeightRow[], picked: string | null): void {
  const { ctx, grid, theme } = plot;
  const height = grid.height / Math.max(1, rows.length);
  const every = Math.max(1, Math.ceil(LEAST_ROW / height));
  const at = rows.findIndex(({ path }) => path === picked);
  ctx.save();
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  rows.forEach(({ path }, row) => {
    const isPicked = row === at;
    if (!isPicked && (row % every !== 0 || (at >= 0 && Math.abs(row - at) < every))) return;
    ctx.font = `${isPicked ? 600 : 400} 11px ${MONO}`;
    ctx.fillStyle = isPicked ? theme.tokens.fg1 : theme.tokens.fg2;
    ctx.fillText(fittedName(ctx, path, grid.left - 14), grid.left - 8, grid.top + (row + 0.5) * height);
  });
  ctx.restore();
}

/**
 * A weight's path in the room there is: `bidirectional_1/forward/recurrent_kernel` loses "_kernel", then letters of all
 * but its last part (`bid_1/for/recurrent`: the numbers stay), then its beginning.
 */
export function fittedName(ctx: Pick<CanvasRenderingContext2D, 'measureText'>, path: string, room: number): string {
  const short = path.replace(/_kernel$/, '');
  if (ctx.measureText(short).width <= room) return short;
  const parts = short.slice(-200).split('/');
  for (let letters = 6; letters >= 1; letters -= 1) {
    const cut = [...parts.slice(0, -1).map((part) => shortPart(part, letters)), parts.at(-1)].join('/');
    if (ctx.measureText(cut).width <= room) return cut;
  }
  let kept = short.slice(-80);
  while (kept.length > 1 && ctx.measureText(`…${kept}`).width > room) kept = kept.slice(1);
  return `…${kept}`;
}

/** `bidirectional_1` with 3 letters: `bid_1`. */
function shortPart(part: string, letters: number): string {
  const index = /_\d+$/.exec(part)?.[0] ?? '';
  return `${part.slice(0, part.length - index.length).slice(0, letters)}${index}`;
}
