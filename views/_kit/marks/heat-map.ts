import type { Rect } from '../chart/geometry.ts';
import type { Plot } from '../chart/plot.ts';
import { edges, type Field, fillPixels } from './field.ts';
import { paintHatch, paintNotANumber } from './hatch.ts';

/** Smallest side of a cell, CSS px, that gets a gap of 1 px to its neighbours. */
const LEAST_WITH_GAP = 10;

/** A picture reused from frame to frame: as large as it was last. */
interface Buffer {
  image: ImageData;
  pixels: Uint32Array;
}
const buffers = new WeakMap<HTMLCanvasElement, Buffer>();

function bufferOf(canvas: HTMLCanvasElement, width: number, height: number): Buffer {
  const held = buffers.get(canvas);
  if (held && held.image.width === width && held.image.height === height) return held;
  const image = new ImageData(width, height);
  const buffer = { image, pixels: new Uint32Array(image.data.buffer) };
  buffers.set(canvas, buffer);
  return buffer;
}

/**
 * Draws a heat map into `rect` (default: the grid), snapped to device pixels, row 0 at the top. Missing cells are
 * hatched, not finite ones inked with ×. `gap`: 1 px between cells where they are at least 10 px.
 */
export function paintHeatMap(
  plot: Plot,
  field: Field,
  options: { readonly rect?: Rect; readonly gap?: boolean } = {},
): void {
  const { ctx, ratio } = plot;
  const rect = options.rect ?? plot.grid;
  const left = Math.round(rect.left * ratio);
  const top = Math.round(rect.top * ratio);
  const width = Math.round((rect.left + rect.width) * ratio) - left;
  const height = Math.round((rect.top + rect.height) * ratio) - top;
  if (width < 1 || height < 1 || field.rows < 1 || field.cols < 1) return;
  const { image, pixels } = bufferOf(ctx.canvas, width, height);
  fillPixels(field, width, height, pixels);
  ctx.putImageData(image, left, top);
  // From here on in device pixels, so that cells meet the picture exactly.
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  const down = edges(field.rows, height);
  const across = edges(field.cols, width);
  paintSpecialCells(plot, field, left, top, across, down);
  const least = Math.min(width / field.cols, height / field.rows);
  if (options.gap && least >= LEAST_WITH_GAP * ratio) paintGaps(plot, left, top, width, height, across, down);
  ctx.restore();
}

function paintSpecialCells(
  { ctx, theme }: Plot,
  field: Field,
  left: number,
  top: number,
  across: Int32Array,
  down: Int32Array,
): void {
  const { tokens } = theme;
  const isMissing = (row: number, col: number) => field.kind?.(row, col) === 'missing';
  for (let row = 0; row < field.rows; row += 1) {
    const y = top + down[row]!;
    const height = down[row + 1]! - down[row]!;
    for (let col = 0; col < field.cols; col += 1) {
      const x = left + across[col]!;
      if (isMissing(row, col)) {
        const first = col;
        while (col + 1 < field.cols && isMissing(row, col + 1)) col += 1;
        paintHatch(ctx, tokens, left + across[first]!, y, across[col + 1]! - across[first]!, height);
      } else if ((field.kind?.(row, col) ?? 'value') === 'value' && !Number.isFinite(field.value(row, col))) {
        paintNotANumber(ctx, tokens, x, y, across[col + 1]! - across[col]!, height);
      }
    }
  }
}

function paintGaps(
  { ctx, theme, ratio }: Plot,
  left: number,
  top: number,
  width: number,
  height: number,
  across: Int32Array,
  down: Int32Array,
): void {
  ctx.fillStyle = theme.tokens.bg1;
  const gap = Math.max(1, Math.round(ratio));
  for (const x of across.subarray(1, -1)) ctx.fillRect(left + x - gap, top, gap, height);
  for (const y of down.subarray(1, -1)) ctx.fillRect(left, top + y - gap, width, gap);
}
