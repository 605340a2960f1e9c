import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DATE_STYLES, DAYS, datePair } from './dates.ts';

const DAY = Math.round((Date.UTC(2026, 10, 27) - Date.UTC(1950, 0, 1)) / 86_400_000);
const written = (english: string) =>
  Array.from({ length: DATE_STYLES }, (_, style) => datePair(DAY, style)).find((pair) => pair.english === english)!;

test('a date is cut into words, digits and signs, and every Chinese character knows its English tokens', () => {
  const pair = written('Friday, November 27, 2026');
  expect(pair.source).toEqual(['Friday', ',', 'November', '2', '7', ',', '2', '0', '2', '6']);
  expect(pair.target.join('')).toBe('2026年11月27日星期五');
  const tokens = pair.alignment.map((sources) => sources.map((i) => pair.source[i]).join(''));
  expect(tokens).toEqual([
    ...['2', '0', '2', '6', '2026', 'November', 'November', 'November', '2', '7', '27'],
    ...['Friday', 'Friday', 'Friday'],
  ]);
  // of two tokens that read the same, the one of the year
  expect(pair.alignment[0]).toEqual([6]);
  expect(pair.alignment[8]).toEqual([3]);
});

test('the British order has the day first, the Chinese one the year', () => {
  const pair = written('27 November 2026');
  expect(pair.target.join('')).toBe('2026年11月27日');
  expect(pair.alignment).toEqual([[3], [4], [5], [6], [3, 4, 5, 6], [2], [2], [2], [0], [1], [0, 1]]);
});

test('every date reads the same in both languages: digits aligned to digits are the same digit', () => {
  const day = fc.integer({ min: 0, max: DAYS - 1 });
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: DATE_STYLES - 1 }), (at, style) => {
      const { english, source, target, alignment } = datePair(at, style);
      expect(source.join('')).toBe(english.replaceAll(/\s/g, ''));
      expect(alignment).toHaveLength(target.length);
      target.forEach((character, i) => {
        const sources = alignment[i]!.map((s) => source[s]!);
        expect(sources.length).toBeGreaterThan(0);
        if (/\d/.test(character) && sources.every((s) => /\d/.test(s))) expect(sources).toEqual([character]);
      });
    }),
    { numRuns: 50 },
  );
});
