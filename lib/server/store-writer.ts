import { statSync } from 'node:fs';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** How long a write waits for a trainer's own write, in ms. */
const BUSY_MS = 2_000;

/** The data folder's store as the server writes to it: opened when it is first needed, anew when another file took its place. */
export class StoreWriter {
  readonly #file: string;
  #store: Store | null = null;
  #identity = '';
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** The store; another object when another file has taken the place. Rejects as `openStore`. */
  open(): Promise<Store> {
    return this.#inTurn(async () => {
      const identity = identityOf(this.#file);
      if (this.#store && identity === this.#identity) return this.#store;
      await this.#drop();
      this.#store = await openStore(this.#file, { busyMs: BUSY_MS });
      this.#identity = identityOf(this.#file);
      return this.#store;
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#drop());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #drop(): Promise<void> {
    const store = this.#store;
    this.#store = null;
    await store?.checkpoint().catch(() => undefined);
    await store?.close();
  }
}

function identityOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : '';
}
