import { expect, test } from 'vitest';
import { toggled } from './toggled.ts';

test('a name goes behind the others, and out again', () => {
  expect(toggled(['a', 'b'], 'c')).toEqual(['a', 'b', 'c']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});
