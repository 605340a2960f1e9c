import { expect, test } from 'vitest';
import { readRated, splitRated } from './sentences.ts';

test('a line is an id, a mean rating and a sentence', () => {
  const text = '1\t2.25\tA fine film.\r\n2_1\t-0.6\tToo\ttepid\n\n';
  expect(readRated(text, 'films.txt')).toEqual([
    { words: ['a', 'fine', 'film', '.'], rating: 2.25 },
    { words: ['too', 'tepid'], rating: -0.6 },
  ]);
});

test('a line that is none is named', () => {
  expect(() => readRated('1\t2\tGood\n<html>\n', 'films.txt')).toThrow('films.txt: line 2 is "<html>"');
  expect(() => readRated('1\tgood\tGood\n', 'films.txt')).toThrow('films.txt: line 1');
});

const RATED = Array.from({ length: 400 }, (_, i) => ({
  words: ['sentence', String(i)],
  rating: i % 4 === 0 ? 2 : i % 4 === 1 ? 0.4 : -0.5,
}));

test('lukewarm ratings are left out, and every part has the same share of positive sentences', () => {
  const { train, validation, test: held } = splitRated(RATED, 1);
  expect([train.length, validation.length, held.length]).toEqual([240, 30, 30]);
  for (const part of [train, validation, held]) {
    expect(part.filter(({ label }) => label === 1).length * 3).toBe(part.length);
  }
});

test('no sentence is in two parts, even if it was rated twice', () => {
  const { train, validation, test: held } = splitRated([...RATED, ...RATED], 3);
  const all = [...train, ...validation, ...held].map(({ words }) => words.join(' '));
  expect(new Set(all).size).toBe(all.length);
});

test('the same seed splits the same, another one otherwise', () => {
  expect(splitRated(RATED, 2)).toEqual(splitRated(RATED, 2));
  expect(splitRated(RATED, 2)).not.toEqual(splitRated(RATED, 3));
});
