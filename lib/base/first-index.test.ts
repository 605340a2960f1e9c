import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstIndex } from './first-index.ts';

test('it is what a search from the beginning finds, in a list with equal values too, and its length where there is none', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 })), fc.integer({ min: -12, max: 12 }), (values, least) => {
      const rising = values.toSorted((a, b) => a - b);
      const found = rising.findIndex((value) => value >= least);
      expect(firstIndex(rising.length, (index) => rising[index]! >= least)).toBe(found < 0 ? rising.length : found);
    }),
  );
});
