import type { UnrolledError } from '../base/errors.ts';
import { CELL, STATE } from './wire.ts';

/** What may wait between training and disk or server before anything is dropped, in KiB: about 16 million points. */
export const QUEUE_KIB = 256 * 1024;
/** The same in a page, where the memory is the training's too. */
export const PAGE_QUEUE_KIB = 64 * 1024;
/** Beyond this share of the queue the newest tensors are let go. */
export const CROWDED_SHARE = 0.75;

/** Reads the counters a writer keeps; over shared memory they are true even while this thread computes. */
export class Counters {
  readonly cells: Int32Array;
  readonly #waiting = new Set<() => void>();

  constructor(cells: Int32Array) {
    this.cells = cells;
  }

  get state(): number {
    return Atomics.load(this.cells, CELL.state);
  }

  get left(): number {
    return Atomics.load(this.cells, CELL.left);
  }

  /** A number that differs after the writer got on. */
  get progress(): number {
    return Atomics.load(this.cells, CELL.kib) + Atomics.load(this.cells, CELL.done);
  }

  isDone(seq: number): boolean {
    return Atomics.load(this.cells, CELL.done) >= seq;
  }

  /** Of `sentKib` in all, what waits. */
  queuedKib(sentKib: number): number {
    // The cell wraps; the difference of two wrapped counters is exact.
    return (sentKib - Atomics.load(this.cells, CELL.kib)) | 0;
  }

  /** Whether the writer has not begun, or can't go on. */
  waits(failure: UnrolledError | null): boolean {
    return failure !== null || this.state === STATE.opening || this.state === STATE.failed;
  }

  /** Has everybody who waits look again. */
  wake(): void {
    for (const check of this.#waiting) check();
  }

  /** Waits until something holds, while the writer gets on at least every `stallMs`. */
  async whileMoving(holds: () => boolean, stallMs: number): Promise<void> {
    for (let before = Number.NaN; !holds() && this.progress !== before; ) {
      before = this.progress;
      await this.until(holds, stallMs);
    }
  }

  /** Waits until something holds, at most `ms`; looked at whenever the writer says something. */
  until(holds: () => boolean, ms: number): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = () => {
        if (holds()) finish();
      };
      const timer = setTimeout(finish, ms);
      this.#waiting.add(check);
    });
  }
}
