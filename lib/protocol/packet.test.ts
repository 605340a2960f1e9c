import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Column, fromJson, pack, toJson, unpack } from './packet.ts';

const column = fc.oneof(
  fc.float64Array({ maxLength: 20 }),
  fc.int32Array({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
) as fc.Arbitrary<Column>;

test('what is packed comes out the same, wherever the bytes lie', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(column, { maxLength: 6 }), fc.nat(15), (head, columns, offset) => {
      const packed = pack(head, columns);
      const moved = new Uint8Array(offset + packed.byteLength);
      moved.set(packed, offset);
      const { head: read, columns: found } = unpack(moved.subarray(offset));
      expect(found).toEqual(columns);
      expect(toJson(read)).toBe(toJson(head));
    }),
  );
});

test('a Buffer that shares its memory with others is read as well', () => {
  const packed = pack({ a: 1 }, [Float64Array.of(1, Number.NaN)]);
  const shared = Buffer.alloc(packed.byteLength + 3);
  shared.set(packed, 3);
  expect(unpack(shared.subarray(3)).columns[0]).toEqual(Float64Array.of(1, Number.NaN));
});

test('NaN and both infinities survive JSON anywhere, and nothing else is changed', () => {
  const odd = { loss: Number.NaN, list: [Infinity, -Infinity, 1, null], $number: 'seven', text: 'NaN' };
  expect(fromJson(toJson(odd))).toEqual(odd);
  expect(JSON.parse(toJson({ a: [1, 'x', null] }))).toEqual({ a: [1, 'x', null] });
});

test('bytes that are no packet, or only part of one, are refused and never read beyond', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => unpack(bytes)).toThrow(/packet/);
    }),
  );
  const packed = pack({ a: 'b' }, [Float64Array.of(1, 2, 3)]);
  for (let length = 0; length < packed.byteLength; length++)
    expect(() => unpack(packed.slice(0, length))).toThrow(/packet/);
});
