import { inflateRawSync } from 'node:zlib';

/** One array of a .npz file: values in C order. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const NPY_MAGIC = '\x93NUMPY';

/**
 * Reads every array of a NumPy .npz file (a zip of .npy members, stored or deflated) of type float32, float64 or
 * int64, little-endian, in C order. Anything else is an error that names the member.
 */
export function readNpz(file: Buffer): Map<string, NumpyArray> {
  return new Map([...membersOf(file)].map(([name, bytes]) => [name.replace(/\.npy$/, ''), readNpy(name, bytes)]));
}

function* membersOf(file: Buffer): Generator<[string, Buffer]> {
  const end = file.lastIndexOf(littleEndian(END_OF_DIRECTORY));
  if (end < 0) throw new Error(`npz: ${file.length} bytes without a zip directory — fetch the file again`);
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (file.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new Error(`npz: broken zip directory at ${at} — fetch the file again`);
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    yield [
      name,
      unpack(file, {
        method: file.readUInt16LE(at + 10),
        size: file.readUInt32LE(at + 20),
        at: file.readUInt32LE(at + 42),
      }),
    ];
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
}

function unpack(file: Buffer, { method, size, at }: { method: number; size: number; at: number }): Buffer {
  // The local header repeats the name and has an extra field of its own length.
  const start = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
  const packed = file.subarray(start, start + size);
  return method === 0 ? packed : inflateRawSync(packed);
}

function readNpy(name: string, bytes: Buffer): NumpyArray {
  if (bytes.toString('latin1', 0, 6) !== NPY_MAGIC)
    throw new Error(`npz: ${name} is not a NumPy array — fetch the file again`);
  const isLong = (bytes[6] ?? 1) > 1;
  const start = isLong ? 12 : 10;
  const length = isLong ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', start, start + length);
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  if (header.includes("'fortran_order': True"))
    throw new Error(`npz: ${name} is in Fortran order — save it in C order`);
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((each) => each.trim())
    .map(Number);
  return { shape, data: typed(name, type, bytes.subarray(start + length)) };
}

function typed(name: string, type: string | undefined, bytes: Buffer): NumpyArray['data'] {
  // A copy of its own: a typed array must start at a multiple of its element size.
  const own = Uint8Array.from(bytes).buffer;
  if (type === '<f4') return new Float32Array(own);
  if (type === '<f8') return new Float64Array(own);
  if (type === '<i8') return new BigInt64Array(own);
  throw new Error(`npz: ${name} has type ${type} — this reader knows <f4, <f8 and <i8`);
}

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
