import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences, isSameText, languageOf, spaced, textOf, visible } from './words.ts';

test('words are set with spaces where their script has them, and without marks', () => {
  expect(textOf(['on', 'Tuesday', ',', 'March', '17th', ',', '1987', '⟨eos⟩'])).toBe('on Tuesday, March 17th, 1987');
  expect(textOf(['1987', '年', '3', '月', '17', '日', '，', '星期二', '<eos>'])).toBe('1987年3月17日，星期二');
  expect(textOf([...'J A N'.replaceAll(' ', ''), ' ', '2'])).toBe('JAN 2');
});

test('what differs is what the two have no longest sequence in common of', () => {
  expect(differences(['1987', '年', '3', '月', '3', '日'], ['1987', '年', '3', '月', '17', '日'])).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
  ]);
  expect(differences(['a', 'x', 'b'], ['a', 'b'])).toEqual([false, true, false]);
  expect(differences(['a'], [])).toEqual([true]);
});

test('words of the reference itself never differ, and those of another alphabet always do', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(list, list, (words, others) => {
      expect(differences(words, words)).not.toContain(true);
      const differs = differences(words, others);
      const kept = words.filter((_, i) => !differs[i]);
      // what does not differ is a subsequence of the reference
      let from = 0;
      for (const word of kept) {
        const at = others.indexOf(word, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + 1;
      }
    }),
  );
});

test('texts are the same whatever marks they end in', () => {
  expect(isSameText(['a', 'b', '<eos>'], ['a', 'b'])).toBe(true);
  expect(isSameText(['a', 'b'], ['b', 'a'])).toBe(false);
});

test('the script tells the language words are set in', () => {
  expect(languageOf(['1987', '年'])).toBe('zh');
  expect(languageOf(['日本', 'の'])).toBe('ja');
  expect(languageOf(['שלום'])).toBe('he');
  expect(languageOf(['17th', '😀'])).toBeUndefined();
});

test('what cannot be seen, or turns the text round, is made visible', () => {
  expect(visible('')).toBe('∅');
  expect(visible(' ')).toBe('␣');
  expect(visible('\n')).toBe('↵');
  expect(visible('\u202eevil')).toBe('�evil');
});

test('words know where they stood among all tokens', () => {
  expect(spaced(['<go>', 'a', 'b'])).toEqual([
    { word: 'a', index: 1, hasSpace: false },
    { word: 'b', index: 2, hasSpace: true },
  ]);
});
