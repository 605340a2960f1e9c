import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenise } from './tokenise.ts';

test('words keep their apostrophes and accents, numbers their points, and case goes', () => {
  expect(tokenise("It's Amélie's 2.5 hours, isn’t it?!")).toEqual([
    ...["it's", "amélie's", '2.5', 'hours', ',', "isn't", 'it', '?!'],
  ]);
});

test('quotes, brackets and dashes are no tokens, dots and smileys are', () => {
  expect(tokenise("the ''Conan'' (of sorts) - a well-made one ... :)")).toEqual([
    ...['the', 'conan', 'of', 'sorts', 'a', 'well', 'made', 'one', '...', ':)'],
  ]);
});

test('an empty sentence, and one of dashes, has no tokens', () => {
  expect(tokenise('')).toEqual([]);
  expect(tokenise('-- ""')).toEqual([]);
});

test('tokens hold no space and no capital, and cutting them again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (sentence) => {
      const tokens = tokenise(sentence);
      for (const token of tokens) expect(token).toMatch(/^\S+$/u);
      expect(tokenise(tokens.join(' '))).toEqual(tokens);
    }),
  );
});
