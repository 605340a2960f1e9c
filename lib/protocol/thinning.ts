import { assert } from '../base/errors.ts';

/**
 * Thinning a series for a chart: steps are cut into buckets of equal width, and of each bucket the first, smallest,
 * largest and last point are kept (the choice of M4, Jugel et al., VLDB 2014, so no peak is lost), and the first NaN,
 * +∞ and −∞, so that a chart can mark them. No point is invented or moved.
 *
 * Widths are powers of two (in steps) and buckets are aligned to step 0, so buckets of one width are unions of buckets
 * of half of it, and thinning can go on from what was thinned before: `thin(thin(x, w), 2w) = thin(x, 2w)`. The choice
 * depends on the points alone: page, server and store thin alike however the points arrived. Checked by properties.
 */

/** At most this many points of one bucket are kept: first, last, min, max, NaN, +∞, −∞. */
export const KEPT_PER_BUCKET = 7;

/** Points in rising step order; only the first `length` entries count. */
export interface ThinnedPoints {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly length: number;
}

/** Which bucket of this width (a result of {@link thinningWidth}) a step falls into. */
export function bucketOf(step: number, width: number): number {
  return Math.floor(step / width);
}

/** The smallest power of two, at least 1, with which the steps first…last (inclusive) touch at most `buckets` buckets. */
export function thinningWidth(firstStep: number, lastStep: number, buckets: number): number {
  assert(buckets >= 2, `at least two buckets are needed to thin, got ${buckets}`);
  let width = 1;
  while (bucketOf(lastStep, width) - bucketOf(firstStep, width) + 1 > buckets) width *= 2;
  return width;
}

/**
 * Indexes, rising, of the points that stay. `steps` must rise strictly; with integer steps and width 1 all points stay.
 * The very first and the very last point always stay.
 */
export function thinnedIndexes(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  width: number,
  length: number = steps.length,
): Uint32Array {
  const kept: number[] = [];
  let start = 0;
  while (start < length) {
    const bucket = bucketOf(steps[start]!, width);
    let end = start + 1;
    while (end < length && bucketOf(steps[end]!, width) === bucket) end++;
    keepOfBucket(values, start, end, kept);
    start = end;
  }
  return Uint32Array.from(kept);
}

/** The points that stay when the whole series may touch at most `buckets` buckets. Owns its arrays. */
export function thinPoints(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  buckets: number,
  length: number = steps.length,
): ThinnedPoints {
  if (length === 0) return { steps: new Float64Array(0), values: new Float64Array(0), length: 0 };
  const width = thinningWidth(steps[0]!, steps[length - 1]!, buckets);
  const kept = thinnedIndexes(steps, values, width, length);
  return {
    steps: Float64Array.from(kept, (i) => steps[i]!),
    values: Float64Array.from(kept, (i) => values[i]!),
    length: kept.length,
  };
}

function keepOfBucket(values: ArrayLike<number>, start: number, end: number, kept: number[]): void {
  if (end - start <= 2) {
    for (let i = start; i < end; i++) kept.push(i);
    return;
  }
  let min = -1;
  let max = -1;
  let nan = -1;
  let plus = -1;
  let minus = -1;
  for (let i = start; i < end; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) nan = nan < 0 ? i : nan;
    else if (value === Infinity) plus = plus < 0 ? i : plus;
    else if (value === -Infinity) minus = minus < 0 ? i : minus;
    else {
      // strict: of equal extremes the earliest stays, which is what makes thinning repeatable
      if (min < 0 || value < values[min]!) min = i;
      if (max < 0 || value > values[max]!) max = i;
    }
  }
  const chosen = [start, min, max, nan, plus, minus, end - 1].filter((i) => i >= 0).sort((a, b) => a - b);
  for (const i of chosen) if (kept.length === 0 || kept[kept.length - 1]! < i) kept.push(i);
}
