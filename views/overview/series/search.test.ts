import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchOf } from './search.ts';

const NAMES = ['loss', 'acc', 'grad/lstm_1/kernel', 'grad/lstm_1/bias', 'system/cpu'];
const found = (typed: string) => {
  const search = searchOf(typed);
  return search.kind === 'wrong' ? search.why : NAMES.filter((name) => search.matches({ name, label: name }));
};

test('words have to occur all, anywhere, in either case', () => {
  expect(found('')).toEqual(NAMES);
  expect(found('  LSTM bias ')).toEqual(['grad/lstm_1/bias']);
  expect(found('grad/')).toEqual(['grad/lstm_1/kernel', 'grad/lstm_1/bias']);
  expect(found('s.y')).toEqual([]);
});

test('a star stands for anything and a question mark for one letter', () => {
  expect(found('grad*kernel')).toEqual(['grad/lstm_1/kernel']);
  expect(found('lstm_?/b')).toEqual(['grad/lstm_1/bias']);
  expect(found('*')).toEqual(NAMES);
  expect(searchOf('a*').kind).toBe('glob');
});

test('what only a regular expression has makes one, and so do slashes', () => {
  expect(found('^loss$|acc')).toEqual(['loss', 'acc']);
  expect(found('lstm.*(kernel|bias)')).toEqual(['grad/lstm_1/kernel', 'grad/lstm_1/bias']);
  expect(found('/a.c/')).toEqual(['acc']);
});

test('what is no regular expression is said to be none, with the reason', () => {
  expect(found('(loss')).toEqual({ kind: 'syntax', message: 'Unterminated group' });
  expect(found('[')).toMatchObject({ kind: 'syntax' });
});

test('an expression that could run for minutes is refused, plain ones are not', () => {
  const slow = ['(a+)+$', '(a|a)*b', '((a{2,})x){3,}', '(.*)*', '(a)\\1+', '.*.*.*.*.*x', '(?:a*b?)+'];
  expect(slow.map(found)).toEqual(slow.map(() => ({ kind: 'slow' })));
  const plain = ['(grad|loss)', 'layer_[0-9]+/kernel$', '^.*lstm.*kernel.*$', '\\(a\\)+', '[(+|]'];
  expect(plain.filter((text) => searchOf(text).kind !== 'regex')).toEqual([]);
});

test('whatever a link says, a name of 1,000 letters is searched at once', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'a(|)*+?.{2,}[]^$\\'), maxLength: 24 });
  const label = 'a'.repeat(1_000);
  fc.assert(
    fc.property(letters, (typed) => {
      const from = performance.now();
      const search = searchOf(typed);
      if (search.kind !== 'wrong') search.matches({ name: label, label });
      expect(performance.now() - from).toBeLessThan(2_000);
    }),
    { numRuns: 2_000 },
  );
});
