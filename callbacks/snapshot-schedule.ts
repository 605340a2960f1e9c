/** What takes no longer than this is cheap, in ms… */
const CHEAP_MS = 1_000;
/** …and may take this long in all before its share of the time counts: short trainings are seen whole. */
const FREE_MS = 10_000;
/** Epochs as long as this have time enough of their own, in ms. */
const LONG_EPOCH_MS = 10_000;
/** At least every so many epochs there is a snapshot, whatever it costs. */
const LONGEST_GAP = 10;

/**
 * The time that snapshots may take: a share of the time that training took, and for cheap ones an allowance beside it. Says
 * which epochs are kept whatever they cost: the first, the last and every tenth.
 */
export class SnapshotSchedule {
  readonly #share: number;
  #trainedMs = 0;
  #epochBeganMs = 0;
  #epochMs = 0;
  readonly #costMs = new Map<string, number>();
  readonly #lastEpoch = new Map<string, number>();
  #spentMs = 0;

  /** `share` of the time that training takes, 0…1. */
  constructor(share: number) {
    this.#share = share;
  }

  /** Training went on for `ms`; what passes while it stands still is no time to measure in. */
  trained(ms: number): void {
    this.#trainedMs += ms;
  }

  /** An epoch has ended. */
  epochEnded(): void {
    this.#epochMs = this.#trainedMs - this.#epochBeganMs;
    this.#epochBeganMs = this.#trainedMs;
  }

  /** Whether `what` is to be measured at the end of this epoch even where it goes beyond the budget. */
  kept(what: string, epoch: number, isLast: boolean): boolean {
    const last = this.#lastEpoch.get(what);
    return last === undefined || isLast || epoch - last >= LONGEST_GAP;
  }

  /** Whether something that takes `costMs` is cheap. */
  isCheap(costMs: number): boolean {
    return costMs <= CHEAP_MS;
  }

  /** Whether something that takes `costMs` is within the budget now: its share of the time, for cheap ones the allowance. */
  affords(costMs: number): boolean {
    return this.hasTimeFor(costMs - (this.isCheap(costMs) ? FREE_MS : 0));
  }

  /** Whether it is within its share of the time alone. */
  hasTimeFor(costMs: number): boolean {
    return this.#spentMs + costMs <= this.#share * this.#trainedMs;
  }

  /** Whether a dear measurement may have its turn: where epochs are long, within its share of the time alone. */
  affordsTurn(costMs: number): boolean {
    return this.#epochMs < LONG_EPOCH_MS ? this.affords(costMs) : this.hasTimeFor(costMs);
  }

  /** What `what` cost the last time, in ms; undefined before the first. */
  costOf(what: string): number | undefined {
    return this.#costMs.get(what);
  }

  /** Epoch of the last time, 0 before the first. */
  lastOf(what: string): number {
    return this.#lastEpoch.get(what) ?? 0;
  }

  /** Takes what one cost, in ms. */
  spent(what: string, epoch: number, ms: number): void {
    this.#spentMs += ms;
    this.#costMs.set(what, ms);
    this.#lastEpoch.set(what, epoch);
  }
}
