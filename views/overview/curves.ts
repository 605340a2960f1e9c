import type { RunData, SeriesColumns } from '../../lib/client/run-data.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import type { Curve } from '../_kit/curves/curve.ts';
import type { Signal } from './signals.ts';

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
    return scale === 1
      ? shown
      : { ...shown, series: null, ys: shown.ys.slice(0, shown.length).map((value) => value * scale) };
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
    series: null,
    xs: Float64Array.from(means, ({ step }) => step),
    ys: Float64Array.from(means, ({ mean }) => mean),
    length: means.length,
    of: means.length,
  };
}

function seriesNamed(run: RunData, wanted: string): readonly SeriesColumns[] {
  return [...run.series.values()].filter(({ name, length }) => name === wanted && length > 0);
}

function curve(run: RunData, { id, steps, values, length, of }: SeriesColumns, kind: Curve['kind']): Curve {
  const about = { colour: run.info.colour, run: run.info.name, runId: run.info.id, label: '' };
  return { ...about, series: id, kind, xs: steps, ys: values, length, of };
}
