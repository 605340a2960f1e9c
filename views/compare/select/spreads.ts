import { HISTOGRAM_BINS, type Histogram, histogramEdges, histogramOf } from '../../../lib/analysis/histogram.ts';
import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { rebinned, spreadNumbers } from '../../gradients/select/ridges.ts';
import type { SpreadScale } from '../../gradients/select/spread-scale.ts';
import { sequenceStates } from '../../states/select/sequence-states.ts';
import type { RunMark } from './run-marks.ts';

/** How the values of one run are spread at one epoch. */
export interface RunSpread {
  readonly run: RunData;
  readonly mark: RunMark;
  /** What is spread, as it is called in this run. */
  readonly path: string;
  readonly epoch: number;
  readonly histogram: Histogram;
}

// Kept for as long as the tensor is held: an epoch that is scrubbed past again is not counted again.
const counted = new WeakMap<DecodedTensor, Histogram>();

/** The histogram a tensor is, or that of the states it holds. */
export function histogramIn(tensor: DecodedTensor): Histogram {
  const known = counted.get(tensor) ?? (isCounted(tensor.info) ? storedHistogram(tensor) : stateHistogram(tensor));
  counted.set(tensor, known);
  return known;
}

function isCounted({ attributes }: Pick<StoredTensor, 'attributes'>): boolean {
  return typeof attributes.exponent === 'number';
}

function storedHistogram({ info, values }: DecodedTensor): Histogram {
  const numbers = spreadNumbers(info, values);
  return { ...numbers, exponent: Number(info.attributes.exponent), counts: Int32Array.from(values) };
}

/** States of all sequences and units; padded steps are no states. */
function stateHistogram(tensor: DecodedTensor): Histogram {
  const [count = 0, time = 0, units = 0] = tensor.info.shape;
  const kept = new Float32Array(count * time * units);
  let length = 0;
  for (let sequence = 0; sequence < count; sequence += 1) {
    const states = sequenceStates(tensor, (tensor.info.sequence ?? 0) + sequence);
    if (!states) continue;
    for (let t = 0; t < time; t += 1) {
      if (states.isPadded(t)) continue;
      const start = (sequence * time + t) * units;
      kept.set(tensor.values.subarray(start, start + units), length);
      length += units;
    }
  }
  return histogramOf(kept.subarray(0, length));
}

/** Finite values of a histogram, zeros included. */
export function finiteIn({ counts, zero }: Histogram): number {
  let sum = zero;
  for (const count of counts) sum += count;
  return sum;
}

/** Values of a histogram that are NaN or infinite. */
export function badIn({ nan, positiveInfinity, negativeInfinity }: Histogram): number {
  return nan + positiveInfinity + negativeInfinity;
}

const [FEWEST_BINS, MOST_BINS] = [16, 56] as const;

/**
 * Bins of one width that all lines are drawn by: 4 ∛n of the run with the fewest values, twice as many as the rule of Rice
 * has, for the axis is longer than what one epoch fills; so many that few values make no comb.
 */
export function shownBins(spreads: readonly Pick<RunSpread, 'histogram'>[]): number {
  const sizes = spreads.map(({ histogram }) => finiteIn(histogram)).filter((size) => size > 0);
  const fitting = sizes.length === 0 ? MOST_BINS : Math.round(4 * Math.cbrt(Math.min(...sizes)));
  return Math.min(MOST_BINS, Math.max(FEWEST_BINS, fitting));
}

/** A line of a chart, in positions of the shared axis. */
export interface SpreadLine {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** Share of the finite values in each bin of the shared axis; zeros, which are exact, are not among them. */
export function densityLine(histogram: Histogram, scale: SpreadScale, bins: number): SpreadLine {
  const [low, high] = scale.domain;
  const width = (high - low) / bins;
  const edges = Array.from(histogramEdges(histogram.exponent), scale.position);
  const ys = rebinned(edges, histogram.counts, scale.domain, bins);
  const finite = finiteIn(histogram);
  return {
    xs: ys.map((_, bin) => low + (bin + 0.5) * width),
    ys: ys.map((count) => (finite > 0 ? count / finite : Number.NaN)),
  };
}

/**
 * The quantile function as a histogram knows it: share of the finite values (0…1) along x, the position of the value below
 * which they lie along y. Within a bin values are taken as evenly spread, so it is off by one bin at most; zeros are exact.
 */
export function quantileLine(histogram: Histogram, { position }: Pick<SpreadScale, 'position'>): SpreadLine {
  const { counts, zero, exponent, min, max } = histogram;
  const edges = histogramEdges(exponent);
  const finite = finiteIn(histogram);
  const [xs, ys]: [number[], number[]] = [[], []];
  let below = 0;
  const push = (from: number, to: number, count: number) => {
    if (count === 0) return;
    xs.push(below / finite, (below + count) / finite);
    ys.push(position(Math.max(min, from)), position(Math.min(max, to)));
    below += count;
  };
  for (let bin = 0; bin < HISTOGRAM_BINS; bin += 1) {
    if (bin === HISTOGRAM_BINS / 2) push(0, 0, zero);
    push(edges[bin]!, edges[bin + 1]!, counts[bin]!);
  }
  return { xs: Float64Array.from(xs), ys: Float64Array.from(ys) };
}

/** The value of a line at a place: of a quantile line between its points, of bins that of the bin. NaN beyond its ends. */
export function lineValueAt({ xs, ys }: SpreadLine, x: number): number {
  const after = xs.findIndex((each) => each >= x);
  if (after < 0) return Number.NaN;
  if (after === 0) return xs[0] === x ? ys[0]! : Number.NaN;
  const [from, to] = [xs[after - 1]!, xs[after]!];
  return to === from ? ys[after]! : ys[after - 1]! + ((x - from) / (to - from)) * (ys[after]! - ys[after - 1]!);
}

/** What an axis is laid over: the ends and bin width of a histogram, as they are stored beside one. */
export function extentIn({ exponent, min, max }: Histogram): Pick<StoredTensor, 'attributes'> {
  return { attributes: { exponent, min, max } };
}
