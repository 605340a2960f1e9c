import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validRuns } from './valid-runs.ts';

test('runs cover exactly what is set, whatever lies between', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1), { maxLength: 20 }), fc.integer({ min: 1, max: 3 }), (mask, stride) => {
      const spread = new Uint8Array(mask.length * stride + 1).fill(1);
      for (const [i, isOn] of mask.entries()) spread[1 + i * stride] = isOn;
      const again = new Uint8Array(mask.length);
      const found = validRuns(spread, 1, mask.length, stride);
      for (const [first, end] of found) again.fill(1, first, end);
      expect([...again]).toEqual(mask);
      // none touches the next
      for (const [i, [first]] of found.entries()) expect(first).toBeGreaterThan(found[i - 1]?.[1] ?? -1);
    }),
  );
});

test('what is set is told as runs', () => {
  expect(validRuns([0, 1, 1, 0, 1], 0, 5)).toEqual([
    [1, 3],
    [4, 5],
  ]);
});
