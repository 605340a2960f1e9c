import { expect, test } from 'vitest';
import { decodeTensors, encodeTensors } from './tensors-codec.ts';

test('the bytes of several tensors come back by their ids, each in a buffer of its own', () => {
  const tensors = [3, 1, 200].map((id) => ({
    id,
    data: Uint8Array.from({ length: id }, (_, i) => (i * 7 + id) % 256),
  }));
  const found = decodeTensors(encodeTensors(tensors));
  expect([...found.keys()]).toEqual([3, 1, 200]);
  for (const { id, data } of tensors) {
    expect(found.get(id)).toEqual(data);
    expect(found.get(id)!.buffer.byteLength).toBe(id);
  }
  expect(decodeTensors(encodeTensors([])).size).toBe(0);
});
