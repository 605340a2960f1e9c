import { expect, test } from 'vitest';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { takeNearest } from './use-many-tensors.ts';

const queueOf = (epochs: readonly number[]) => epochs.map((epoch) => ({ epoch, id: epoch }) as StoredTensor);

test('the tensor nearest to where one looks comes first, without an epoch the first', () => {
  const queue = queueOf([1, 4, 9]);
  expect(takeNearest(queue, 8)?.epoch).toBe(9);
  expect(takeNearest(queue, 2)?.epoch).toBe(1);
  expect(takeNearest(queue, null)?.epoch).toBe(4);
  expect(takeNearest(queue, 1)).toBeUndefined();
});
