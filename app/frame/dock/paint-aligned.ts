import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { font } from '../../../views/_kit/chart/plot.ts';
import { paintHealth, worst } from '../../../views/_kit/marks/health.ts';
import { placeOfEpoch } from '../../../views/_kit/state/epoch-ends.ts';
import type { Tokens } from '../../../views/_kit/theme/tokens.ts';
import type { Aligned, AlignedRow } from '../aligned.ts';
import { cellOf, pxOfPlace, type Timeline } from '../timeline.ts';
import { placeTicks } from './axis-places.ts';
import { CELL, type DockLayout } from './geometry.ts';

/** Cells narrower than this lose the gap to their neighbour; under 2 px several epochs share one. */
const LEAST_WITH_GAP = 4;
const LEAST_CELL = 2;

/** Epochs that share a cell: first and last, and the px it begins and ends at. */
export interface PlacedCell {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

/** The cells of a run along the axis, over `width` px: each at least 2 px wide. */
export function placedCells(row: AlignedRow, extent: number, width: number): readonly PlacedCell[] {
  const cells: PlacedCell[] = [];
  let [first, from] = [1, pxOfPlace(row.start, extent, width)];
  for (let epoch = 1; epoch <= row.ends.length; epoch += 1) {
    const to = pxOfPlace(row.ends[epoch - 1]!, extent, width);
    if (to - from < LEAST_CELL && epoch < row.ends.length) continue;
    cells.push({ first, last: epoch, from, to: Math.max(to, from + 1) });
    [first, from] = [epoch + 1, Math.max(to, from + 1)];
  }
  return cells;
}

/** A run's epochs where they lie along steps or time, what is planned or running behind them. */
export function paintPlacedTrack(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  run: RunSummary,
  row: AlignedRow,
  extent: number,
  layout: DockLayout,
  top: number,
): void {
  const y = top + Math.round((layout.track - CELL) / 2);
  for (const { first, last, from, to } of placedCells(row, extent, layout.width)) {
    const gap = to - from >= LEAST_WITH_GAP ? 1 : 0;
    paintHealth(ctx, tokens, worst(run.health, first, last), layout.left + from, y, to - from - gap, CELL);
  }
  const reached = layout.left + pxOfPlace(row.ends.at(-1) ?? row.start, extent, layout.width);
  const until = layout.left + pxOfPlace(row.until, extent, layout.width);
  if (until > reached) paintHealth(ctx, tokens, 'ahead', reached, y, until - reached, CELL);
  if (run.info.status !== 'live' || until <= reached) return;
  // the running epoch: as far as its steps have come, where they are known
  const { stepsPerEpoch, epochsPlanned } = run.info;
  const ahead = epochsPlanned === null ? 1 : Math.max(1, epochsPlanned - run.epoch);
  const width = Math.max(2, (until - reached) / ahead - 1);
  const share = stepsPerEpoch ? Math.min(1, Math.max(0, run.step / stepsPerEpoch - run.epoch)) : 0;
  ctx.strokeStyle = tokens.live;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 2]);
  ctx.strokeRect(reached + 0.5, y + 0.5, Math.max(1, Math.round(width) - 1), CELL - 1);
  ctx.setLineDash([]);
  ctx.fillStyle = tokens.live;
  ctx.fillRect(reached, y + CELL - 3, Math.max(1, Math.round(width * share)), 3);
}

/** The axis row: the window of the focused run's epochs as a bar with ends, steps or times as numbers. */
export function paintPlacedAxis(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  timeline: Timeline,
  aligned: Aligned,
  layout: DockLayout,
  top: number,
): void {
  const { window, epochs } = timeline;
  const { focus, extent, axis, place } = aligned;
  const isWhole = window[0] === 1 && window[1] === epochs;
  const x0 = layout.left + (isWhole ? 0 : cellOf(timeline, window[0], layout.width)[0]);
  const x1 = layout.left + (isWhole ? layout.width : cellOf(timeline, window[1], layout.width)[1]);
  const bar = top + Math.round((layout.axis - 16) / 2);
  ctx.fillStyle = tokens.bg3;
  ctx.fillRect(x0, bar, Math.max(6, x1 - x0), 15);
  ctx.fillStyle = tokens.fg3;
  ctx.fillRect(x0, bar, 3, 15);
  ctx.fillRect(Math.max(x0 + 3, x1 - 3), bar, 3, 15);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.font = font();
  const reached = placeOfEpoch(focus, focus.ends.length);
  for (const { at, text } of placeTicks(axis, extent, layout.width, place)) {
    ctx.fillStyle = at <= reached ? tokens.fg2 : tokens.fg3;
    const half = ctx.measureText(text).width / 2 + 7;
    const middle = layout.left + pxOfPlace(at, extent, layout.width);
    const inside = Math.min(layout.left + layout.width - half, Math.max(layout.left + half, middle));
    ctx.fillText(text, inside, bar + 8);
  }
}

/** Everything on the dock's canvas where runs are aligned by steps or time. */
export function paintAlignedDock(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  runs: readonly RunSummary[],
  timeline: Timeline,
  aligned: Aligned,
  layout: DockLayout,
): void {
  const full = layout.left + layout.width + layout.right;
  runs.forEach((run, index) => {
    const top = layout.lane + index * layout.track;
    ctx.fillStyle = tokens.line;
    if (index > 0) ctx.fillRect(0, top, full, 1);
    const row = aligned.rows.get(run.info.id);
    if (row) paintPlacedTrack(ctx, tokens, run, row, aligned.extent, layout, top);
  });
  const axisTop = layout.lane + runs.length * layout.track;
  ctx.fillStyle = tokens.line;
  ctx.fillRect(0, axisTop, full, 1);
  paintPlacedAxis(ctx, tokens, timeline, aligned, layout, axisTop + 1);
}
