import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { numberOf } from './stored.ts';

/** Where values of any size lie along the shared axis of histograms: as they are, or by a symmetric logarithm. */
export interface SpreadScale {
  /** The axis is linear within ±linear; Infinity: everywhere. */
  readonly linear: number;
  position(value: number): number;
  /** Inverse of `position`. */
  value(position: number): number;
  /** Positions of the ends. */
  readonly domain: readonly [number, number];
  /** Values where ticks stand, rising. */
  readonly ticks: readonly number[];
}

/** Bins of one epoch this many times narrower than those of another would not be seen on a linear axis. */
const MOST_LINEAR = 8;
/** Decades of an axis at most. */
const MOST_DECADES = 8;
/** Share of the axis left free beyond its outermost values. */
const AIR = 0.04;

/** Width of the bins of a histogram; NaN where there are none. */
export function binWidth({ attributes }: Pick<StoredTensor, 'attributes'>): number {
  return typeof attributes.exponent === 'number' ? 2 ** attributes.exponent : Number.NaN;
}

/**
 * The axis that histograms of all epochs share, from what is stored beside them. Bins are equally wide within an epoch,
 * so the axis is linear; where their width changes by more than {@link MOST_LINEAR} over the epochs it is a symmetric
 * logarithm, sign(x) log₁₀(1 + |x| / c), with c the narrowest width.
 */
export function spreadScale(histograms: readonly Pick<StoredTensor, 'attributes'>[]): SpreadScale {
  let [low, high, narrowest, widest] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (const histogram of histograms) {
    const [min, max, width] = [numberOf(histogram, 'min'), numberOf(histogram, 'max'), binWidth(histogram)];
    // Where all values are 0 or none is finite the bins say nothing.
    if (!(Math.max(Math.abs(min), Math.abs(max)) > 0) || !(width > 0)) continue;
    // The edges of the outermost bins that hold something.
    low = Math.min(low, Math.floor(min / width) * width);
    high = Math.max(high, (Math.floor(max / width) + 1) * width);
    narrowest = Math.min(narrowest, width);
    widest = Math.max(widest, width);
  }
  const most = Math.max(-low, high);
  if (!(most > 0)) return linearScale(-1, 1);
  if (widest <= MOST_LINEAR * narrowest) return linearScale(low, high);
  return logScale(low, high, Math.max(narrowest, most * 10 ** -MOST_DECADES));
}

function withAir(low: number, high: number): readonly [number, number] {
  const air = (high - low) * AIR;
  return [low - air, high + air];
}

function linearScale(low: number, high: number): SpreadScale {
  const same = (value: number) => value;
  const step = niceAbove((high - low) / 6);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  const ticks = Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { linear: Number.POSITIVE_INFINITY, position: same, value: same, domain: withAir(low, high), ticks };
}

function logScale(low: number, high: number, linear: number): SpreadScale {
  const position = (value: number) => Math.sign(value) * Math.log10(1 + Math.abs(value) / linear);
  const value = (at: number) => Math.sign(at) * linear * (10 ** Math.abs(at) - 1);
  // Powers of ten from where the axis is no longer linear, at most three a side.
  const side = (end: number) => {
    const [first, last] = [Math.ceil(Math.log10(linear) + 0.3), Math.floor(Math.log10(end))];
    const step = Math.max(1, Math.ceil((last - first + 1) / 3));
    return Array.from(
      { length: Math.max(0, Math.floor((last - first) / step) + 1) },
      (_, i) => 10 ** (last - i * step),
    );
  };
  const ticks = [...(low < 0 ? side(-low).map((each) => -each) : []), 0, ...(high > 0 ? side(high).reverse() : [])];
  return { linear, position, value, domain: withAir(position(low), position(high)), ticks };
}

/** The smallest of `factors` × 10^k that is at least `least` > 0. */
export function niceAbove(least: number, factors: readonly number[] = [1, 2, 5]): number {
  const size = 10 ** Math.floor(Math.log10(least));
  const factor = factors.find((each) => each * size >= least * (1 - 1e-9)) ?? 10;
  return Number((factor * size).toPrecision(12));
}
