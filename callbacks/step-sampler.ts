/** Steps a sampled share is worked out from. */
const STEPS_KEPT = 15;
const COSTS_KEPT = 5;
/** At least this many samples an epoch, whatever they cost. */
const LEAST_PER_EPOCH = 4;
/** Before the length of an epoch is known, at least one sample in this many steps. */
const LONGEST_INTERVAL = 256;

/**
 * Decides which optimizer steps are sampled: every k-th, k the smallest that keeps the work within its share of the
 * training time, and small enough for four samples an epoch: before the length of one is known, small enough for four of
 * the steps so far. The first step always is. Samples come in pairs: of the step after a sampled one the direction of the
 * gradient is taken, and what that costs is part of the sample's cost.
 */
export class StepSampler {
  readonly #share: number;
  readonly #fixed: number | null;
  readonly #stepMs: number[] = [];
  readonly #costMs: number[] = [];
  readonly #pairMs: number[] = [];
  #interval = 1;
  #sinceSample = Number.POSITIVE_INFINITY;
  #steps = 0;

  /** `share` of the training time for sampling, 0…1; `fixed`: this interval instead. */
  constructor(share: number, fixed: number | null = null) {
    this.#share = share;
    this.#fixed = fixed;
    if (fixed !== null) this.#interval = fixed;
  }

  /** k. */
  get interval(): number {
    return this.#interval;
  }

  /** Whether the coming step is to be sampled. */
  get due(): boolean {
    return this.#sinceSample >= this.#interval;
  }

  /** Whether the coming step is the one right after a sampled one. */
  get follows(): boolean {
    return this.#sinceSample === 1;
  }

  /** Takes the time a step took without our work, and, if it was sampled or followed a sampled one, what that cost. In ms. */
  stepped(stepMs: number, costMs: number | null, stepsPerEpoch: number | null): void {
    keep(this.#stepMs, stepMs, STEPS_KEPT);
    this.#steps++;
    const wasDue = this.due;
    this.#sinceSample = wasDue && costMs !== null ? 1 : this.#sinceSample + 1;
    if (costMs === null) return;
    keep(wasDue ? this.#costMs : this.#pairMs, costMs, COSTS_KEPT);
    if (this.#fixed !== null) return;
    const affordable = Math.ceil(
      (median(this.#costMs) + median(this.#pairMs)) / (this.#share * Math.max(median(this.#stepMs), 1e-3)),
    );
    const known = stepsPerEpoch ?? Math.min(this.#steps, LONGEST_INTERVAL * LEAST_PER_EPOCH);
    const longest = Math.floor(known / LEAST_PER_EPOCH);
    this.#interval = Math.max(1, Math.min(affordable, longest));
  }
}

function keep(values: number[], value: number, most: number): void {
  values.push(value);
  if (values.length > most) values.shift();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
