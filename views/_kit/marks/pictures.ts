import { type Cells, type Field, fillPixels, type GridField } from './field.ts';

/** A heat map as packed RGBA pixels, top row first, and what of it is not painted as a colour. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array<ArrayBuffer>;
  readonly cells: Cells;
}

/** A picture, and what it was made of: of the same, at the same size, it is made no second time. */
interface Kept extends Picture {
  readonly field: GridField;
}

/** Bytes of pictures that are kept: about 200 epochs of a map of 450 × 250 px. Beyond it those not shown for longest go. */
const MOST_BYTES = 96 * 2 ** 20;
/** Cells from which on a picture takes longer to make than to put back. */
const LEAST_CELLS = 10_000;

/** By what lies in memory, the one shown last at the end. */
const kept = new Map<GridField['grid'], Kept>();
let bytes = 0;

/** A picture of no field yet. */
export function emptyPicture(width: number, height: number): Omit<Picture, 'cells'> {
  return { width, height, pixels: new Uint32Array(width * height) };
}

/**
 * The picture of a large heat map whose cells lie in memory, kept so that epochs that were seen are shown again at once.
 * Null of other maps, which are made faster than found.
 */
export function keptPicture(field: Field | GridField, width: number, height: number): Picture | null {
  if (!('grid' in field) || field.rows * field.cols < LEAST_CELLS) return null;
  const held = kept.get(field.grid);
  kept.delete(field.grid);
  const picture = held && isOf(held, field, width, height) ? held : make(field, width, height);
  kept.set(field.grid, picture);
  bytes += picture.pixels.byteLength - (held?.pixels.byteLength ?? 0);
  forget();
  return picture;
}

function make(field: GridField, width: number, height: number): Kept {
  const picture = emptyPicture(width, height);
  return { ...picture, field, cells: fillPixels(field, width, height, picture.pixels) };
}

const MADE_OF = ['rows', 'cols', 'order', 'map', 'neutral'] as const;

/** Whether the picture shows just this. */
function isOf(picture: Kept, asked: GridField, width: number, height: number): boolean {
  if (picture.width !== width || picture.height !== height) return false;
  return MADE_OF.every((key) => picture.field[key] === asked[key]);
}

/** Lets go of those not shown for longest; never of the one just shown. */
function forget(): void {
  for (const [grid, { pixels }] of kept) {
    if (bytes <= MOST_BYTES || kept.size === 1) return;
    kept.delete(grid);
    bytes -= pixels.byteLength;
  }
}
