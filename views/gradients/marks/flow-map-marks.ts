import { paintGround } from '../../_kit/chart/ground.ts';
import { crisp, font, type Plot, withinGrid } from '../../_kit/chart/plot.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { paintColourBar } from '../../_kit/marks/colour-bar.ts';
import type { Field } from '../../_kit/marks/field.ts';
import { edges } from '../../_kit/marks/grid.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { strokeTrace } from '../../_kit/marks/lines.ts';
import { gradientsMessages } from '../messages.ts';
import type { BarLimits, FlowMap, Onset } from '../select/flow-map.ts';
import { paintEpochsBeside } from './epoch-labels.ts';

/** What is drawn on the flow map. */
export interface FlowMapMarks {
  readonly map: FlowMap;
  readonly limits: BarLimits;
  readonly onsets: readonly Onset[];
  readonly playhead: number | null;
  /** Words at the horizon line. */
  readonly horizonName: string;
}

/** Ink that reads on the map in both themes: the map is the same in both. */
const INK = '#ffffff';
const CASING = '#0b0d10';

/** Draws the map, what lies over it, its epochs and its colour bar. */
export function paintFlowMap(plot: Plot, marks: FlowMapMarks): void {
  const { map, horizonName } = marks;
  paintGround(plot, [map, horizonName], (below) => {
    paintHeatMap(below, fieldOf(map, plot.theme.maps.flux));
    // After the map, which clears what lies below it.
    paintPlaceholders(below, map);
    paintRowsAhead(below, map);
    paintHorizon(below, map, horizonName);
  });
  paintBar(plot, marks);
  for (const onset of marks.onsets) paintOnset(plot, onset, marks);
  paintEpochsBeside(plot, map.first, map.first + map.rows - 1, marks.playhead);
}

// Kept for as long as the flow map is: the same field is put back, not looked into again, when only the playhead moves.
const fields = new WeakMap<FlowMap, Field>();

function fieldOf(flow: FlowMap, map: ColourMap): Field {
  const held = fields.get(flow);
  if (held?.map === map) return held;
  const { rows, time, values, kind } = flow;
  // an exact 0 is the darkest colour, not a value that is no number
  const value = (row: number, col: number) => Math.max(flow.domain[0], values[row * time + col]!);
  const field = { rows, cols: time, value, map, kind };
  fields.set(flow, field);
  return field;
}

function paintPlaceholders({ ctx, grid, ratio, theme }: Plot, map: FlowMap): void {
  const down = edges(map.rows, Math.round(grid.height * ratio));
  ctx.fillStyle = theme.tokens.bg2;
  map.rowKinds.forEach((kind, row) => {
    if (kind === 'loading') {
      ctx.fillRect(grid.left, grid.top + down[row]! / ratio, grid.width, (down[row + 1]! - down[row]!) / ratio);
    }
  });
}

function paintRowsAhead(plot: Plot, { rowKinds, first }: FlowMap): void {
  const { ctx, grid } = plot;
  const pitch = Math.abs(plot.y(first + 1) - plot.y(first));
  const every = Math.max(1, Math.ceil(4 / pitch));
  ctx.fillStyle = plot.theme.tokens.line;
  rowKinds.forEach((kind, row) => {
    if (kind !== 'ahead' || row % every !== 0) return;
    ctx.fillRect(grid.left + 1, Math.round(plot.y(first + row)), grid.width - 2, 1);
  });
}

/** The step line where the memory begins; a gap where it is unknown. */
function paintHorizon(plot: Plot, map: FlowMap, name: string): void {
  const { ctx } = plot;
  const path: (readonly [number, number] | null)[] = [];
  let isDown = false;
  let labelled = -1;
  map.horizonEdges.forEach((edge, row) => {
    const isKnown = Number.isFinite(edge) && map.rowKinds[row] === 'snapshot';
    if (!isKnown) {
      // A missing row is passed over in a straight line only by lifting the pen: nothing was measured there.
      isDown = false;
      return;
    }
    const epoch = map.first + row;
    const x = plot.x(edge);
    if (isDown) path.push([x, plot.y(epoch - 0.5)]);
    else path.push(null, [x, plot.y(epoch - 0.5)]);
    path.push([x, plot.y(epoch + 0.5)]);
    isDown = true;
    labelled = row;
  });
  if (labelled < 0) return;
  withinGrid(plot, () => {
    ctx.strokeStyle = CASING;
    ctx.globalAlpha = 0.55;
    ctx.lineWidth = 3.5;
    strokeTrace(ctx, path);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = INK;
    ctx.lineWidth = 1.5;
    strokeTrace(ctx, path);
  });
  nameHorizon(plot, map, name);
}

/** Names the line in a row that is high enough above the newest, at the side where there is room. */
function nameHorizon(plot: Plot, map: FlowMap, name: string): void {
  const { ctx, grid } = plot;
  const known = [...map.horizonEdges.keys()].filter((row) => Number.isFinite(map.horizonEdges[row]!));
  const row = known[Math.max(0, Math.floor(known.length * 0.86) - 1)];
  if (row === undefined) return;
  ctx.font = font(11, 600);
  const width = ctx.measureText(name).width;
  ctx.font = font();
  const x = plot.x(map.horizonEdges[row]!);
  const isLeft = x + 12 + width > grid.left + grid.width - 4;
  // Between this row's line and the rows around it the text must not lie over a step of the line.
  const y = Math.min(grid.top + grid.height - 8, Math.max(grid.top + 8, plot.y(map.first + row)));
  cased(plot, name, isLeft ? x - 12 : x + 12, y, isLeft ? 'right' : 'left');
}

/** Clear of the timestep cursor in the first column. */
const ONSET_INDENT = 14;

function paintOnset(plot: Plot, { epoch, verdict }: Onset, { map, playhead }: FlowMapMarks): void {
  const { ctx, grid } = plot;
  const y = crisp(plot.y(epoch - 0.5));
  ctx.save();
  ctx.strokeStyle = INK;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(grid.left, y);
  ctx.lineTo(grid.left + grid.width, y);
  ctx.stroke();
  ctx.restore();
  // Below the line; where rows are low, clear of the playhead's outline.
  const rowHeight = plot.y(epoch + 0.5) - y;
  const isCrossed = playhead !== null && rowHeight < 18 && Math.abs(plot.y(playhead) - y - 10) < rowHeight / 2 + 8;
  const below = isCrossed ? plot.y(playhead + 0.5) + 10 : y + 10;
  const isBelow = below < grid.top + grid.height - 6 && map.rows > 1;
  cased(plot, gradientsMessages.flow.onset[verdict.rule], grid.left + ONSET_INDENT, isBelow ? below : y - 10, 'left');
}

function cased({ ctx }: Plot, text: string, x: number, y: number, align: CanvasTextAlign): void {
  ctx.save();
  ctx.font = font(11, 600);
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3;
  ctx.strokeStyle = 'rgba(11,13,16,.75)';
  ctx.strokeText(text, x, y);
  ctx.fillStyle = INK;
  ctx.fillText(text, x, y);
  ctx.restore();
}

function paintBar(plot: Plot, { map, limits }: FlowMapMarks): void {
  const { tokens, maps } = plot.theme;
  const words = gradientsMessages.flow;
  const [low, high] = map.domain;
  const ticks: number[] = [];
  for (let tick = low; tick <= high; tick += 3) ticks.push(tick);
  const thresholds = [
    ...(limits.vanish === null
      ? []
      : [{ value: limits.vanish, mark: '▼' as const, label: words.vanish, colour: tokens.hVan }]),
    ...(limits.explode === null
      ? []
      : [{ value: limits.explode, mark: '▲' as const, label: words.explode, colour: tokens.hExp }]),
  ];
  paintColourBar(plot, { map: maps.flux, domain: map.domain, ticks, log: true, thresholds });
}
