import type { Health, RunSummary } from '../../../lib/protocol/summary.ts';
import { font } from '../../../views/_kit/chart/plot.ts';
import { paintHealth, worst } from '../../../views/_kit/marks/health.ts';
import type { Tokens } from '../../../views/_kit/theme/tokens.ts';
import { cellEdge, type Timeline } from '../timeline.ts';
import { axisEpochs, CELL, type DockLayout } from './geometry.ts';

/** Cells narrower than this lose the gap to their neighbour; under 2 px several epochs share one. */
const LEAST_WITH_GAP = 4;
const LEAST_CELL = 2;

/** A run's epochs as cells, drawn over whole px. */
export function paintTrack(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  run: RunSummary,
  timeline: Timeline,
  layout: DockLayout,
  top: number,
): void {
  const { epochs } = timeline;
  const perCell = Math.max(1, Math.ceil((LEAST_CELL * epochs) / layout.width));
  const hasGap = (perCell * layout.width) / epochs >= LEAST_WITH_GAP;
  const y = top + Math.round((layout.track - CELL) / 2);
  for (let epoch = 1; epoch <= epochs; epoch += perCell) {
    const last = Math.min(epochs, epoch + perCell - 1);
    const x = layout.left + cellEdge(epoch, epochs, layout.width);
    const end = layout.left + cellEdge(last + 1, epochs, layout.width);
    const health: Health = perCell === 1 ? (run.health[epoch - 1] ?? 'ahead') : worst(run.health, epoch, last);
    paintHealth(ctx, tokens, health, x, y, Math.max(1, end - x - (hasGap ? 1 : 0)), CELL);
  }
  paintUnfinished(ctx, tokens, run, timeline, layout, y);
}

/** How far the running epoch is: a bar in the live colour, as long as the share of its steps. */
function paintUnfinished(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  { info, epoch, step }: RunSummary,
  { epochs }: Timeline,
  layout: DockLayout,
  y: number,
): void {
  if (info.status !== 'live' || epoch >= epochs) return;
  const x = layout.left + cellEdge(epoch + 1, epochs, layout.width);
  const width = layout.left + cellEdge(epoch + 2, epochs, layout.width) - x - 1;
  const share = info.stepsPerEpoch ? Math.min(1, Math.max(0, step / info.stepsPerEpoch - epoch)) : 0;
  ctx.strokeStyle = tokens.live;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 2]);
  ctx.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), CELL - 1);
  ctx.setLineDash([]);
  ctx.fillStyle = tokens.live;
  ctx.fillRect(x, y + CELL - 3, Math.max(1, Math.round(width * share)), 3);
}

/** The axis row: the window as a bar with ends, epochs as numbers. */
export function paintAxis(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  timeline: Timeline,
  layout: DockLayout,
  top: number,
): void {
  const { epochs, window, reached, playhead } = timeline;
  const x0 = layout.left + cellEdge(window[0], epochs, layout.width);
  const x1 = layout.left + cellEdge(window[1] + 1, epochs, layout.width);
  const bar = top + Math.round((layout.axis - 16) / 2);
  ctx.fillStyle = tokens.bg3;
  ctx.fillRect(x0, bar, x1 - x0, 15);
  ctx.fillStyle = tokens.fg3;
  ctx.fillRect(x0, bar, 3, 15);
  ctx.fillRect(x1 - 3, bar, 3, 15);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.font = font();
  for (const epoch of axisEpochs(epochs, layout.width, playhead)) {
    ctx.fillStyle = epoch <= reached ? tokens.fg2 : tokens.fg3;
    const middle =
      layout.left + (cellEdge(epoch, epochs, layout.width) + cellEdge(epoch + 1, epochs, layout.width)) / 2;
    ctx.fillText(String(epoch), clearOfEnds(ctx, String(epoch), middle, layout), bar + 8);
  }
}

/** Px within which an end of the axis may be; measuring text costs more than drawing it. */
const NEAR_END = 40;

/** Where a number on an end of the window moves off it. */
function clearOfEnds(ctx: CanvasRenderingContext2D, text: string, middle: number, { left, width }: DockLayout): number {
  if (middle > left + NEAR_END && middle < left + width - NEAR_END) return middle;
  const half = ctx.measureText(text).width / 2 + 7;
  return Math.min(left + width - half, Math.max(left + half, middle));
}

/** Everything on the dock's canvas: a line above each track but the first, the tracks, the axis. */
export function paintDock(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  runs: readonly RunSummary[],
  timeline: Timeline,
  layout: DockLayout,
): void {
  const full = layout.left + layout.width + layout.right;
  runs.forEach((run, index) => {
    const top = layout.lane + index * layout.track;
    ctx.fillStyle = tokens.line;
    if (index > 0) ctx.fillRect(0, top, full, 1);
    paintTrack(ctx, tokens, run, timeline, layout, top);
  });
  const axisTop = layout.lane + runs.length * layout.track;
  ctx.fillStyle = tokens.line;
  ctx.fillRect(0, axisTop, full, 1);
  paintAxis(ctx, tokens, timeline, layout, axisTop + 1);
}
