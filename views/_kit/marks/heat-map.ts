import type { Rect } from '../chart/geometry.ts';
import type { Plot } from '../chart/plot.ts';
import { type Cells, type Field, fillPixels, type GridField } from './field.ts';
import { paintHatch, paintNotANumber } from './hatch.ts';
import { emptyPicture, keptPicture, type Picture } from './pictures.ts';

/** Smallest side of a cell, CSS px, that gets a gap of 1 px to its neighbours. */
const LEAST_WITH_GAP = 10;

/** The picture drawn last at a place of a canvas, and of what: the same field again needs only be put back. */
interface Drawn {
  readonly picture: Picture;
  readonly field: Field | GridField;
}
const drawn = new WeakMap<HTMLCanvasElement, Map<string, Drawn>>();
/** A canvas has few maps; more places than this are those of former sizes. */
const MOST_PLACES = 8;

/** The picture of the map at a place of a canvas; its pixels are used again for the next one there. */
function pictureAt(canvas: HTMLCanvasElement, place: string, field: Field | GridField, width: number, height: number) {
  const places = drawn.get(canvas) ?? new Map<string, Drawn>();
  drawn.set(canvas, places);
  const last = places.get(place);
  const isFit = last?.picture.width === width && last.picture.height === height;
  if (isFit && last.field === field) return last.picture;
  if (!isFit && places.size >= MOST_PLACES) places.clear();
  const room = isFit ? last.picture : emptyPicture(width, height);
  const picture = { ...room, cells: fillPixels(field, width, height, room.pixels) };
  places.set(place, { picture, field });
  return picture;
}

/**
 * Draws a heat map into `rect` (default: the grid), snapped to device pixels, row 0 at the top. Missing cells are
 * hatched, not finite ones inked with ×. `gap`: 1 px between cells where they are at least 10 px. A field that is the
 * same object as the one drawn last there is not looked into again.
 */
export function paintHeatMap(
  plot: Plot,
  field: Field | GridField,
  options: { readonly rect?: Rect; readonly gap?: boolean } = {},
): void {
  const { ctx, ratio } = plot;
  const rect = options.rect ?? plot.grid;
  const left = Math.round(rect.left * ratio);
  const top = Math.round(rect.top * ratio);
  const width = Math.round((rect.left + rect.width) * ratio) - left;
  const height = Math.round((rect.top + rect.height) * ratio) - top;
  if (width < 1 || height < 1 || field.rows < 1 || field.cols < 1) return;
  const { pixels, cells } =
    keptPicture(field, width, height) ?? pictureAt(ctx.canvas, `${left} ${top}`, field, width, height);
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  if (ctx instanceof CanvasRenderingContext2D) ctx.putImageData(image, left, top);
  else paintAsPicture(ctx, image, left, top);
  // From here on in device pixels, so that cells meet the picture exactly.
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.translate(left, top);
  paintSpecialCells(plot, cells);
  const least = Math.min(width / field.cols, height / field.rows);
  if (options.gap && least >= LEAST_WITH_GAP * ratio) paintGaps(plot, width, height, cells);
  ctx.restore();
}

/** Where there are no pixels to put, in an SVG, the map is a picture within it. */
function paintAsPicture(ctx: CanvasRenderingContext2D, image: ImageData, left: number, top: number): void {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  ctx.drawImage(canvas, left, top, image.width, image.height);
}

/** Cells so low or narrow that a × has no room in them: neighbours are inked together. */
const NO_ROOM = 6;

function paintSpecialCells({ ctx, theme }: Plot, { across, down, missing, bad }: Cells): void {
  const { tokens } = theme;
  const cols = across.length - 1;
  const high = (row: number) => down[row + 1]! - down[row]!;
  for (const { row, from, to } of runsOf(missing, cols, () => true)) {
    const x = across[from]!;
    paintHatch(ctx, tokens, x, down[row]!, across[to]! - x, high(row));
  }
  const isSmall = (row: number, col: number) => Math.min(high(row), across[col + 1]! - across[col]!) < NO_ROOM;
  for (const { row, from, to } of runsOf(bad, cols, isSmall)) {
    const x = across[from]!;
    paintNotANumber(ctx, tokens, x, down[row]!, across[to]! - x, high(row));
  }
}

/** Neighbours in a row among cells (rising), as long as they may be joined. */
function* runsOf(cells: readonly number[], cols: number, mayJoin: (row: number, col: number) => boolean) {
  for (let i = 0; i < cells.length; i += 1) {
    const [row, from] = [Math.floor(cells[i]! / cols), cells[i]! % cols];
    let to = from + 1;
    while (to < cols && cells[i + 1] === cells[i]! + 1 && mayJoin(row, to - 1) && mayJoin(row, to)) {
      i += 1;
      to += 1;
    }
    yield { row, from, to };
  }
}

function paintGaps({ ctx, theme, ratio }: Plot, width: number, height: number, { across, down }: Cells): void {
  ctx.fillStyle = theme.tokens.bg1;
  const gap = Math.max(1, Math.round(ratio));
  for (const x of across.subarray(1, -1)) ctx.fillRect(x - gap, 0, gap, height);
  for (const y of down.subarray(1, -1)) ctx.fillRect(0, y - gap, width, gap);
}
