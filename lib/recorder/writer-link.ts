import type { Worker } from 'node:worker_threads';
import { UnrolledError } from '../base/errors.ts';
import { CELL, CELLS, type FromWriter, STATE, type ToThread, type ToWriter } from './wire.ts';
import { parkThread, takeThread } from './writer-threads.ts';

/** What may wait between the training thread and the disk before anything is dropped, in KiB: about 16 million points. */
const QUEUE_KIB = 256 * 1024;
/** How long one call may wait for a full queue to move, in ms; a queue that does not move is not waited for again. */
const FULL_WAIT_MS = 100;

/** How often a blocked wait looks again: what it waits for may show in another cell, in ms. */
const LOOK_AGAIN_MS = 50;

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;
/** A message before it is numbered. */
export type Outgoing = WithoutSeq<ToWriter>;

/**
 * The training thread's end of one writer thread, which owns one database file. Sending never throws and never waits
 * longer than {@link FULL_WAIT_MS}. The thread does not keep the process alive, except while somebody awaits it.
 */
export class WriterLink {
  readonly file: string;
  readonly #worker: Worker;
  readonly #cells: Int32Array;
  readonly #warn: (text: string) => void;
  readonly #waiting = new Set<() => void>();
  #seq = 0;
  #sentKib = 0;
  #stuckAtKib = -1;
  #failure: UnrolledError | null = null;
  #ended = false;
  #closing = false;
  #refs = 0;

  /** Starts the thread; `warn` gets each trouble once, as one line for a person. */
  constructor(file: string, warn: (text: string) => void) {
    this.file = file;
    this.#warn = warn;
    const shared = new SharedArrayBuffer(CELLS * 4);
    this.#cells = new Int32Array(shared);
    this.#worker = takeThread();
    this.#worker.on('message', this.#receive).on('error', this.#died).on('exit', this.#died);
    // A listener for messages makes Node hold the process: let go again.
    this.#worker.unref();
    this.#worker.postMessage({ kind: 'start', file, shared } satisfies ToThread);
  }

  /** Why nothing can be written any more, or null. */
  get failure(): UnrolledError | null {
    return this.#failure;
  }

  /** True once {@link close} was called: a new run needs a new link. */
  get closing(): boolean {
    return this.#closing;
  }

  /** Waits until the file is open. False when it is not within `ms`; {@link failure} says whether it never will be. */
  async opened(ms: number): Promise<boolean> {
    const waits = () => this.#state() === STATE.opening || this.#state() === STATE.failed;
    // The state says "failed" a moment before the message that says why.
    await this.#until(() => this.#failure !== null || this.#ended || !waits(), ms);
    return this.#failure === null && !waits();
  }

  /** Sends a message and moves its buffers; null when the queue is full or nothing can be written: the caller counts. */
  send(message: Outgoing, buffers: ArrayBuffer[] = []): number | null {
    if (this.#failure || this.#ended || this.#state() === STATE.failed || !this.#hasRoom(message.kib)) return null;
    const seq = ++this.#seq;
    this.#sentKib += message.kib;
    this.#worker.postMessage({ ...message, seq }, buffers);
    return seq;
  }

  /** The newest message sent. */
  get seq(): number {
    return this.#seq;
  }

  /** Waits until everything up to `seq` was dealt with; false when nothing moved for `stallMs`. */
  async done(seq: number, stallMs: number): Promise<boolean> {
    await this.#whileMoving(() => this.#isDone(seq) || this.#failure !== null || this.#ended, stallMs);
    return this.#isDone(seq);
  }

  /** Like {@link done}, blocking the thread, for at most `ms` in all: for the moment a process ends. */
  doneSync(seq: number, stallMs: number, ms: number): boolean {
    const end = performance.now() + ms;
    let moved = this.#progress();
    let movedMs = performance.now();
    while (!this.#isDone(seq)) {
      const now = performance.now();
      if (this.#progress() !== moved) {
        moved = this.#progress();
        movedMs = now;
      }
      const left = Math.min(end, movedMs + stallMs) - now;
      if (left <= 0 || this.#failure || this.#ended || this.#state() === STATE.failed) return false;
      const seen = Atomics.load(this.#cells, CELL.kib);
      if (!this.#isDone(seq)) Atomics.wait(this.#cells, CELL.kib, seen, Math.min(left, LOOK_AGAIN_MS));
    }
    return true;
  }

  /** Has the thread write what is left, empty the WAL, close the file and give it up. False when nothing moved for `stallMs`. */
  async close(stallMs: number): Promise<boolean> {
    this.requestClose();
    await this.#whileMoving(() => this.#ended, stallMs);
    return this.#ended;
  }

  /** Like {@link close} without waiting; gives the message to wait for. */
  requestClose(): number {
    if (!this.#closing) {
      this.#closing = true;
      const message: ToWriter = { kind: 'close', seq: ++this.#seq, kib: 0 };
      // An ended link's thread may own another file by now.
      if (!this.#ended) this.#worker.postMessage(message);
    }
    return this.#seq;
  }

  async #whileMoving(holds: () => boolean, stallMs: number): Promise<void> {
    for (let before = Number.NaN; !holds() && this.#progress() !== before; ) {
      before = this.#progress();
      await this.#until(holds, stallMs);
    }
  }

  /** A number that differs after the writer got on. */
  #progress(): number {
    return Atomics.load(this.#cells, CELL.kib) + Atomics.load(this.#cells, CELL.done);
  }

  #state(): number {
    return Atomics.load(this.#cells, CELL.state);
  }

  #isDone(seq: number): boolean {
    return Atomics.load(this.#cells, CELL.done) >= seq;
  }

  #queuedKib(): number {
    // The shared cell wraps; the difference of two wrapped counters is exact.
    return (this.#sentKib - Atomics.load(this.#cells, CELL.kib)) | 0;
  }

  #hasRoom(kib: number): boolean {
    if (this.#queuedKib() + kib <= QUEUE_KIB) return true;
    const end = performance.now() + FULL_WAIT_MS;
    for (;;) {
      const written = Atomics.load(this.#cells, CELL.kib);
      if (this.#queuedKib() + kib <= QUEUE_KIB) return true;
      const left = end - performance.now();
      // A writer that stands still is waited for once, not at every call.
      if (written === this.#stuckAtKib) return false;
      if (left <= 0) {
        this.#stuckAtKib = written;
        return false;
      }
      Atomics.wait(this.#cells, CELL.kib, written, left);
    }
  }

  readonly #receive = (message: FromWriter): void => {
    if (message.kind === 'failed') this.#fail(new UnrolledError(message.code, message.message));
    if (message.kind === 'trouble') this.#warn(message.message);
    if (message.kind === 'closed') {
      this.#leave();
      parkThread(this.#worker);
    }
    this.#wake();
  };

  readonly #died = (reason: unknown): void => {
    this.#leave();
    const message = reason instanceof Error ? reason.message : 'the writer thread ended';
    this.#fail(new UnrolledError('writer-died', message, { cause: reason }));
    this.#wake();
  };

  #leave(): void {
    this.#ended = true;
    this.#worker.off('message', this.#receive).off('error', this.#died).off('exit', this.#died);
  }

  #fail(error: UnrolledError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#warn(error.message);
    this.#wake();
  }

  #wake(): void {
    for (const check of this.#waiting) check();
  }

  #until(holds: () => boolean, ms: number): Promise<void> {
    if (holds()) return Promise.resolve();
    if (this.#refs++ === 0) this.#worker.ref();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        if (--this.#refs === 0) this.#worker.unref();
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
