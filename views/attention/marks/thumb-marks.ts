import { font, type Plot } from '../../_kit/chart/plot.ts';
import type { ColourMap } from '../../_kit/colour/colour-map.ts';
import { paintHatch } from '../../_kit/marks/hatch.ts';
import { paintHeatMap } from '../../_kit/marks/heat-map.ts';
import { attentionMessages } from '../messages.ts';
import type { Pooled } from '../select/matrix.ts';
import { fixed } from '../words.ts';

/** Room above and below a small matrix for its epoch and its error, px. */
export const THUMB_ABOVE = 16;
export const THUMB_BELOW = 18;

/** A small matrix: null cells while its bytes are on their way. */
export interface Thumb {
  readonly epoch: number;
  readonly cells: Pooled | null;
  /** Whether the attention of this example was kept at that epoch. */
  readonly isKept: boolean;
  /** NaN where the true alignment is not known. */
  readonly error: number;
  readonly isCurrent: boolean;
}

/** Where thumb number `index` stands, px. */
export interface ThumbGrid {
  readonly columns: number;
  readonly rows: number;
  readonly at: (index: number) => {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

const LEFT = 14;
const GAP = 10;
const WIDTH = 50;
const HEIGHT = 58;
/** A small matrix is at most so many times as high as wide. */
const MOST_TALL = 1.3;

/** How many small matrices a box holds at a readable size. */
export function thumbCapacity(width: number, height: number): number {
  const columns = Math.floor((width - 2 * LEFT + GAP) / (WIDTH + GAP));
  const rows = Math.floor(height / (HEIGHT + THUMB_ABOVE + THUMB_BELOW));
  return Math.max(1, columns) * Math.max(1, rows);
}

/** Places `count` small matrices in a box, as large as they all fit. */
export function thumbGrid(width: number, height: number, count: number): ThumbGrid {
  const sizeOf = (columns: number) => {
    const rows = Math.ceil(count / columns);
    const wide = (width - 2 * LEFT - GAP * (columns - 1)) / columns;
    const tall = height / rows - THUMB_ABOVE - THUMB_BELOW;
    return { columns, rows, wide, tall };
  };
  const smallest = ({ wide, tall }: ReturnType<typeof sizeOf>) => Math.min(wide, (tall * WIDTH) / HEIGHT);
  const { columns, rows, wide, tall } = Array.from({ length: Math.max(1, count) }, (_, i) => sizeOf(i + 1)).reduce(
    (best, each) => (smallest(each) > smallest(best) ? each : best),
  );
  return {
    columns,
    rows,
    at: (index) => ({
      left: Math.round(LEFT + (index % columns) * (wide + GAP)),
      top: Math.round(THUMB_ABOVE + Math.floor(index / columns) * (tall + THUMB_ABOVE + THUMB_BELOW)),
      width: Math.max(4, Math.floor(wide)),
      height: Math.max(8, Math.floor(Math.min(tall, wide * MOST_TALL))),
    }),
  };
}

/** Draws small matrices, each with its epoch above and its alignment error below. */
export function paintThumbs(plot: Plot, thumbs: readonly Thumb[], grid: ThumbGrid, map: ColourMap): void {
  const { ctx, theme } = plot;
  const { tokens } = theme;
  thumbs.forEach(({ epoch, cells, isKept, error, isCurrent }, index) => {
    const rect = grid.at(index);
    if (cells) paintHeatMap(plot, { rows: cells.rows, cols: cells.cols, map, value: cells.value }, { rect });
    else if (isKept) {
      ctx.fillStyle = tokens.bg2;
      ctx.fillRect(rect.left, rect.top, rect.width, rect.height);
    } else paintHatch(ctx, tokens, rect.left, rect.top, rect.width, rect.height);
    ctx.font = font(11, isCurrent ? 600 : 400);
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    ctx.fillStyle = isCurrent ? tokens.fg1 : tokens.fg2;
    ctx.fillText(String(epoch), rect.left, rect.top - 8);
    if (Number.isFinite(error)) {
      ctx.textAlign = 'right';
      ctx.fillText(fixed(error, 2), rect.left + rect.width, rect.top + rect.height + 10);
      if (index % grid.columns === 0) {
        ctx.font = font(11);
        ctx.textAlign = 'left';
        ctx.fillStyle = tokens.fg3;
        if (rect.width > 46) ctx.fillText(attentionMessages.epochs.error, rect.left, rect.top + rect.height + 10);
      }
    }
    if (!isCurrent) return;
    ctx.strokeStyle = tokens.fg1;
    ctx.lineWidth = 1.75;
    ctx.strokeRect(rect.left - 2, rect.top - 2, rect.width + 4, rect.height + 4);
  });
  ctx.font = font();
}
