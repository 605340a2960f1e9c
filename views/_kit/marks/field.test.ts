import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourMaps } from '../colour/maps.ts';
import { edges, type Field, fillPixels } from './field.ts';

const { div } = colourMaps('dark');

function picture(field: Field, width: number, height: number): Uint32Array {
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

test('a missing, blank or not finite cell is left to the marks above', () => {
  const values = [[Number.NaN, 1, 1, Number.POSITIVE_INFINITY]];
  const kind = (_: number, col: number) => (col === 2 ? ('missing' as const) : ('value' as const));
  expect([...picture(field(values, { kind }), 4, 1)]).toEqual([0, div.pixel(1), 0, 0]);
});

test('cell edges are whole pixels that fill the width', () => {
  expect([...edges(3, 10)]).toEqual([0, 3, 7, 10]);
  expect([...edges(4, 2)]).toEqual([0, 1, 1, 2, 2]);
});
