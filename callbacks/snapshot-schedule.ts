import type { Measurement } from './measurements/measurement.ts';

/** Snapshots may take this long in all before their share counts, in ms: short trainings are seen whole. */
const FREE_MS = 10_000;
/** At least every so many epochs there is a snapshot, whatever it costs. */
const LONGEST_GAP = 10;

/**
 * Decides at which epochs' ends there is a snapshot, and which of the dear measurements it holds: all at the first, the
 * last and at least every tenth; in between while they stay within their share of the time since the start.
 */
export class SnapshotSchedule {
  readonly #share: number;
  readonly #now: () => number;
  readonly #startedMs: number;
  readonly #costMs = new Map<string, number>();
  readonly #lastEpoch = new Map<string, number>();
  #spentMs = 0;

  /** `share` of the time, 0…1; `now` in ms. */
  constructor(share: number, now: () => number = () => performance.now()) {
    this.#share = share;
    this.#now = now;
    this.#startedMs = now();
  }

  /** Share of what may be spent that is spent: at most 1 unless what is always kept cost more. */
  get usedShare(): number {
    return this.#spentMs / this.#allowedMs();
  }

  /** Whether `what` is due at the end of an epoch: always kept, or affordable as dear as it was the last time. */
  due(what: string, epoch: number, isLast: boolean): boolean {
    const last = this.#lastEpoch.get(what);
    if (last === undefined || isLast || epoch - last >= LONGEST_GAP) return true;
    return this.#spentMs + (this.#costMs.get(what) ?? 0) <= this.#allowedMs();
  }

  /** Takes what one cost, in ms. */
  spent(what: string, epoch: number, ms: number): void {
    this.#spentMs += ms;
    this.#costMs.set(what, ms);
    this.#lastEpoch.set(what, epoch);
  }

  /** Dear measurements, the one that was not measured for longest first, so that none is starved. */
  inTurn(measurements: readonly Measurement[]): readonly Measurement[] {
    const last = ({ name }: Measurement) => this.#lastEpoch.get(name) ?? 0;
    return [...measurements].sort((a, b) => last(a) - last(b));
  }

  #allowedMs(): number {
    return FREE_MS + this.#share * (this.#now() - this.#startedMs);
  }
}
