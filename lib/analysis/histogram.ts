/** Bins of every histogram, half of them below 0. */
export const HISTOGRAM_BINS = 64;
const HALF = HISTOGRAM_BINS / 2;

/**
 * How values are spread. Bins are 2^exponent wide and start at whole multiples of it: bin j holds
 * (j − 32)·2^exponent ≤ x < (j − 31)·2^exponent. Doubling the width joins bins in pairs, exactly, so histograms of
 * different ranges (epochs, runs) can be merged without an error. Zeros are counted apart: they are exact, and many where
 * a unit is dead; so are values that are not finite.
 */
export interface Histogram {
  /** log₂ of the bins' width. */
  readonly exponent: number;
  /** Finite values other than 0, 64 bins. */
  readonly counts: Int32Array;
  readonly zero: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  /** Over finite values, zeros included; NaN when there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly std: number;
}

/**
 * Histogram of values, with the narrowest bins that hold all finite ones. O(n), twice over the values.
 * Checked: counts equal `numpy.histogram` on the same edges; mean and deviation to 1e-9 (scripts/reference/gradients.py).
 */
export function histogramOf(values: ArrayLike<number>): Histogram {
  const seen = survey(values);
  const exponent = exponentFor(seen.min, seen.max);
  const counts = new Int32Array(HISTOGRAM_BINS);
  // dividing by a power of two is exact; one too small to have a reciprocal is divided by
  const width = 2 ** exponent;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(Math.abs(value) < Number.POSITIVE_INFINITY)) continue;
    squares += (value - seen.mean) ** 2;
    if (value !== 0) counts[Math.floor(value / width) + HALF]!++;
  }
  const { zero, nan, positiveInfinity, negativeInfinity, min, max, mean, finite } = seen;
  const std = Math.sqrt(squares / finite);
  return { exponent, counts, zero, nan, positiveInfinity, negativeInfinity, min, max, mean, std };
}

/** The 65 edges of the bins. */
export function histogramEdges(exponent: number): Float64Array {
  return Float64Array.from({ length: HISTOGRAM_BINS + 1 }, (_, j) => (j - HALF) * 2 ** exponent);
}

/** Both together, as if their values had been counted at once; in bins as wide as the wider ones. */
export function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  // where nothing lies in bins, their width means nothing
  const widths = [a, b].filter(({ counts }) => counts.some((count) => count > 0)).map((each) => each.exponent);
  const exponent = widths.length > 0 ? Math.max(...widths) : Math.max(a.exponent, b.exponent);
  const [countsA, countsB] = [coarsened(a, exponent), coarsened(b, exponent)];
  const [sizeA, sizeB] = [finiteOf(a), finiteOf(b)];
  const size = sizeA + sizeB;
  const sum = (of: (h: Histogram) => number) => (sizeA && sizeA * of(a)) + (sizeB && sizeB * of(b));
  const mean = sum((h) => h.mean) / size;
  const variance = sum((h) => h.std ** 2 + (h.mean - mean) ** 2) / size;
  return {
    exponent,
    counts: countsA.map((count, j) => count + countsB[j]!),
    zero: a.zero + b.zero,
    nan: a.nan + b.nan,
    positiveInfinity: a.positiveInfinity + b.positiveInfinity,
    negativeInfinity: a.negativeInfinity + b.negativeInfinity,
    min: sizeA === 0 ? b.min : sizeB === 0 ? a.min : Math.min(a.min, b.min),
    max: sizeA === 0 ? b.max : sizeB === 0 ? a.max : Math.max(a.max, b.max),
    mean,
    std: Math.sqrt(variance),
  };
}

function coarsened({ counts, exponent }: Histogram, to: number): Int32Array {
  // beyond 6 doublings everything lies in the two bins beside 0
  const shift = Math.max(0, Math.min(to - exponent, 31));
  const joined = new Int32Array(HISTOGRAM_BINS);
  for (let j = 0; j < HISTOGRAM_BINS; j++) joined[((j - HALF) >> shift) + HALF]! += counts[j]!;
  return joined;
}

function finiteOf({ counts, zero }: Histogram): number {
  return counts.reduce((sum, count) => sum + count, zero);
}

/** Smallest e with −32·2^e ≤ min and max < 32·2^e; 0 where there is nothing but zeros. */
function exponentFor(min: number, max: number): number {
  const most = Math.max(Math.abs(min), Math.abs(max));
  if (!(most > 0)) return 0;
  // the logarithm may be off by one at a power of two: the tests after it decide
  let exponent = Math.max(-1_074, Math.floor(Math.log2(most)) - Math.log2(HALF));
  while (min < -HALF * 2 ** exponent || max >= HALF * 2 ** exponent) exponent++;
  return exponent;
}

function survey(values: ArrayLike<number>) {
  let [zero, nan, positiveInfinity, negativeInfinity, finite, sum] = [0, 0, 0, 0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) nan++;
    else if (value === Number.POSITIVE_INFINITY) positiveInfinity++;
    else if (value === Number.NEGATIVE_INFINITY) negativeInfinity++;
    else {
      finite++;
      sum += value;
      if (value === 0) zero++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  if (finite === 0) [min, max] = [Number.NaN, Number.NaN];
  return { zero, nan, positiveInfinity, negativeInfinity, finite, min, max, mean: sum / finite };
}
