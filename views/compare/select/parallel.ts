import type { Brush } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Dimension, RunValue } from './dimensions.ts';
import type { RunMark } from './run-marks.ts';
import { isBad, type RunScale, scaleOf } from './run-scale.ts';

/** One axis of parallel coordinates. */
export interface ParallelAxis {
  readonly dimension: Dimension;
  readonly values: readonly RunValue[];
  readonly scale: RunScale;
  /** Runs that have nothing there, and whose value is not finite: they have places of their own. */
  readonly missing: number;
  readonly bad: number;
}

/** One run over all axes. */
export interface ParallelLine {
  readonly run: RunData;
  readonly mark: RunMark;
  /** Per axis its height, 0…1 along the axis; {@link BAD_AT} or {@link MISSING_AT} where it has no place on it. */
  readonly heights: readonly number[];
  /** It lies within every brush. */
  readonly isKept: boolean;
}

/** Heights beyond the axes: above stands what is not finite, below what is not there. */
export const BAD_AT = 1.1;
export const MISSING_AT = -0.1;
/** Between an axis and what stands beyond it. */
const EDGE = 0.05;

/** The axes of some dimensions; `rescaled`: keys of those that have the other scale than they open with. */
export function parallelAxes(
  shown: readonly Dimension[],
  values: readonly (readonly RunValue[])[],
  rescaled: readonly string[] = [],
): readonly ParallelAxis[] {
  return shown.map((dimension, at) => {
    const own = values[at] ?? [];
    return {
      ...{ dimension, values: own, scale: scaleOf(own, rescaled.includes(dimension.key)) },
      missing: own.filter((value) => value === undefined).length,
      bad: own.filter(isBad).length,
    };
  });
}

/** How high a value stands along an axis, 0…1, or beyond it. */
export function heightOf(value: RunValue, { domain: [low, high], position }: RunScale): number {
  if (value === undefined) return MISSING_AT;
  const at = position(value);
  return Number.isNaN(at) ? BAD_AT : (at - low) / (high - low);
}

/**
 * What stands at a height: −Infinity below the axis (nothing there), Infinity above it (not finite), else a value, of
 * categories the index as a number with decimals. What a brush holds at its ends.
 */
export function valueAtHeight(height: number, { domain: [low, high], log, valueAt }: RunScale): number {
  if (height < -EDGE) return Number.NEGATIVE_INFINITY;
  if (height > 1 + EDGE) return Number.POSITIVE_INFINITY;
  const value = valueAt(low + Math.min(1, Math.max(0, height)) * (high - low));
  // as many digits as tell a thousandth of the axis apart: it stands in the link
  if (log) return Number(value.toPrecision(4));
  const decimals = 3 - Math.floor(Math.log10(high - low));
  return decimals > 100 ? value : Number(value.toFixed(Math.max(0, decimals)));
}

/** The height of an end of a brush: the inverse. */
export function heightOfEnd(end: number, { domain: [low, high], log, kind }: RunScale): number {
  if (end === Number.NEGATIVE_INFINITY) return MISSING_AT - EDGE / 2;
  if (end === Number.POSITIVE_INFINITY) return BAD_AT + EDGE / 2;
  const at = log ? Math.log10(Math.max(Number.MIN_VALUE, end)) : end;
  return (kind === 'number' && Number.isNaN(at) ? 0 : at - low) / (high - low);
}

/** Whether what a run has lies within a brush. */
export function isWithin(value: RunValue, { from, to }: Brush, scale: RunScale): boolean {
  const rank =
    value === undefined
      ? Number.NEGATIVE_INFINITY
      : isBad(value)
        ? Number.POSITIVE_INFINITY
        : scale.kind === 'category'
          ? scale.position(value)
          : (value as number);
  return rank >= from && rank <= to;
}

/** The runs as lines; brushes of axes that are not shown do not count. */
export function parallelLines(
  runs: readonly RunData[],
  marks: ReadonlyMap<string, RunMark>,
  axes: readonly ParallelAxis[],
  brushes: readonly Brush[],
): readonly ParallelLine[] {
  return runs.flatMap((run, i): ParallelLine[] => {
    const mark = marks.get(run.info.id);
    if (!mark) return [];
    const heights = axes.map(({ values, scale }) => heightOf(values[i], scale));
    const isKept = axes.every(({ dimension, values, scale }) =>
      brushes.every((brush) => brush.axis !== dimension.key || isWithin(values[i], brush, scale)),
    );
    return [{ run, mark, heights, isKept }];
  });
}

/** The same keys with one of them moved by some places, as far as there are any. */
export function moved(keys: readonly string[], key: string, by: number): readonly string[] {
  const from = keys.indexOf(key);
  if (from < 0) return keys;
  const to = Math.min(keys.length - 1, Math.max(0, from + by));
  return keys.toSpliced(from, 1).toSpliced(to, 0, key);
}

/** The brushes with one of an axis in place of what there was of it; null: none. */
export function brushed(brushes: readonly Brush[], axis: string, range: Omit<Brush, 'axis'> | null): readonly Brush[] {
  const others = brushes.filter((each) => each.axis !== axis);
  return range
    ? [...others, { axis, from: Math.min(range.from, range.to), to: Math.max(range.from, range.to) }]
    : others;
}

/** The line whose way between two axes comes nearest to a point, in heights and axes; null: none within reach. */
export function nearestLine(
  lines: readonly ParallelLine[],
  at: { readonly axis: number; readonly height: number },
  reach: number,
): ParallelLine | null {
  const last = (lines[0]?.heights.length ?? 0) - 1;
  const left = Math.max(0, Math.min(last - 1, Math.floor(at.axis)));
  const share = Math.min(1, Math.max(0, at.axis - left));
  let best: ParallelLine | null = null;
  let least = reach;
  for (const line of lines) {
    const [from, to] = [line.heights[left]!, line.heights[Math.min(last, left + 1)]!];
    const away = Math.abs(from + share * (to - from) - at.height) + (line.isKept ? 0 : reach / 2);
    if (away < least) [best, least] = [line, away];
  }
  return best;
}
