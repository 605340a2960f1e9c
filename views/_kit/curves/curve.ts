import { smooth } from '../../../lib/analysis/smoothing.ts';
import { firstIndex } from '../../../lib/base/first-index.ts';
import { roundUp } from '../chart/axis.ts';

/** One line of a chart over steps. Only the first `length` entries count; `of` > length: thinned, extremes kept. */
export interface Curve {
  readonly colour: number;
  /** Name of the run, and its id. */
  readonly run: string;
  readonly runId: string;
  /** The series it shows as it was logged; null: worked out of one. */
  readonly series: number | null;
  readonly kind: 'train-step' | 'train' | 'val' | 'signal' | 'steps' | 'medians';
  /** What tells it from other lines of its run and kind; '' where nothing needs to. */
  readonly label: string;
  /** Picked out of the others, so drawn stronger and read first. */
  readonly isPicked?: boolean;
  /** Not in the colour of its run, because others of that run are meant: which dash tells it apart. */
  readonly quiet?: number;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly length: number;
  readonly of: number;
}

/** The curve with its values smoothed by a debiased EMA over the points held. */
export function smoothed(line: Curve, beta: number): Curve {
  return beta === 0 ? line : { ...line, ys: smooth(line.ys, beta, line.length) };
}

/** Lines of many points, one a step: their noise is worth smoothing, and their last value says little. */
export function isPerStep({ kind }: Pick<Curve, 'kind'>): boolean {
  return kind === 'train-step' || kind === 'steps';
}

/** The curve with log10 of its values: of 0 it is −∞, below every axis; what is negative or no number is a gap. */
export function logarithmic(line: Curve): Curve {
  const ys = new Float64Array(line.length);
  for (let i = 0; i < line.length; i += 1) {
    const value = line.ys[i]!;
    ys[i] = Number.isFinite(value) && value >= 0 ? Math.log10(value) : Number.NaN;
  }
  return { ...line, ys };
}

/** Smallest and largest finite value over all lines; null when there is none. */
export function extentOf(lines: readonly Curve[]): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { ys, length } of lines) {
    for (let i = 0; i < length; i += 1) {
      const value = ys[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/** A y domain that holds all values and moves seldom: whole decades on a log axis, round ends on a linear one. */
export function valueDomain(extent: readonly [number, number] | null, log: boolean): readonly [number, number] {
  if (!extent) return log ? [-3, 0] : [0, 1];
  const [low, high] = extent;
  if (log) {
    const [from, to] = [Math.floor(low), Math.ceil(high)];
    return to > from ? [from, to] : [from - 1, to + 1];
  }
  const top = roundUp(high);
  if (low >= 0) return [0, top || 1];
  return [-roundUp(-low), top];
}

/** The last value of a line at or before a step; null when there is none. */
export function valueAtStep({ xs, ys, length }: Curve, step: number): number | null {
  const after = firstIndex(length, (index) => xs[index]! > step);
  return after > 0 ? ys[after - 1]! : null;
}
