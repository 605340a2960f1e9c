import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digitOf, NUMBERS, numberPair } from './numbers.ts';

test('twenty-three thousand is two ten-thousands and three thousands', () => {
  const pair = numberPair(23_456);
  expect(pair.source.join(' ')).toBe('twenty three thousand four hundred fifty six');
  expect(pair.target.join('')).toBe('二万三千四百五十六');
  expect(pair.alignment.map((sources) => sources.map((i) => pair.source[i]).join(' '))).toEqual([
    ...['twenty', 'twenty', 'three', 'thousand', 'four', 'hundred', 'fifty', 'fifty', 'six'],
  ]);
});

test('a teen says two digits, and the mark of a gap is said by nothing', () => {
  const pair = numberPair(2019);
  expect(pair.target.join('')).toBe('二千零一十九');
  const tokens = pair.alignment.map((sources) => sources.map((i) => pair.source[i]).join(' '));
  expect(tokens).toEqual(['two', 'thousand', '', 'nineteen', 'nineteen', 'nineteen']);
  expect(numberPair(0)).toMatchObject({ source: ['zero'], target: ['零'], alignment: [[0]] });
});

const ENGLISH: readonly RegExp[] = [
  /zero/,
  /^(one|eleven|ten)$/,
  /^tw/,
  /^thir|three/,
  /^fo/,
  /^fif|five/,
  /^six/,
  /^seven/,
  /^eigh/,
  /^nine/,
];

test('every digit is aligned to a word that says it, and every unit to a word', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: NUMBERS - 1 }), (value) => {
      const { source, target, alignment } = numberPair(value);
      target.forEach((character, i) => {
        if (character === '零') return;
        const words = alignment[i]!.map((s) => source[s]!);
        expect(words).toHaveLength(1);
        const digit = digitOf(character);
        // the first digit of a teen is the ten in it
        const isTen = digit === 1 && /teen$|^(ten|eleven|twelve)$/.test(words[0]!);
        if (digit !== null && !isTen) expect(words[0]).toMatch(ENGLISH[digit]!);
      });
    }),
    { numRuns: 100 },
  );
});
