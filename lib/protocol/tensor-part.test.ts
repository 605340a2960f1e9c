import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredTensor } from './delta.ts';
import { decodeTensor, elementCount, encodeTensor } from './tensor-codec.ts';
import { partOf, takePart } from './tensor-part.ts';

function stored(shape: readonly number[], axes: readonly string[]): StoredTensor {
  const place = { name: 'gates', layer: null, attributes: {}, step: 0, epoch: 1, wallMs: 0 };
  return { ...place, id: 1, dtype: 'float32', shape, axes, bytes: 4 * elementCount(shape) };
}

test('a part is the sequence asked for, wherever the sequence axis lies', () => {
  const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(shape, fc.nat(), fc.nat(), (sizes, axisSeed, sequenceSeed) => {
      const axis = axisSeed % sizes.length;
      const sequence = sequenceSeed % sizes[axis]!;
      const axes = sizes.map((_, at) => (at === axis ? 'sequence' : `axis ${at}`));
      const whole = stored(sizes, axes);
      const values = Float32Array.from({ length: elementCount(sizes) }, (_, i) => i);
      const part = partOf(whole, sequence)!;
      const taken = takePart({ ...whole, data: encodeTensor(values, 'float32') }, sequence);
      expect([taken.shape, taken.data.byteLength]).toEqual([part.shape, part.bytes]);
      // index along the axis of a row-major position, by division
      const inner = elementCount(sizes.slice(axis + 1));
      const expected = values.filter((position) => Math.floor(position / inner) % sizes[axis]! === sequence);
      expect([...decodeTensor(part, taken.data).values]).toEqual([...expected]);
    }),
  );
});

test('what has no such sequence has no part, and says what it holds', () => {
  const states = stored([2, 3, 1], ['sequence', 'time', 'unit']);
  expect([partOf(states, 2), partOf(states, -1), partOf(stored([3], ['unit']), 0)]).toEqual([null, null, null]);
  expect(() => takePart({ ...states, data: new Uint8Array(24) }, 2)).toThrow(
    'no sequence 2 — it holds sequences 0 to 1',
  );
  expect(() => takePart({ ...stored([3], ['unit']), data: new Uint8Array(12) }, 0)).toThrow('its axes are unit');
});
