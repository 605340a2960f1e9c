import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODE_LENGTH, chartCode, codesOf } from './chart-code.ts';

test('the code of a chart never changes: links that are out there hold it', () => {
  expect(['', 'loss', 'gradient_norm|layer:lstm_1|weight:lstm_1/kernel', '损失'].map(chartCode)).toEqual([
    'HJ1E',
    'FecU',
    'N0ZS',
    'RFmA',
  ]);
});

test('a code is four letters a link may carry, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (name) => {
      expect(chartCode(name)).toMatch(new RegExp(`^[\\w-]{${CODE_LENGTH}}$`));
    }),
  );
});

test('the names of a large training have different codes', () => {
  const names = Array.from({ length: 2_000 }, (_, i) => `gradient_norm|gate:${'ifco'[i % 4]}|layer:lstm_${i >> 2}`);
  expect(new Set(names.map(chartCode)).size).toBe(names.length);
});

test('codes are read one after another, each once, at most as many as asked for', () => {
  const codes = ['a', 'b', 'c'].map(chartCode);
  expect(codesOf([...codes, codes[0]].join(''), 9)).toEqual(codes);
  expect(codesOf(codes.join(''), 2)).toEqual(codes.slice(0, 2));
  expect(['0', 'abc', 'ab d', '<b>x', ''].map((text) => codesOf(text, 9))).toEqual([[], [], [], [], []]);
});
