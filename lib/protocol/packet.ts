import { UnrolledError } from '../base/errors.ts';

/** What a packet carries beside its head. */
export type Column = Float64Array | Int32Array | Uint8Array;

/** A decoded packet. The columns are views into the packet's bytes. */
export interface Packet {
  readonly head: unknown;
  readonly columns: readonly Column[];
}

const MAGIC = 0x31524e55; // "UNR1"
const FLOAT64 = 0;
const INT32 = 1;
const UINT8 = 2;

/**
 * JSON in which NaN and ±Infinity survive: a number JSON can't say becomes `{"$number":"NaN"}` (or "Infinity",
 * "-Infinity"). Everything else is plain JSON.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? { $number: String(item) } : item,
  );
}

/** Reads what {@link toJson} wrote. Throws a SyntaxError when the text is no JSON. */
export function fromJson(text: string): unknown {
  // looking at every value costs several times the parsing
  if (!text.includes('$number')) return JSON.parse(text);
  return JSON.parse(text, (_key, item: unknown) => {
    if (item === null || typeof item !== 'object' || !('$number' in item)) return item;
    const said = item.$number;
    return said === 'NaN' || said === 'Infinity' || said === '-Infinity' ? Number(said) : item;
  });
}

/**
 * One buffer of a JSON head and typed columns, so that a message with thousands of points is one attachment.
 *
 * Layout, little-endian, each part padded to 8 bytes: u32 magic "UNR1", u32 head bytes, u32 number of columns, u32 0;
 * per column u32 type (0 float64, 1 int32, 2 uint8) and u32 length in elements; the head as UTF-8 {@link toJson};
 * the columns' bytes. The caller owns the result.
 */
export function pack(head: unknown, columns: readonly Column[]): Uint8Array {
  const headBytes = new TextEncoder().encode(toJson(head));
  const headAt = 16 + columns.length * 8;
  let size = headAt + padded(headBytes.byteLength);
  for (const column of columns) size += padded(column.byteLength);

  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, headBytes.byteLength, true);
  view.setUint32(8, columns.length, true);
  bytes.set(headBytes, headAt);
  let at = headAt + padded(headBytes.byteLength);
  columns.forEach((column, index) => {
    view.setUint32(16 + index * 8, typeOf(column), true);
    view.setUint32(20 + index * 8, column.length, true);
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += padded(column.byteLength);
  });
  return bytes;
}

/**
 * Reads a packet. Columns are views into `source` (into a copy of it when it does not start on 8 bytes).
 * Throws UnrolledError `bad-packet` for anything that is not a whole packet.
 */
export function unpack(source: ArrayBuffer | Uint8Array): Packet {
  const bytes = alignedBytes(source);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 16 || view.getUint32(0, true) !== MAGIC) throw broken('it does not begin with UNR1');
  const headLength = view.getUint32(4, true);
  const count = view.getUint32(8, true);
  const headAt = 16 + count * 8;
  let at = headAt + padded(headLength);
  if (at > bytes.byteLength) throw broken('its head is cut off');

  const columns: Column[] = [];
  for (let index = 0; index < count; index++) {
    const type = view.getUint32(16 + index * 8, true);
    const length = view.getUint32(20 + index * 8, true);
    const byteLength = length * bytesPerElement(type);
    if (at + byteLength > bytes.byteLength) throw broken('a column is cut off');
    columns.push(columnOf(type, bytes, at, length));
    at += padded(byteLength);
  }
  const head = fromJson(new TextDecoder().decode(bytes.subarray(headAt, headAt + headLength)));
  return { head, columns };
}

/** The column at `index` as float64. Throws `bad-packet` when it is missing or of another type. */
export function float64Column(packet: Packet, index: number): Float64Array {
  const column = packet.columns[index];
  if (!(column instanceof Float64Array)) throw broken(`column ${index} is not float64`);
  return column;
}

/** The column at `index` as int32. Throws `bad-packet` when it is missing or of another type. */
export function int32Column(packet: Packet, index: number): Int32Array {
  const column = packet.columns[index];
  if (!(column instanceof Int32Array)) throw broken(`column ${index} is not int32`);
  return column;
}

/** The column at `index` as bytes. Throws `bad-packet` when it is missing or of another type. */
export function uint8Column(packet: Packet, index: number): Uint8Array {
  const column = packet.columns[index];
  if (!(column instanceof Uint8Array)) throw broken(`column ${index} is not uint8`);
  return column;
}

/** Plain bytes that start on 8: of a Node Buffer `slice` would be a view again. */
function alignedBytes(source: ArrayBuffer | Uint8Array): Uint8Array {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const plain = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return plain.byteOffset % 8 === 0 ? plain : plain.slice();
}

function padded(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8;
}

function typeOf(column: Column): number {
  if (column instanceof Float64Array) return FLOAT64;
  return column instanceof Int32Array ? INT32 : UINT8;
}

function bytesPerElement(type: number): number {
  if (type === FLOAT64) return 8;
  return type === INT32 ? 4 : 1;
}

function columnOf(type: number, bytes: Uint8Array, at: number, length: number): Column {
  if (type === FLOAT64) return new Float64Array(bytes.buffer, bytes.byteOffset + at, length);
  if (type === INT32) return new Int32Array(bytes.buffer, bytes.byteOffset + at, length);
  if (type === UINT8) return bytes.subarray(at, at + length);
  throw broken(`column type ${type} is unknown`);
}

function broken(why: string): UnrolledError {
  return new UnrolledError(
    'bad-packet',
    `packet: ${why} — reload the page; server and page may be of different versions`,
  );
}
