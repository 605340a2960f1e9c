/** Snapshots may take this long in all before their share counts, in ms: short trainings are seen whole. */
const FREE_MS = 10_000;

/** Decides whether an epoch's end may be measured: while snapshots stay within their share of the time since the start. */
export class SnapshotBudget {
  readonly #share: number;
  readonly #now: () => number;
  readonly #startedMs: number;
  #spentMs = 0;
  #lastMs = 0;

  /** `share` of the time, 0…1; `now` in ms. */
  constructor(share: number, now: () => number = () => performance.now()) {
    this.#share = share;
    this.#now = now;
    this.#startedMs = now();
  }

  /** Whether one more, as dear as the last one, is within the budget. */
  allows(): boolean {
    return this.#spentMs + this.#lastMs <= FREE_MS + this.#share * (this.#now() - this.#startedMs);
  }

  /** Takes what one cost, in ms. */
  spent(ms: number): void {
    this.#spentMs += ms;
    this.#lastMs = ms;
  }
}
