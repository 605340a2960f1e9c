import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trained } from './trained.ts';

const ARRAYS = ['x', 'y', 'rows', 'factors', 'targetFactors', 'weights'] as const;

/**
 * Trainings on disk, by key: KEY.json says what it was and where in KEY.bin each array lies, little-endian, 4 bytes a
 * value. The JSON is written last, so what is there is whole. JSON has no NaN: losses that are not finite are words.
 */
export class TrainingCache {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  has(key: string): boolean {
    return existsSync(this.#file(key, 'json'));
  }

  delete(key: string): void {
    for (const kind of ['json', 'bin']) rmSync(this.#file(key, kind), { force: true });
  }

  write(key: string, { arrays, batchLosses, ...rest }: Trained): void {
    const parts = ARRAYS.map((name) => arrays[name]);
    const layout = Object.fromEntries(ARRAYS.map((name, i) => [name, parts[i]!.length]));
    writeFileSync(
      this.#file(key, 'bin'),
      Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
    );
    const scratch = `${this.#file(key, 'json')}.${process.pid}`;
    writeFileSync(scratch, JSON.stringify({ ...rest, batchLosses: batchLosses.map(String), layout }));
    renameSync(scratch, this.#file(key, 'json'));
  }

  /** What a training left, without the arrays. */
  read(key: string): Omit<Trained, 'arrays'> {
    const { batchLosses, layout: _, ...rest } = JSON.parse(readFileSync(this.#file(key, 'json'), 'utf8'));
    return { ...rest, batchLosses: (batchLosses as string[]).map(Number) };
  }

  #file(key: string, kind: string): string {
    return join(this.folder, `${key}.${kind}`);
  }
}
