import type { Tf } from './tfjs-instance.ts';

const AUTO_MS = 125;

/** Lets the event loop turn as often as `fit` was asked to, as every tfjs callback does: by default each 125 ms. */
export class Yielding {
  readonly #tf: Tf;
  #lastMs = performance.now();
  /** `yieldEvery` of the running fit: `auto`, `batch`, `epoch`, `never` or ms; anything else is taken for auto. */
  every: unknown = 'auto';

  constructor(tf: Tf) {
    this.#tf = tf;
  }

  async afterBatch(): Promise<void> {
    if (this.every === 'never' || this.every === 'epoch') return;
    if (this.every !== 'batch') {
      const pauseMs = typeof this.every === 'number' ? this.every : AUTO_MS;
      const now = performance.now();
      if (now - this.#lastMs < pauseMs) return;
      this.#lastMs = now;
    }
    await this.#tf.nextFrame();
  }

  async afterEpoch(): Promise<void> {
    if (this.every === 'epoch') await this.#tf.nextFrame();
  }
}
