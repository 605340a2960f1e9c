import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourMap, packed } from './colour-map.ts';
import { colourMaps, inkOn } from './maps.ts';
import { labOf, rgbOf, rgbOfLab } from './oklab.ts';

test('a stop keeps its exact colour', () => {
  const { flux, div } = colourMaps('dark');
  expect(flux.rgb(-12)).toEqual(rgbOf('#05050b'));
  expect(flux.rgb(3)).toEqual(rgbOf('#fb3b3b'));
  expect(div.rgb(-1)).toEqual(rgbOf('#86c5ff'));
  expect(div.rgb(1)).toEqual(rgbOf('#ffa48f'));
});

test('sRGB survives the way through OKLab', () => {
  fc.assert(
    fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), (rgb) => {
      const back = rgbOfLab(labOf(rgb));
      back.forEach((channel, index) => void expect(Math.abs(channel - rgb[index]!)).toBeLessThanOrEqual(1));
    }),
  );
});

test('OKLab of white and of pure red are the published ones', () => {
  expect(labOf([255, 255, 255])[0]).toBeCloseTo(1, 5);
  const red = labOf([255, 0, 0]);
  expect(red[0]).toBeCloseTo(0.628, 3);
  expect(red[1]).toBeCloseTo(0.2249, 3);
  expect(red[2]).toBeCloseTo(0.1258, 3);
});

test('values beyond the domain are clamped to its ends', () => {
  const { flux } = colourMaps('light');
  expect(flux.pixel(-40)).toBe(flux.pixel(-12));
  expect(flux.pixel(9)).toBe(flux.pixel(3));
});

test('lightness of the gradient map rises up to 10', () => {
  const { flux } = colourMaps('dark');
  const lightness = Array.from({ length: 53 }, (_, index) => labOf(flux.rgb(-12 + index / 4))[0]);
  for (let index = 1; index < lightness.length; index += 1)
    expect(lightness[index]!).toBeGreaterThanOrEqual(lightness[index - 1]! - 0.003);
});

test('the gradient map is the same in both themes', () => {
  expect([...colourMaps('dark').flux.table]).toEqual([...colourMaps('light').flux.table]);
});

test('a packed pixel read back as bytes is red, green, blue, opaque', () => {
  const bytes = new Uint8Array(new Uint32Array([packed([1, 2, 3])]).buffer);
  expect([...bytes]).toEqual([1, 2, 3, 255]);
});

test('a map of two stops meets its middle in OKLab', () => {
  const grey = colourMap([
    [0, '#000000'],
    [1, '#ffffff'],
  ]).rgb(0.5);
  expect(grey[0]).toBeGreaterThan(97);
  expect(grey[0]).toBeLessThan(101);
});

test('ink on a colour is black on light and white on dark', () => {
  expect(inkOn([255, 255, 255])).toBe('#0b0d10');
  expect(inkOn([5, 5, 11])).toBe('#ffffff');
});
