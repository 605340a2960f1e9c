import { expect, test } from 'vitest';
import { corpusOf } from './corpus.ts';
import { givenIds, PADDING, sourceIds, vocabulariesOf, wantedIds } from './vocabulary.ts';

const CORPUS = corpusOf(500, 1);
const ALL = [...CORPUS.train, ...CORPUS.validation, ...CORPUS.test];

test('500 different pairs are split 80/10/10, three dates to a number', () => {
  expect([CORPUS.train.length, CORPUS.validation.length, CORPUS.test.length]).toEqual([400, 50, 50]);
  expect(new Set(ALL.map(({ english }) => english)).size).toBe(500);
  const dates = ALL.filter(({ kind }) => kind === 'date').length;
  expect(dates / 500).toBeGreaterThan(0.65);
  expect(dates / 500).toBeLessThan(0.9);
});

test('the same seed draws the same pairs, another one others', () => {
  expect(corpusOf(50, 2)).toEqual(corpusOf(50, 2));
  expect(corpusOf(50, 2)).not.toEqual(corpusOf(50, 3));
});

test('what the decoder is given is what is wanted of it a step before, after the start', () => {
  const words = vocabulariesOf(ALL);
  const pairs = CORPUS.test;
  const [given, wanted] = [givenIds(pairs, words), wantedIds(pairs, words)];
  expect([given.rows, given.steps]).toEqual([50, words.targetSteps]);
  pairs.forEach(({ target }, row) => {
    const said = (from: Int32Array) =>
      Array.from(
        from.subarray(row * words.targetSteps, (row + 1) * words.targetSteps),
        (id) => words.target.tokens[id],
      );
    const padding = Array.from({ length: words.targetSteps - target.length - 1 }, () => '');
    expect(said(given.ids)).toEqual(['⟨start⟩', ...target, ...padding]);
    expect(said(wanted.ids)).toEqual([...target, '⟨end⟩', ...padding]);
  });
});

test('sentences are padded at the end, and no token is padding', () => {
  const words = vocabulariesOf(ALL);
  const { ids, steps } = sourceIds(CORPUS.test, words);
  CORPUS.test.forEach(({ source }, row) => {
    const own = [...ids.subarray(row * steps, (row + 1) * steps)];
    expect(own.map((id) => words.source.tokens[id]!).slice(0, source.length)).toEqual([...source]);
    expect(own.indexOf(PADDING)).toBe(source.length < steps ? source.length : -1);
  });
});

test('a token that is in no pair is named', () => {
  const words = vocabulariesOf(CORPUS.train);
  expect(() => words.source.idOf('Brumaire')).toThrow('"Brumaire"');
});
