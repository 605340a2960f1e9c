import { expect, test } from 'vitest';
import { movedBy, movedTo } from './pins.ts';

test('a chart takes the place of the one it is dropped on, from either side', () => {
  expect(movedTo(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a']);
  expect(movedTo(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
  expect(movedTo(['a', 'b'], 'x', 'a')).toEqual(['a', 'b']);
  expect(movedTo(['a', 'b'], 'a', 'x')).toEqual(['a', 'b']);
});

test('a chart is moved past its neighbour on the page, also where charts of other runs lie between', () => {
  expect(movedBy(['a', 'away', 'b'], 'a', 1, ['a', 'b'])).toEqual(['away', 'b', 'a']);
  expect(movedBy(['a', 'away', 'b'], 'b', -1, ['a', 'b'])).toEqual(['b', 'a', 'away']);
  expect(movedBy(['a', 'b'], 'b', 1, ['a', 'b'])).toEqual(['a', 'b']);
});
