import { UnrolledError } from '../../../lib/base/errors.ts';
import { RUN_FILE_TYPE } from '../../../lib/protocol/run-file.ts';

const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;
/** The end record and the longest comment behind it. */
const END_BYTES = 22;
const MOST_END_BYTES = END_BYTES + 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** Whether a file is a ZIP archive, by its first bytes. */
export async function isZip(file: Blob): Promise<boolean> {
  return file.size >= END_BYTES && (await viewOf(file, 0, 4)).getUint32(0, true) === LOCAL;
}

/**
 * The run files of an archive, without its folders. Their contents are checked by who reads them: a run file holds its own digest.
 * Rejects with UnrolledError `truncated` or `foreign-file`.
 */
export async function runFilesIn(archive: File): Promise<readonly File[]> {
  const tail = await viewOf(archive, Math.max(0, archive.size - MOST_END_BYTES), archive.size);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw cutOff(archive);
  const [count, size, start] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  if (start + size > archive.size) throw cutOff(archive);
  const heads = await viewOf(archive, start, start + size);
  const files: File[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > heads.byteLength || heads.getUint32(at, true) !== CENTRAL) throw cutOff(archive);
    const named = heads.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(heads.buffer, heads.byteOffset + at + 46, named));
    const plain = name.split('/').at(-1) ?? name;
    if (plain.endsWith('.unrolled')) files.push(await fileOf(archive, heads, at, plain));
    at += 46 + named + heads.getUint16(at + 30, true) + heads.getUint16(at + 32, true);
  }
  if (files.length > 0) return files;
  throw new UnrolledError('foreign-file', `${archive.name}: no run file (.unrolled) in it — choose another archive`);
}

async function fileOf(archive: File, heads: DataView, at: number, name: string): Promise<File> {
  const [method, bytes, local] = [
    heads.getUint16(at + 10, true),
    heads.getUint32(at + 20, true),
    heads.getUint32(at + 42, true),
  ];
  const header = await viewOf(archive, local, local + 30);
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL) throw cutOff(archive);
  const start = local + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + bytes > archive.size) throw cutOff(archive);
  const data = archive.slice(start, start + bytes);
  if (method === STORED) return new File([data], name, { type: RUN_FILE_TYPE });
  if (method !== DEFLATED) {
    const way = `${archive.name}: ${name} is packed by method ${method}`;
    throw new UnrolledError('foreign-file', `${way} — unpack it and choose what is in it`);
  }
  const unpacked = data.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const whole = await new Response(unpacked).blob().catch(() => {
    throw cutOff(archive);
  });
  return new File([whole], name, { type: RUN_FILE_TYPE });
}

async function viewOf(file: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await file.slice(from, to).arrayBuffer());
}

function cutOff(archive: File): UnrolledError {
  return new UnrolledError(
    'truncated',
    `${archive.name}: cut off or damaged — copy or export it again; nothing was read`,
  );
}
