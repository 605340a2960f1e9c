import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UnrolledError } from '../base/errors.ts';

/** Folder, in the data folder, of results that can be computed again. It may be deleted at any time. */
export const DERIVED_FOLDER = 'derived';
/** All results together; beyond it those not asked for longest go. */
export const DERIVED_FOLDER_BYTES = 256 * 2 ** 20;

/** Results derived from recorded runs, a file each, named by run and key; bounded, least recently asked for first to go. */
export class DerivedFiles {
  readonly #folder: string;
  readonly #maxBytes: number;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(dir: string, maxBytes = DERIVED_FOLDER_BYTES) {
    this.#folder = join(dir, DERIVED_FOLDER);
    this.#maxBytes = maxBytes;
  }

  /** The bytes kept under a key, or null. Throws `unreadable`. */
  async read(runId: string, key: string): Promise<Uint8Array | null> {
    const file = this.#fileOf(runId, key);
    try {
      const bytes = await readFile(file);
      const now = new Date();
      // a folder that can't be written can still be read
      await utimes(file, now, now).catch(() => undefined);
      return bytes;
    } catch (cause) {
      if (isAbsent(cause)) return null;
      throw new UnrolledError('unreadable', `${file}: ${messageOf(cause)} — let this user read it, or delete it`, {
        cause,
      });
    }
  }

  /** Keeps bytes under a key: whole or not at all; one write at a time. Throws `unwritable`. */
  write(runId: string, key: string, bytes: Uint8Array): Promise<void> {
    const written = this.#queue.then(() => this.#write(this.#fileOf(runId, key), bytes));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async #write(file: string, bytes: Uint8Array): Promise<void> {
    const part = join(this.#folder, `${randomUUID()}.part`);
    try {
      await mkdir(this.#folder, { recursive: true });
      await this.#makeRoom(bytes.byteLength);
      await writeFile(part, bytes, { flag: 'wx' });
      await rename(part, file);
    } catch (cause) {
      await rm(part, { force: true }).catch(() => undefined);
      throw new UnrolledError('unwritable', `${file}: ${messageOf(cause)} — let this user write into the folder`, {
        cause,
      });
    }
  }

  async #makeRoom(bytes: number): Promise<void> {
    const files = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        const path = join(this.#folder, name);
        const stats = await stat(path).catch(() => null);
        return { path, size: stats?.size ?? 0, usedMs: stats?.mtimeMs ?? 0 };
      }),
    );
    let total = bytes + files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files.sort((a, b) => a.usedMs - b.usedMs)) {
      if (total <= this.#maxBytes) return;
      await rm(path, { force: true });
      total -= size;
    }
  }

  /** Ids of runs may hold anything: a file's name holds only a digest of one. */
  #fileOf(runId: string, key: string): string {
    const run = createHash('sha256').update(runId, 'utf8').digest('hex').slice(0, 16);
    return join(this.#folder, `${run}-${key}.bin`);
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
