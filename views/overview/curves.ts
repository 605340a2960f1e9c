import { EMPTY_AVERAGE, smoothOn } from '../../lib/analysis/smoothing.ts';
import type { RunData, SeriesColumns } from '../../lib/client/run-data.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { roundUp } from '../_kit/chart/axis.ts';
import type { Signal } from './signals.ts';

/** One line of a chart over steps. Only the first `length` entries count; `of` > length: thinned, extremes kept. */
export interface Curve {
  readonly colour: number;
  readonly run: string;
  readonly kind: 'train-step' | 'train' | 'val' | 'signal';
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly length: number;
  readonly of: number;
}

/** The metrics a run logs per epoch or step with a subset, `loss` first, others in the order they came. */
export function metricNames(runs: readonly RunData[]): readonly string[] {
  const names = new Set<string>();
  for (const run of runs) {
    for (const { name, context } of run.series.values()) if (context.subset) names.add(name);
  }
  names.delete(SERIES.loss);
  return [SERIES.loss, ...names];
}

/** The lines of one metric of a run: train per step, train and val per epoch. Segments follow one another. */
export function metricCurves(run: RunData, metric: string): readonly Curve[] {
  return seriesNamed(run, metric).flatMap((series): Curve[] => {
    const { subset, per } = series.context;
    if (subset === 'val') return [curve(run, series, 'val')];
    if (subset === 'train') return [curve(run, series, per === 'epoch' ? 'train' : 'train-step')];
    return [curve(run, series, 'train')];
  });
}

/** One line per run of a signal, in the unit it is shown in. */
export function signalCurves(run: RunData, signal: Pick<Signal, 'series' | 'scale' | 'perEpoch'>): readonly Curve[] {
  const { series: wanted, scale, perEpoch } = signal;
  return seriesNamed(run, wanted).map((series) => {
    const line = curve(run, series, 'signal');
    const shown = perEpoch ? epochMeans(line, run) : line;
    return scale === 1 ? shown : { ...shown, ys: shown.ys.slice(0, shown.length).map((value) => value * scale) };
  });
}

/** The mean of a line's points over each finished epoch, at the epoch's last step; epochs without a point are left out. */
function epochMeans({ xs, ys, length, ...line }: Curve, { epochs }: RunData): Curve {
  const means: { step: number; mean: number }[] = [];
  let at = 0;
  for (const { step } of epochs) {
    let [sum, count] = [0, 0];
    for (; at < length && xs[at]! <= step; at += 1) {
      sum += ys[at]!;
      count += 1;
    }
    if (count > 0) means.push({ step, mean: sum / count });
  }
  return {
    ...line,
    xs: Float64Array.from(means, ({ step }) => step),
    ys: Float64Array.from(means, ({ mean }) => mean),
    length: means.length,
    of: means.length,
  };
}

function seriesNamed(run: RunData, wanted: string): readonly SeriesColumns[] {
  return [...run.series.values()].filter(({ name, length }) => name === wanted && length > 0);
}

function curve(run: RunData, { steps, values, length, of }: SeriesColumns, kind: Curve['kind']): Curve {
  return { colour: run.info.colour, run: run.info.name, kind, xs: steps, ys: values, length, of };
}

/** The curve with its values smoothed by a debiased EMA over the points held. */
export function smoothed(line: Curve, beta: number): Curve {
  if (beta === 0) return line;
  const ys = new Float64Array(line.length);
  smoothOn(EMPTY_AVERAGE, line.ys, beta, ys, 0, line.length);
  return { ...line, ys };
}

/** The curve with log10 of its values; what has no logarithm (≤ 0) is a gap, NaN and ∞ stay marks. */
export function logarithmic(line: Curve): Curve {
  const ys = new Float64Array(line.length);
  for (let i = 0; i < line.length; i += 1) {
    const value = line.ys[i]!;
    ys[i] = Number.isFinite(value) && value > 0 ? Math.log10(value) : Number.NaN;
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

/** The steps a chart spans: what `fit` was asked for where that is known, so that the axis stays while data comes. */
export function stepDomain(runs: readonly RunData[]): readonly [number, number] {
  const lasts = runs.map(({ info, moments }) => {
    const planned = (info.epochsPlanned ?? 0) * (info.stepsPerEpoch ?? 0);
    const reached = moments.length > 0 ? moments.steps[moments.length - 1]! : 0;
    return reached > planned || planned === 0 ? roundUp(reached) : planned;
  });
  return [0, Math.max(10, ...lasts)];
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

/** The epoch whose end lies nearest to a step; null before the first ended. */
export function epochNear(run: RunData, step: number): number | null {
  let nearest: { epoch: number; step: number } | null = null;
  for (const each of run.epochs) {
    if (!nearest || Math.abs(each.step - step) < Math.abs(nearest.step - step)) nearest = each;
  }
  return nearest?.epoch ?? null;
}

/** The last value of a line at or before a step; null when there is none. */
export function valueAtStep({ xs, ys, length }: Curve, step: number): number | null {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= step) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? ys[low - 1]! : null;
}
