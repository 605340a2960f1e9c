import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UnrolledError } from '../base/errors.ts';

/** Folder, in the data folder, of results that can be computed again. It may be deleted at any time. */
export const DERIVED_FOLDER = 'derived';

/** What the folder may hold; beyond it what was not asked for longest goes. */
export interface DerivedBounds {
  readonly bytes: number;
  readonly files: number;
}

/** The usual bounds of the folder. */
export const DERIVED_BOUNDS: DerivedBounds = { bytes: 256 * 2 ** 20, files: 20_000 };

/** Share of the bounds that is left when something has to go. */
const CLEARED_TO = 0.9;

/** Results derived from recorded runs, a file each, named by run and key; bounded, least recently asked for first to go. */
export class DerivedFiles {
  readonly #folder: string;
  readonly #bounds: DerivedBounds;
  /** What may come before the folder has to be looked through again. */
  #room: DerivedBounds = { bytes: 0, files: 0 };
  #queue: Promise<unknown> = Promise.resolve();

  constructor(dir: string, bounds = DERIVED_BOUNDS) {
    this.#folder = join(dir, DERIVED_FOLDER);
    this.#bounds = bounds;
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
      if (isOf(cause, 'ENOENT')) return null;
      throw new UnrolledError('unreadable', `${file}: ${messageOf(cause)} — let this user read it, or delete it`, {
        cause,
      });
    }
  }

  /** Keeps bytes under a key: whole or not at all; one write at a time. Throws `unwritable`, `disk-full`. */
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
      const isFull = isOf(cause, 'ENOSPC', 'EDQUOT');
      const remedy = isFull ? 'free some space' : 'let this user write into the folder';
      const message = `${file}: ${messageOf(cause)} — ${remedy}`;
      throw new UnrolledError(isFull ? 'disk-full' : 'unwritable', message, { cause });
    }
  }

  /** Makes room for one file. The folder is only looked through when what was free the last time is used up. */
  async #makeRoom(bytes: number): Promise<void> {
    if (this.#room.files < 1 || this.#room.bytes < bytes) this.#room = await this.#clear(bytes);
    this.#room = { bytes: this.#room.bytes - bytes, files: this.#room.files - 1 };
  }

  async #clear(bytes: number): Promise<DerivedBounds> {
    const files = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        const path = join(this.#folder, name);
        const stats = await stat(path).catch(() => null);
        return { path, size: stats?.size ?? 0, usedMs: stats?.mtimeMs ?? 0 };
      }),
    );
    let total = files.reduce((sum, { size }) => sum + size, 0);
    let count = files.length;
    const isOver = total + bytes > this.#bounds.bytes || count >= this.#bounds.files;
    // a little more than must go, or the next file would have the folder looked through again
    const share = isOver ? CLEARED_TO : 1;
    for (const { path, size } of files.sort((a, b) => a.usedMs - b.usedMs)) {
      if (total + bytes <= share * this.#bounds.bytes && count + 1 <= share * this.#bounds.files) break;
      await rm(path, { force: true });
      total -= size;
      count -= 1;
    }
    return { bytes: this.#bounds.bytes - total, files: this.#bounds.files - count };
  }

  /** Ids of runs may hold anything: a file's name holds only a digest of one. */
  #fileOf(runId: string, key: string): string {
    const run = createHash('sha256').update(runId, 'utf8').digest('hex').slice(0, 16);
    return join(this.#folder, `${run}-${key}.bin`);
  }
}

function isOf(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
