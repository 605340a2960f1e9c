import type { Worker } from 'node:worker_threads';
import { UnrolledError } from '../base/errors.ts';
import type { RunPosition } from '../protocol/ingest.ts';
import { Counters, CROWDED_SHARE, QUEUE_KIB } from './counters.ts';
import type { Outgoing, RecordLink } from './link.ts';
import { CELL, CELLS, type FromWriter, STATE, type Target, type ToThread, type ToWriter } from './wire.ts';
import { parkThread, takeThread } from './writer-threads.ts';

/** How long one call may wait for a full queue to move, in ms; a queue that does not move is not waited for again. */
const FULL_WAIT_MS = 100;

/** How often a blocked wait looks again: what it waits for may show in another cell, in ms. */
const LOOK_AGAIN_MS = 50;

/**
 * The training thread's end of one writer thread, which owns one file or talks to one server. Sending never throws and
 * never waits longer than {@link FULL_WAIT_MS}. The thread does not keep the process alive, except while somebody awaits it.
 */
export class WriterLink implements RecordLink {
  readonly target: Target;
  readonly #worker: Worker;
  readonly #counters: Counters;
  readonly #warn: (text: string) => void;
  readonly #resumed = new Map<string, RunPosition | UnrolledError>();
  #seq = 0;
  #sentKib = 0;
  #stuckAtKib = -1;
  #failure: UnrolledError | null = null;
  #ended = false;
  #closing = false;
  #refs = 0;

  /** Starts the thread; `warn` gets each trouble once, as one line for a person. */
  constructor(target: Target, warn: (text: string) => void) {
    this.target = target;
    this.#warn = warn;
    const shared = new SharedArrayBuffer(CELLS * 4);
    this.#counters = new Counters(new Int32Array(shared));
    this.#worker = takeThread();
    this.#worker.on('message', this.#receive).on('error', this.#died).on('exit', this.#died);
    // A listener for messages makes Node hold the process: let go again.
    this.#worker.unref();
    this.#worker.postMessage({ kind: 'start', target, shared } satisfies ToThread);
  }

  get failure(): UnrolledError | null {
    return this.#failure;
  }

  get closing(): boolean {
    return this.#closing;
  }

  get seq(): number {
    return this.#seq;
  }

  get left(): number {
    return this.#counters.left;
  }

  /** A disk is waited for; a server may be away for hours. */
  get crowded(): boolean {
    return this.target.kind === 'server' && this.#counters.queuedKib(this.#sentKib) > QUEUE_KIB * CROWDED_SHARE;
  }

  async opened(ms: number): Promise<boolean> {
    // The state says "failed" a moment before the message that says why.
    await this.#held(() =>
      this.#counters.until(() => this.#failure !== null || this.#ended || !this.#counters.waits(null), ms),
    );
    return !this.#counters.waits(this.#failure);
  }

  send(message: Outgoing, buffers: ArrayBuffer[] = []): number | null {
    if (this.#failure || this.#ended || this.#counters.state === STATE.failed || !this.#hasRoom(message.kib)) {
      return null;
    }
    const seq = ++this.#seq;
    this.#sentKib += message.kib;
    this.#worker.postMessage({ ...message, seq }, buffers);
    return seq;
  }

  async done(seq: number, stallMs: number): Promise<boolean> {
    const settled = () => this.#counters.isDone(seq) || this.#failure !== null || this.#ended;
    await this.#held(() => this.#counters.whileMoving(settled, stallMs));
    return this.#counters.isDone(seq);
  }

  async resumed(sender: string, ms: number): Promise<RunPosition | UnrolledError | null> {
    await this.#held(() =>
      this.#counters.until(() => this.#resumed.has(sender) || this.#failure !== null || this.#ended, ms),
    );
    return this.#resumed.get(sender) ?? this.#failure;
  }

  /** Like {@link done}, blocking the thread, for at most `ms` in all: for the moment a process ends. */
  doneSync(seq: number, stallMs: number, ms: number): boolean {
    const end = performance.now() + ms;
    const counters = this.#counters;
    let moved = counters.progress;
    let movedMs = performance.now();
    while (!counters.isDone(seq)) {
      const now = performance.now();
      if (counters.progress !== moved) {
        moved = counters.progress;
        movedMs = now;
      }
      const left = Math.min(end, movedMs + stallMs) - now;
      if (left <= 0 || this.#failure || this.#ended || counters.state === STATE.failed) return false;
      const seen = Atomics.load(counters.cells, CELL.kib);
      if (!counters.isDone(seq)) Atomics.wait(counters.cells, CELL.kib, seen, Math.min(left, LOOK_AGAIN_MS));
    }
    return true;
  }

  /** Has the thread write what is left, close what it owns and give it up. False when nothing moved for `stallMs`. */
  async close(stallMs: number): Promise<boolean> {
    this.requestClose();
    await this.#held(() => this.#counters.whileMoving(() => this.#ended, stallMs));
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

  #hasRoom(kib: number): boolean {
    const counters = this.#counters;
    if (counters.queuedKib(this.#sentKib) + kib <= QUEUE_KIB) return true;
    const end = performance.now() + FULL_WAIT_MS;
    for (;;) {
      const written = Atomics.load(counters.cells, CELL.kib);
      if (counters.queuedKib(this.#sentKib) + kib <= QUEUE_KIB) return true;
      const left = end - performance.now();
      // A writer that stands still is waited for once, not at every call.
      if (written === this.#stuckAtKib) return false;
      if (left <= 0) {
        this.#stuckAtKib = written;
        return false;
      }
      Atomics.wait(counters.cells, CELL.kib, written, left);
    }
  }

  readonly #receive = (message: FromWriter): void => {
    if (message.kind === 'failed') this.#fail(new UnrolledError(message.code, message.message));
    if (message.kind === 'trouble') this.#warn(message.message);
    if (message.kind === 'recovered' && message.message !== null) this.#warn(message.message);
    if (message.kind === 'resumed') this.#resumed.set(message.sender, message.position);
    if (message.kind === 'refused') this.#resumed.set(message.sender, new UnrolledError(message.code, message.message));
    if (message.kind === 'closed') {
      this.#leave();
      parkThread(this.#worker);
    }
    this.#counters.wake();
  };

  readonly #died = (reason: unknown): void => {
    this.#leave();
    const message = reason instanceof Error ? reason.message : 'the writer thread ended';
    this.#fail(new UnrolledError('writer-died', message, { cause: reason }));
    this.#counters.wake();
  };

  #leave(): void {
    this.#ended = true;
    this.#worker.off('message', this.#receive).off('error', this.#died).off('exit', this.#died);
  }

  #fail(error: UnrolledError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#warn(error.message);
    this.#counters.wake();
  }

  /** The thread holds the process while somebody waits for it. */
  async #held(wait: () => Promise<void>): Promise<void> {
    if (this.#refs++ === 0) this.#worker.ref();
    await wait();
    if (--this.#refs === 0) this.#worker.unref();
  }
}
