import { expect, test } from 'vitest';
import { shortened } from './labels.ts';
import { directionOf, isolated, lettersOf } from './written.ts';

test('an emoji of several people, a flag and a letter with its mark are one letter each', () => {
  expect(lettersOf('👩‍👩‍👧‍👦🇨🇳e\u0301a')).toEqual(['👩‍👩‍👧‍👦', '🇨🇳', 'e\u0301', 'a']);
});

test('the first letter says which way a text goes, signs and numbers before it do not', () => {
  expect(['(3 أمس', '«مرحبا»', 'שלום, world'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl']);
  expect(['a אמש', '2026', '你好', '', '👋'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'ltr', 'ltr']);
});

test('an isolated text keeps to itself', () => {
  expect(isolated('أمس!')).toBe('\u2068أمس!\u2069');
  expect(isolated('\u202eevil')).toBe('\u2068\u202eevil\u2069');
  expect(isolated('seven (7)')).toBe('seven (7)');
});

test('what is too long loses whole letters', () => {
  // a pen for which every letter a person sees is 10 px wide
  const ctx = { measureText: (text: string) => ({ width: 10 * lettersOf(text).length }) } as CanvasRenderingContext2D;
  expect(shortened(ctx, '👩‍👩‍👧‍👦👨‍👨‍👦🇨🇳ab', 30)).toBe('👩‍👩‍👧‍👦👨‍👨‍👦…');
  expect(shortened(ctx, 'abc', 30)).toBe('abc');
  expect(shortened(ctx, '👩‍👩‍👧‍👦👨‍👨‍👦', 5)).toBe('👩‍👩‍👧‍👦…');
});
