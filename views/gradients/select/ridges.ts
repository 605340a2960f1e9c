import { histogramEdges } from '../../../lib/analysis/histogram.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { type SpreadScale, spreadScale } from './spread-scale.ts';
import { nearestStored, numberOf } from './stored.ts';

/** How the values of one epoch are spread. */
export interface Ridge {
  readonly epoch: number;
  /** Middles of the bins, positions on the shared axis. */
  readonly xs: Float64Array;
  /** Share of the finite values per unit of the axis. */
  readonly ys: Float64Array;
  readonly peak: number;
  readonly numbers: SpreadNumbers;
}

/** What a histogram says in numbers. */
export interface SpreadNumbers {
  readonly epoch: number;
  readonly finite: number;
  readonly zero: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

/** Histograms of a weight over the epochs. */
export interface Ridges {
  /** Those whose bytes are here, by rising epoch. */
  readonly ridges: readonly Ridge[];
  readonly scale: SpreadScale;
  /** First and last epoch with a histogram. */
  readonly first: number;
  readonly last: number;
  /** Epochs that have a histogram, and how many of them are drawn. */
  readonly epochs: number;
  readonly drawn: number;
  /** The epoch whose ridge is strong: the playhead's, else the nearest. */
  readonly shown: number | null;
}

/** Ridges drawn at most, besides the playhead's. */
export const MOST_RIDGES = 24;

/** The histograms to draw: all, or evenly spaced ones with the first, the last and the playhead's among them. */
export function ridgeTensors(
  histograms: readonly StoredTensor[],
  playhead: number | null,
  most = MOST_RIDGES,
): readonly StoredTensor[] {
  const shown = nearestStored(histograms, playhead);
  if (histograms.length <= most) return histograms;
  const kept = new Set(
    Array.from({ length: most }, (_, i) => histograms[Math.round((i * (histograms.length - 1)) / (most - 1))]!),
  );
  if (shown) kept.add(shown);
  return histograms.filter((each) => kept.has(each));
}

/** Lays histograms out over the axis they share, which is that of all epochs: it does not move with the playhead. */
export function ridgesOf(
  histograms: readonly StoredTensor[],
  playhead: number | null,
  peek: (id: number) => DecodedTensor | undefined,
): Ridges {
  const scale = spreadScale(histograms);
  const wanted = ridgeTensors(histograms, playhead);
  const ridges = wanted.flatMap((stored) => {
    const decoded = peek(stored.id);
    return decoded ? [ridgeOf(decoded, scale)] : [];
  });
  return {
    ridges,
    scale,
    first: histograms[0]?.epoch ?? 1,
    last: histograms.at(-1)?.epoch ?? 1,
    epochs: histograms.length,
    drawn: wanted.length,
    shown: nearestStored(histograms, playhead)?.epoch ?? null,
  };
}

function ridgeOf({ info, values }: DecodedTensor, scale: SpreadScale): Ridge {
  const { exponent } = info.attributes;
  const edges = typeof exponent === 'number' ? Array.from(histogramEdges(exponent)) : [];
  const numbers = spreadNumbers(info, values);
  const bins = Math.max(0, Math.min(values.length, edges.length - 1));
  const [low, high] = scale.domain;
  const width = (high - low) / SHOWN_BINS;
  const ys = rebinned(edges.map(scale.position), values.subarray(0, bins), scale.domain, SHOWN_BINS);
  ys.forEach((count, bin) => {
    ys[bin] = count / Math.max(1, numbers.finite) / width;
  });
  const xs = ys.map((_, bin) => low + (bin + 0.5) * width);
  return { epoch: info.epoch, xs, ys, peak: Math.max(0, ...ys), numbers };
}

/** Bins a ridge is drawn by, all of one width along the axis. */
const SHOWN_BINS = 72;

/**
 * Counts in `bins` equal bins over low…high, from counts between rising `edges`: each is spread evenly over where it
 * lies, so that narrow bins join and the sum stays. What lies beyond the ends is left out.
 */
export function rebinned(
  edges: readonly number[],
  counts: ArrayLike<number>,
  [low, high]: readonly [number, number],
  bins: number,
): Float64Array {
  const shown = new Float64Array(bins);
  const width = (high - low) / bins;
  for (let from = 0; from < counts.length; from += 1) {
    const count = counts[from]!;
    if (count === 0) continue;
    const [start, end] = [edges[from]!, edges[from + 1]!];
    const last = Math.min(bins - 1, Math.floor((end - low) / width));
    for (let bin = Math.max(0, Math.floor((start - low) / width)); bin <= last; bin += 1) {
      const overlap = Math.min(end, low + (bin + 1) * width) - Math.max(start, low + bin * width);
      if (overlap > 0) shown[bin]! += (count * overlap) / (end - start);
    }
  }
  return shown;
}

/** Counts and moments stored beside a histogram; what is not stored is NaN, a count that is not is 0. */
export function spreadNumbers(info: StoredTensor, counts: ArrayLike<number>): SpreadNumbers {
  const count = (name: string) => numberOf(info, name) || 0;
  const zero = count('zero');
  let finite = zero;
  for (let bin = 0; bin < counts.length; bin += 1) finite += counts[bin]!;
  return {
    epoch: info.epoch,
    finite,
    zero,
    nan: count('nan'),
    positiveInfinity: count('positiveInfinity'),
    negativeInfinity: count('negativeInfinity'),
    mean: numberOf(info, 'mean'),
    std: numberOf(info, 'std'),
    min: numberOf(info, 'min'),
    max: numberOf(info, 'max'),
  };
}

/** What all ridges are drawn by: the highest share. 0 where nothing is drawn. */
export function ridgeHeight(ridges: readonly Ridge[]): number {
  return ridges.reduce((most, { peak }) => Math.max(most, peak), 0);
}

/** Of epochs with a histogram the one closest to `wanted`. */
export function closest(histograms: readonly StoredTensor[], wanted: number): number {
  const away = ({ epoch }: StoredTensor) => Math.abs(epoch - wanted);
  return histograms.reduce((best, each) => (away(each) < away(best) ? each : best)).epoch;
}
