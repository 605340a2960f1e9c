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
  const edges = Array.isArray(info.attributes.edges) ? info.attributes.edges.map(Number) : [];
  const numbers = spreadNumbers(info, values);
  const bins = Math.max(0, Math.min(values.length, edges.length - 1));
  const at = edges.map(scale.position);
  const xs = Float64Array.from({ length: bins }, (_, bin) => (at[bin]! + at[bin + 1]!) / 2);
  const ys = xs.map((_, bin) => values[bin]! / Math.max(1, numbers.finite) / (at[bin + 1]! - at[bin]!));
  return { epoch: info.epoch, xs, ys, peak: ys.reduce((most, y) => Math.max(most, y), 0), numbers };
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

/**
 * The height all ridges are drawn by: the highest, but not more than four times the middle one, so that one epoch of
 * equal values does not flatten the others. 0 where nothing is drawn.
 */
export function ridgeHeight(ridges: readonly Ridge[]): number {
  const peaks = ridges
    .map(({ peak }) => peak)
    .filter((peak) => peak > 0)
    .sort((a, b) => a - b);
  return Math.min(peaks.at(-1) ?? 0, 4 * (peaks[peaks.length >> 1] ?? 0));
}

/** Of epochs with a histogram the one closest to `wanted`. */
export function closest(histograms: readonly StoredTensor[], wanted: number): number {
  const away = ({ epoch }: StoredTensor) => Math.abs(epoch - wanted);
  return histograms.reduce((best, each) => (away(each) < away(best) ? each : best)).epoch;
}
