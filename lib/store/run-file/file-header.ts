import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { messageOf, UnrolledError } from '../../base/errors.ts';
import { APPLICATION_ID, RUN_FILE_ID, SCHEMA_VERSION } from '../sqlite/schema.ts';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** What a file is, by its first bytes. */
export interface FileKind {
  /** `run`: one run in a file of its own; `store`: all runs of a data folder. */
  readonly kind: 'run' | 'store';
  readonly schema: number;
}

/**
 * Reads the first 100 bytes of a file (SQLite's header) before SQLite is given it. Throws UnrolledError `absent`,
 * `unreadable`, `truncated`, `foreign-file` or `newer-schema`.
 */
export function fileKind(file: string): FileKind {
  const { head, bytes } = readHead(file);
  const magic = head.toString('latin1', 0, Math.min(MAGIC.length, head.length));
  if (!MAGIC.startsWith(magic)) throw foreign(file, 'no SQLite file');
  if (head.length < HEADER_BYTES) throw truncated(file, bytes, null);
  // 1 stands for 65,536
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  const whole = pageSize * head.readUInt32BE(28);
  if (bytes < whole) throw truncated(file, bytes, whole);
  const schema = head.readUInt32BE(60);
  const application = head.readUInt32BE(68);
  if (application !== RUN_FILE_ID && application !== APPLICATION_ID)
    throw foreign(file, 'an SQLite file of another program');
  if (schema > SCHEMA_VERSION) {
    throw new UnrolledError(
      'newer-schema',
      `${file}: written by a newer Unrolled (schema ${schema}, this one knows ${SCHEMA_VERSION}) — update the package: npm install unrolled@latest`,
    );
  }
  return { kind: application === RUN_FILE_ID ? 'run' : 'store', schema };
}

function readHead(file: string): { readonly head: Buffer; readonly bytes: number } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw foreign(file, 'a folder or device');
    const head = Buffer.alloc(HEADER_BYTES);
    const read = readSync(descriptor, head, 0, HEADER_BYTES, 0);
    return { head: head.subarray(0, read), bytes: stats.size };
  } catch (cause) {
    if (cause instanceof UnrolledError) throw cause;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw new UnrolledError('absent', `${file}: not there — look at the path`, { cause });
    }
    throw new UnrolledError('unreadable', `${file}: ${messageOf(cause)} — let this user read it`, { cause });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function truncated(file: string, bytes: number, whole: number | null): UnrolledError {
  const of = whole === null ? '' : ` of ${whole}`;
  return new UnrolledError(
    'truncated',
    `${file}: cut off, ${bytes}${of} bytes are here — copy or export it again; nothing was read`,
  );
}

/** No run in a file of its own. */
export function foreign(file: string, what: string): UnrolledError {
  return new UnrolledError(
    'foreign-file',
    `${file}: ${what}, not a run of Unrolled's — give a file that \`unrolled export\` made`,
  );
}
