import { expect, test } from 'vitest';
import type { TensorPart } from '../../../lib/protocol/tensor-part.ts';
import { aroundEpoch } from './around.ts';

const stored = (epoch: number, bytes = 100): TensorPart =>
  ({ id: epoch, epoch, bytes, dtype: 'float16' }) as unknown as TensorPart;
const run = Array.from({ length: 20 }, (_, index) => stored(index + 1));
const epochs = (epoch: number | null, bytes: number) => aroundEpoch(run, epoch, bytes).map((each) => each.epoch);

test('what fits is held as a whole, and stays the same list wherever one looks', () => {
  expect(aroundEpoch(run, 3, 6_000)).toBe(run);
  expect(aroundEpoch(run, 17, 6_000)).toBe(run);
});

test('what does not fit is held around the playhead, within the bytes, to the ends of the run', () => {
  expect(epochs(10, 1_500)).toEqual([8, 9, 10, 11, 12]);
  expect(epochs(1, 1_500)).toEqual([1, 2, 3, 4, 5]);
  expect(epochs(20, 1_500)).toEqual([16, 17, 18, 19, 20]);
  expect(epochs(null, 1_500)).toEqual([16, 17, 18, 19, 20]);
});

test('one larger than all the bytes is held all the same', () => {
  expect(epochs(5, 10)).toEqual([5]);
});
