import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHalf, encodeHalf } from '../../../lib/protocol/float16.ts';
import { colourMaps } from '../colour/maps.ts';
import { type Field, fillPixels, type GridField } from './field.ts';
import { edges } from './grid.ts';
import { signedMap } from './signed-map.ts';

const { div } = colourMaps('dark');

function picture(field: Field | GridField, width: number, height: number): Uint32Array {
  const pixels = new Uint32Array(width * height);
  fillPixels(field, width, height, pixels);
  return pixels;
}

const field = (values: readonly (readonly number[])[], extra: Partial<Field> = {}): Field => ({
  rows: values.length,
  cols: values[0]?.length ?? 0,
  value: (row, col) => values[row]![col]!,
  map: div,
  neutral: 0,
  ...extra,
});

test('row 0 is drawn at the top', () => {
  const pixels = picture(field([[-1], [0], [1]]), 1, 3);
  expect([...pixels]).toEqual([div.pixel(-1), div.pixel(0), div.pixel(1)]);
});

test('column 0 is drawn at the left', () => {
  const pixels = picture(field([[-1, 1]]), 4, 1);
  expect([...pixels]).toEqual([div.pixel(-1), div.pixel(-1), div.pixel(1), div.pixel(1)]);
});

test('cells are exact: every pixel is the colour of some cell', () => {
  const values = [
    [-1, 0.2, 0.9],
    [0.4, -0.6, 0],
  ];
  const colours = new Set(values.flat().map((value) => div.pixel(value)));
  for (const pixel of picture(field(values), 7, 5)) expect(colours.has(pixel)).toBe(true);
});

test('of more rows than pixels the most extreme value is seen, with its sign', () => {
  const pixels = picture(field([[0.1], [-0.9], [0.2], [0], [0.7], [-0.1]]), 1, 2);
  expect([...pixels]).toEqual([div.pixel(-0.9), div.pixel(0.7)]);
});

test('no unit is lost however many rows share a pixel', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 }), fc.nat(), (rows, height, at) => {
      const loud = at % rows;
      const pixels = picture(field(Array.from({ length: rows }, (_, row) => [row === loud ? -1 : 0.01])), 1, height);
      expect([...pixels]).toContain(div.pixel(-1));
    }),
    { examples: [[512, 390, 77]] },
  );
});

test('no timestep is lost however many columns share a pixel', () => {
  const pixels = picture(field([Array.from({ length: 1_000 }, (_, col) => (col === 613 ? 1 : 0.01))]), 300, 1);
  expect([...pixels].filter((pixel) => pixel === div.pixel(1))).toHaveLength(1);
});

const CELLS = [-1, -0.25, 0, 0.125, 0.5, 0.75, 1, Number.NaN, Number.POSITIVE_INFINITY];

/** Cells in memory, column after column, in an order, as codes or as numbers. */
const memory = fc
  .record({
    rows: fc.integer({ min: 1, max: 30 }),
    cols: fc.integer({ min: 1, max: 30 }),
    half: fc.boolean(),
    isOrdered: fc.boolean(),
    neutral: fc.constantFrom(0, 0.5),
    blank: fc.integer({ min: -1, max: 29 }),
    seed: fc.array(fc.constantFrom(...CELLS), { minLength: 900, maxLength: 900 }),
  })
  .map(({ rows, cols, half, isOrdered, neutral, blank, seed }) => {
    const codes = encodeHalf(seed.slice(0, rows * cols));
    const numbers = decodeHalf(codes);
    const order = isOrdered ? Int32Array.from({ length: rows }, (_, row) => (row * 7 + 3) % rows) : undefined;
    const isPermutation = !order || new Set(order).size === rows;
    const place = (row: number) => (order && isPermutation ? order[row]! : row);
    const grid = {
      entries: half ? codes : numbers,
      ...{ half, start: 0, stride: rows, isBlank: (col: number) => col === blank },
    };
    const ordered = order && isPermutation ? { order } : {};
    const plain: Field = {
      ...{ rows, cols, neutral, map: div },
      value: (row, col) => numbers[place(row) + col * rows]!,
      kind: (_, col) => (col === blank ? 'blank' : 'value'),
    };
    return { plain, inMemory: { rows, cols, neutral, map: div, grid, ...ordered } as GridField };
  });

test('cells in memory make the same picture as cells asked for one by one', () => {
  fc.assert(
    fc.property(memory, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (cells, width, height) => {
      const [a, b] = [new Uint32Array(width * height), new Uint32Array(width * height)];
      const one = fillPixels(cells.plain, width, height, a);
      const other = fillPixels(cells.inMemory, width, height, b);
      // of equally far cells on both sides of neutral either may be shown
      const far = new Map(
        CELLS.filter(Number.isFinite).map((cell) => [div.pixel(cell), Math.abs(cell - cells.plain.neutral!)]),
      );
      const farOf = (pixels: Uint32Array) => [...pixels].map((pixel) => (pixel === 0 ? null : far.get(pixel)));
      expect(farOf(b)).toEqual(farOf(a));
      expect([other.bad, other.missing]).toEqual([one.bad, one.missing]);
    }),
  );
});

test('of 4,096 units × 1,000 timesteps no extreme is lost', () => {
  const [units, time, width, height] = [4_096, 1_000, 420, 390];
  const codes = encodeHalf(Float32Array.from({ length: units * time }, (_, i) => 0.2 * Math.sin(i * 12.9898)));
  const loud = Array.from({ length: 200 }, (_, i) => (i * 20_507 * 7) % (units * time));
  for (const entry of loud) codes[entry] = encodeHalf([1])[0]!;
  const grid = { entries: codes, half: true, start: 0, stride: units };
  const pixels = picture({ rows: units, cols: time, map: div, neutral: 0, grid }, width, height);
  const [across, down] = [edges(width, time), edges(height, units)];
  const bucket = (of: Int32Array, cell: number) => of.findLastIndex((edge) => edge <= cell);
  for (const entry of loud) {
    const [x, y] = [bucket(across, Math.floor(entry / units)), bucket(down, entry % units)];
    expect(pixels[y * width + x]).toBe(div.pixel(1));
  }
});

test('a stretched map is one object for a limit, so that its colours of codes are made once', () => {
  expect(signedMap(div, 2)).toBe(signedMap(div, 2));
  expect(signedMap(div, 2).pixel(2)).toBe(div.pixel(1));
  expect(signedMap(div, 4)).not.toBe(signedMap(div, 2));
});

test('a missing, blank or not finite cell is left to the marks above', () => {
  const values = [[Number.NaN, 1, 1, Number.POSITIVE_INFINITY]];
  const kind = (_: number, col: number) => (col === 2 ? ('missing' as const) : ('value' as const));
  expect([...picture(field(values, { kind }), 4, 1)]).toEqual([0, div.pixel(1), 0, 0]);
});

test('cell edges are whole pixels that fill the width', () => {
  expect([...edges(3, 10)]).toEqual([0, 3, 7, 10]);
  expect([...edges(4, 2)]).toEqual([0, 1, 1, 2, 2]);
});
