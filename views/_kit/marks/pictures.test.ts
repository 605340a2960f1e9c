import { expect, test } from 'vitest';
import { encodeHalf } from '../../../lib/protocol/float16.ts';
import { colourMaps } from '../colour/maps.ts';
import { fillPixels, type GridField } from './field.ts';
import { keptPicture } from './pictures.ts';
import { signedMap } from './signed-map.ts';

const { div } = colourMaps('dark');
const [ROWS, COLS] = [128, 100];

function fieldOf(seed: number, extra: Partial<GridField> = {}): GridField {
  const numbers = Array.from({ length: ROWS * COLS }, (_, index) => Math.sin(index * 0.37 + seed));
  const grid = { entries: encodeHalf(numbers), half: true, start: 0, stride: ROWS };
  return { rows: ROWS, cols: COLS, map: div, neutral: 0, grid, ...extra };
}

function filled(field: GridField, width: number, height: number): Uint32Array {
  const pixels = new Uint32Array(width * height);
  fillPixels(field, width, height, pixels);
  return pixels;
}

test('a picture that was made is not made again, though the field is said anew', () => {
  const field = fieldOf(1);
  const first = keptPicture(field, 60, 50);
  expect(first?.pixels).toEqual(filled(field, 60, 50));
  expect(keptPicture({ ...field }, 60, 50)).toBe(first);
});

test('another order, map, neutral or size of the same cells is another picture', () => {
  const field = fieldOf(2);
  const order = Int32Array.from({ length: ROWS }, (_, row) => ROWS - 1 - row);
  const others: [GridField, number, number][] = [
    [{ ...field, order }, 60, 50],
    [{ ...field, map: signedMap(div, 0.5) }, 60, 50],
    [{ ...field, neutral: 0.5 }, 60, 50],
    [field, 61, 50],
    [field, 60, 51],
  ];
  keptPicture(field, 60, 50);
  for (const [other, width, height] of others) {
    const picture = keptPicture(other, width, height)!;
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(picture.pixels).toEqual(filled(other, width, height));
  }
});

test('maps of few cells, and those asked for cell by cell, are not kept', () => {
  expect(keptPicture({ ...fieldOf(3), rows: 10 }, 60, 50)).toBeNull();
  expect(keptPicture({ rows: ROWS, cols: COLS, map: div, value: () => 0 }, 60, 50)).toBeNull();
});

test('what was not shown for longest goes when there are too many, the one just seen again stays', () => {
  // 12 MB each, so that eight fit
  const [width, height] = [2_000, 1_500];
  const fields = Array.from({ length: 9 }, (_, index) => fieldOf(10 + index));
  const [first, second] = fields.slice(0, 8).map((field) => keptPicture(field, width, height));
  expect(keptPicture(fields[0]!, width, height)).toBe(first);
  keptPicture(fields[8]!, width, height);
  expect(keptPicture(fields[0]!, width, height)).toBe(first);
  expect(keptPicture(fields[1]!, width, height)).not.toBe(second);
});
