import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readNpz } from './npz.ts';

test('an array comes back with its shape and values, deflated or stored', () => {
  const values = new Float32Array([1.5, -2, 0, 4, 5, 1e-7]);
  for (const method of [0, 8]) {
    const file = zipOf('X.npy', npy('<f4', '(2, 3)', values), method);
    const array = readNpz(file).get('X');
    expect(array).toEqual({ shape: [2, 3], data: values });
  }
});

test('a one-dimensional array of int64 keeps its single length', () => {
  const values = new BigInt64Array([6n, 92n, -1n]);
  expect(readNpz(zipOf('lengths.npy', npy('<i8', '(3,)', values), 8)).get('lengths')).toEqual({
    shape: [3],
    data: values,
  });
});

test('a type it does not know is named in the error', () => {
  const file = zipOf('y.npy', npy('|O', '(1,)', new Uint8Array(8)), 0);
  expect(() => readNpz(file)).toThrow('npz: y.npy has type |O');
});

test('a file that is no zip is an error with what to do', () => {
  expect(() => readNpz(Buffer.from('<html>not found</html>'))).toThrow(
    /without a zip directory — fetch the file again/,
  );
});

test('an array in Fortran order is refused instead of read transposed', () => {
  const file = zipOf('X.npy', npy('<f4', '(2, 3)', new Float32Array(6), 'True'), 0);
  expect(() => readNpz(file)).toThrow('Fortran order');
});

function npy(type: string, shape: string, values: ArrayBufferView, fortran = 'False'): Buffer {
  const header = `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117, ' ').concat('\n');
  const start = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${header}`, 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}

/** A zip of one member, as the format's description has it; sums are left out since the reader does not check them. */
function zipOf(name: string, content: Buffer, method: number): Buffer {
  const packed = method === 8 ? deflateRawSync(content) : content;
  const extra = Buffer.alloc(4);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  local.writeUInt16LE(extra.length, 28);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(content.length, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  const before = [local, Buffer.from(name), extra, packed];
  end.writeUInt32LE(
    before.reduce((sum, part) => sum + part.length, 0),
    16,
  );
  return Buffer.concat([...before, entry, Buffer.from(name), end]);
}
