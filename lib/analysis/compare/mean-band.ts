import { criticalT } from './student-t.ts';

/** What a band around a mean is: mean ± standard deviation (n − 1), 95 % interval of the mean, or smallest to largest. */
export const BANDS = ['sd', 'ci', 'range'] as const;
export type BandKind = (typeof BANDS)[number];

/** Points of one run in rising x; only the first `length` count. Not finite values are missing. */
export interface BandInput {
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly length: number;
}

/** A mean with its band over the union of the runs' x. */
export interface MeanBand {
  readonly xs: Float64Array;
  readonly mean: Float64Array;
  /** NaN where fewer than two runs are there. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Runs behind each point. */
  readonly n: Int32Array;
  /** Whether runs were read between their own points, because they do not share their x. */
  readonly isInterpolated: boolean;
}

/**
 * Mean and band over runs, of all their points. Where the runs share their x (the union is hardly larger than the longest)
 * only what a run has at an x counts. Else a run is read at every x of the union within its own first and last, straight
 * between neighbours that are both finite. Beyond its points a run does not count: `n` says how many do.
 * Checked: `numpy.interp`, `mean`, `std(ddof=1)` and `scipy.stats.t` (scripts/reference/compare.py).
 */
export function meanBand(runs: readonly BandInput[], kind: BandKind): MeanBand {
  const xs = unionOf(runs);
  const longest = Math.max(0, ...runs.map(({ length }) => length));
  const isInterpolated = xs.length > 1.05 * longest + 1;
  const n = new Int32Array(xs.length);
  const mean = new Float64Array(xs.length);
  const squares = new Float64Array(xs.length);
  const low = new Float64Array(xs.length).fill(Infinity);
  const high = new Float64Array(xs.length).fill(-Infinity);
  for (const run of runs) {
    readAt(run, xs, isInterpolated, (at, y) => {
      // Welford: exact also where the spread is tiny beside the mean
      const away = y - mean[at]!;
      n[at]!++;
      mean[at]! += away / n[at]!;
      squares[at]! += away * (y - mean[at]!);
      if (y < low[at]!) low[at] = y;
      if (y > high[at]!) high[at] = y;
    });
  }
  const factors = new Map<number, number>();
  for (let at = 0; at < xs.length; at++) {
    const count = n[at]!;
    if (count === 0) mean[at] = Number.NaN;
    if (count < 2) low[at] = high[at] = Number.NaN;
    if (count < 2 || kind === 'range') continue;
    const factor = kind === 'sd' ? 1 : (factors.get(count) ?? criticalT(0.05, count - 1) / Math.sqrt(count));
    factors.set(count, factor);
    const half = factor * Math.sqrt(squares[at]! / (count - 1));
    low[at] = mean[at]! - half;
    high[at] = mean[at]! + half;
  }
  return { xs, mean, low, high, n, isInterpolated };
}

/** All x of all runs, rising, each once. */
function unionOf(runs: readonly BandInput[]): Float64Array {
  const all = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { xs, length } of runs) for (let i = 0; i < length; i++) all[at++] = xs[i]!;
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) {
    if (Number.isNaN(all[i]!)) break;
    if (kept === 0 || all[i]! > all[kept - 1]!) all[kept++] = all[i]!;
  }
  return all.slice(0, kept);
}

/** Calls `take` with every x of the union (by its index) at which the run has a finite value. */
function readAt(
  { xs, ys, length }: BandInput,
  union: Float64Array,
  isInterpolated: boolean,
  take: (at: number, y: number) => void,
): void {
  let next = 0;
  for (let at = 0; at < union.length && next < length; at++) {
    const x = union[at]!;
    while (next < length && xs[next]! < x) next++;
    if (next >= length) return;
    let y = ys[next]!;
    if (xs[next]! > x) {
      if (!isInterpolated || next === 0) continue;
      const before = xs[next - 1]!;
      y = ys[next - 1]! + ((x - before) / (xs[next]! - before)) * (y - ys[next - 1]!);
    }
    if (Number.isFinite(y)) take(at, y);
  }
}
