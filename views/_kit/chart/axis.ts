/** A tick of an axis: where, and what stands there. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * An axis in data units. A log axis is a linear one over log10 of the values: `log: true` makes labels powers of ten;
 * geometry and marks take log10 values. A band axis (cells 1…n) has the domain [0.5, n + 0.5].
 */
export interface Axis {
  readonly domain: readonly [number, number];
  /** Values where ticks and, on a y axis, grid lines stand. Absent: {@link roundTicks}. */
  readonly ticks?: readonly number[];
  readonly log?: boolean;
  readonly title?: string;
  /** Text of a tick; by default the number with a real minus, on log axes 10 with a raised exponent. */
  readonly label?: (value: number) => string;
  /** A band axis: ticks stand at whole numbers, no line between them. */
  readonly band?: boolean;
  /** Row 0 or epoch 1 at the top. */
  readonly inverse?: boolean;
}

/** The domain of cells numbered `first`…`last`. */
export function bandDomain(first: number, last: number): readonly [number, number] {
  return [first - 0.5, Math.max(first, last) + 0.5];
}

/** The next of 1, 1.5, 2, 3, 5, 7.5 × 10^k: an axis of unknown end grows seldom. 0 for what is not above 0. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const size = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 5, 7.5, 10].find((factor) => factor * size >= value * (1 - 1e-12)) ?? 10) * size;
}

/** The smallest of 1, 2, 5 × 10^k that is at least `least`. */
function roundStep(least: number): number {
  const size = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * size >= least * (1 - 1e-9)) ?? 10) * size;
}

/** At most `most` round values within the domain, in order. */
export function roundTicks([low, high]: readonly [number, number], most = 6): readonly number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return Number.isFinite(low) ? [low] : [];
  const within = (step: number) => {
    const first = Math.ceil(low / step - 1e-9);
    const count = Math.floor(high / step + 1e-9) - first + 1;
    // Through the decimal text, because 3 × 0.1 is 0.30000000000000004; + 0 turns −0 into 0.
    return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)) + 0);
  };
  let step = roundStep(span / Math.max(1, most));
  while (within(step).length > most) step = roundStep(step * 1.5);
  return within(step);
}

const LOG_STEPS = [1, 2, 3, 4, 6, 12, 24, 48];

/** Whole exponents within a log10 domain, at most `most`, all multiples of one step. */
export function logTicks([low, high]: readonly [number, number], most = 6): readonly number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const within = (step: number) => {
    const first = Math.ceil(low / step - 1e-9);
    const count = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
    // + 0 turns −0 into 0.
    return Array.from({ length: count }, (_, index) => (first + index) * step + 0);
  };
  const step = LOG_STEPS.find((each) => within(each).length <= most) ?? Math.ceil((high - low) / most);
  return within(step);
}

/**
 * Labelled cells of a band axis of `first`…`last`: the first, then multiples of a round step, the last where it does
 * not crowd the one before. `avoid` (the playhead) makes neighbours nearer than `clearance` cells give way.
 */
export function bandTicks(
  first: number,
  last: number,
  most = 8,
  avoid: number | null = null,
  clearance = 0,
): readonly number[] {
  if (last < first) return [];
  const count = last - first + 1;
  const step = count <= most ? 1 : Math.max(1, Math.round(roundStep(count / most)));
  const ticks = new Set<number>([first]);
  for (let value = Math.ceil((first + 1) / step) * step; value <= last; value += step) {
    if (value - first >= step * 0.6) ticks.add(value);
  }
  const before = Math.max(...ticks);
  if (last - before >= step * 0.6) ticks.add(last);
  return [...ticks].filter((value) => avoid === null || value === avoid || Math.abs(value - avoid) > clearance);
}
