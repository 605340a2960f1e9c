import { UnrolledError } from '../../../lib/base/errors.ts';
import type { RunFile } from '../../../lib/client/run-files.ts';

/** What the format counts in 32 and 16 bits. */
const MOST_BYTES = 0xffff_ffff;
const MOST_FILES = 0xffff;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** Names are UTF-8. */
const FLAGS = 0x0800;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value;
});

/** CRC-32 of what `before` is the CRC-32 of, and these bytes behind it. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * A ZIP archive of files as they are, not compressed (APPNOTE.TXT 6.3.10, method 0). Their data is not copied. Rejects with
 * UnrolledError `too-large` beyond 4 GB or 65,535 files.
 */
export async function zipOf(files: readonly RunFile[], at: Date): Promise<Blob> {
  const named = files.map((file) => ({ ...file, bytes: new TextEncoder().encode(file.name) }));
  const total = named.reduce(
    (sum, { bytes, data }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * bytes.length + data.size,
    END_BYTES,
  );
  if (total > MOST_BYTES || files.length > MOST_FILES) {
    const size = `${(total / 1e9).toFixed(1)} GB in ${files.length} files`;
    throw new UnrolledError(
      'too-large',
      `archive: ${size} — select fewer runs, or use the command line: unrolled export`,
    );
  }
  const [parts, heads]: [BlobPart[], Uint8Array<ArrayBuffer>[]] = [[], []];
  let offset = 0;
  for (const { bytes, data } of named) {
    const entry: Entry = { crc: await crcOf(data), size: data.size, bytes, offset, at };
    const local = localHeader(entry);
    parts.push(local, data);
    heads.push(centralHeader(entry));
    offset += local.length + data.size;
  }
  const size = heads.reduce((sum, { length }) => sum + length, 0);
  return new Blob([...parts, ...heads, endRecord(files.length, size, offset)], { type: 'application/zip' });
}

interface Entry {
  readonly crc: number;
  readonly size: number;
  readonly bytes: Uint8Array;
  /** Of its local header. */
  readonly offset: number;
  readonly at: Date;
}

async function crcOf(data: Blob): Promise<number> {
  let crc = 0;
  const reader = data.stream().getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) crc = crc32(read.value, crc);
  return crc;
}

/** What both headers of a file have in common, from "version needed" to "extra field length". */
function putCommon(view: DataView, start: number, { crc, size, bytes, at }: Entry): void {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const day = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  for (const [index, value] of [20, FLAGS, 0, time, day].entries()) view.setUint16(start + 2 * index, value, true);
  for (const [index, value] of [crc, size, size].entries()) view.setUint32(start + 10 + 4 * index, value, true);
  view.setUint16(start + 22, bytes.length, true);
}

function localHeader(entry: Entry): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(LOCAL_BYTES + entry.bytes.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x0403_4b50, true);
  putCommon(view, 4, entry);
  header.set(entry.bytes, LOCAL_BYTES);
  return header;
}

function centralHeader(entry: Entry): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(CENTRAL_BYTES + entry.bytes.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x0201_4b50, true);
  view.setUint16(4, 20, true);
  putCommon(view, 6, entry);
  view.setUint32(42, entry.offset, true);
  header.set(entry.bytes, CENTRAL_BYTES);
  return header;
}

function endRecord(files: number, size: number, offset: number): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(END_BYTES);
  const view = new DataView(record.buffer);
  view.setUint32(0, 0x0605_4b50, true);
  view.setUint16(8, files, true);
  view.setUint16(10, files, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return record;
}
