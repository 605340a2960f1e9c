import { expect, test } from 'vitest';
import { encode, shownWords, vocabularyOf } from './vocabulary.ts';

const SENTENCES = [
  ['a', 'great', 'film', ',', 'a', 'joy'],
  ['a', 'dull', 'film'],
];

test('numbers go by how common a word is, then by the alphabet; rare words share one', () => {
  const words = vocabularyOf(SENTENCES, 2);
  expect(words.size).toBe(4);
  expect(['a', 'film', 'great', 'never seen'].map(words.idOf)).toEqual([2, 3, 1, 1]);
});

test('sentences are filled up with padding at the end, and cut where they are too long', () => {
  const words = vocabularyOf(SENTENCES, 1);
  const [a, film, dull] = ['a', 'film', 'dull'].map(words.idOf);
  const encoded = encode(SENTENCES, { most: 4, steps: 5 }, words);
  expect([...encoded]).toEqual([a, words.idOf('great'), film, words.idOf(','), 0, a, dull, film, 0, 0]);
});

test('the dashboard is told which words the model does not know', () => {
  expect(shownWords(SENTENCES[0]!, 4, vocabularyOf(SENTENCES, 2))).toEqual(['a', '⟨great⟩', 'film', '⟨,⟩']);
});
