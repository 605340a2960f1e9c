import { statSync } from 'node:fs';
import { messageOf, UnrolledError } from '../base/errors.ts';
import type { StoreState } from '../protocol/socket-events.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** How often the file is looked for, and opened again after it could not be read, in ms. */
const LOOK_MS = 500;

export interface StoreSourceListener {
  /** Some process committed. */
  readonly onCommit: () => void;
  /** The file appeared, went, was replaced, or can('t) be read. */
  readonly onState: (state: StoreState) => void;
}

/**
 * The data folder's store as it comes and goes: opened when a trainer creates it, opened anew when another file takes
 * its place, and asked at a settable pace whether somebody committed. It only reads; what comes over HTTP is written by `Ingest`.
 */
export class StoreSource {
  readonly file: string;
  readonly #listener: StoreSourceListener;
  #store: Store | null = null;
  #state: StoreState = { state: 'absent', store: '', error: null };
  /** Which file is open, or failed to open: device, inode, and for a failed one its size and time. */
  #identity = '';
  #version = -1;
  #lookedMs = 0;
  #paceMs = LOOK_MS;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /** `file`: all runs of a data folder, or one run. */
  constructor(file: string, listener: StoreSourceListener) {
    this.file = file;
    this.#listener = listener;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** The store. Throws UnrolledError: `absent`, or why it can't be read. */
  readonly current = (): Store => {
    if (this.#store) return this.#store;
    const { code, message } = this.#state.error ?? {
      code: 'absent',
      message: `run store ${this.file}: not there yet — it appears when the first run is logged`,
    };
    throw new UnrolledError(code, message);
  };

  /** Looks for the file once, then goes on by itself. */
  async start(): Promise<void> {
    await this.#look();
    this.#schedule();
  }

  /** Asks for commits every `paceMs`. */
  setPace(paceMs: number): void {
    if (paceMs === this.#paceMs) return;
    this.#paceMs = paceMs;
    this.#schedule();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#drop();
  }

  #schedule(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(async () => {
      if (Date.now() - this.#lookedMs >= LOOK_MS) await this.#look();
      this.#ask();
      this.#schedule();
    }, this.#paceMs);
  }

  #ask(): void {
    if (!this.#store) return;
    try {
      const version = this.#store.dataVersion();
      if (version === this.#version) return;
      this.#version = version;
    } catch {
      // the next look opens it again and says what is wrong
      this.#identity = '';
      return;
    }
    this.#listener.onCommit();
  }

  async #look(): Promise<void> {
    this.#lookedMs = Date.now();
    const stats = statSync(this.file, { throwIfNoEntry: false });
    if (!stats) {
      await this.#drop();
      this.#identity = '';
      this.#tell({ state: 'absent', store: '', error: null });
      return;
    }
    const identity = `${stats.dev}:${stats.ino}`;
    if (this.#store && identity === this.#identity) return;
    await this.#drop();
    await this.#open(identity);
  }

  async #open(identity: string): Promise<void> {
    try {
      const store = await this.#openForReading();
      if (this.#closed) return await store.close();
      this.#store = store;
      this.#identity = identity;
      this.#version = store.dataVersion();
      this.#tell({ state: 'ready', store: store.id, error: null });
      // what was committed before we looked is new to everyone who waits
      this.#listener.onCommit();
    } catch (error) {
      const code = error instanceof UnrolledError ? error.code : 'store-failed';
      // a trainer is creating it right now
      if (code === 'absent') return;
      this.#tell({ state: 'failed', store: '', error: { code, message: messageOf(error) } });
    }
  }

  /** The file as it is; one of an older schema is brought up to date first, which only a writer can. */
  async #openForReading(): Promise<Store> {
    try {
      return await openStore(this.file, { readOnly: true });
    } catch (error) {
      if (!(error instanceof UnrolledError) || error.code !== 'older-schema') throw error;
      await (await openStore(this.file)).close();
      return openStore(this.file, { readOnly: true });
    }
  }

  async #drop(): Promise<void> {
    const store = this.#store;
    this.#store = null;
    await store?.close().catch(() => undefined);
  }

  #tell(state: StoreState): void {
    const before = this.#state;
    this.#state = state;
    if (before.state !== state.state || before.store !== state.store || before.error?.message !== state.error?.message)
      this.#listener.onState(state);
  }
}
