import { median } from '../../../lib/analysis/quantiles.ts';
import type { RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import type { LayerInfo, ModelInfo } from '../../../lib/protocol/run.ts';
import type { EpochAxis } from './epoch-axis.ts';

/** A weight of the model, in model order. */
export interface WeightRow {
  /** `lstm_1/recurrent_kernel` */
  readonly path: string;
  readonly layer: string;
}

/** What one epoch's steps say of a series. */
export interface EpochStatistic {
  /** Median over the epoch's finite values; NaN where there are none. */
  readonly median: number;
  /** Values that are NaN or infinite. */
  readonly bad: number;
}

/** Statistics of a series by epoch. */
export type ByEpoch = ReadonlyMap<number, EpochStatistic>;

/** All segments of the series of one name that tell of a whole weight (not of one gate), or of the model (`null`). */
export function seriesOf(data: Pick<RunData, 'series'>, name: string, weight: string | null): readonly SeriesColumns[] {
  const found: SeriesColumns[] = [];
  for (const series of data.series.values()) {
    const { weight: own = null, gate } = series.context;
    if (series.name === name && own === weight && gate === undefined) found.push(series);
  }
  return found.sort((a, b) => a.segment - b.segment);
}

/** Trainable weights of the model, in its order; from the series alone where the model is not known. */
export function weightRows(data: Pick<RunData, 'series' | 'info'>, name: string): readonly WeightRow[] {
  const measured = new Map<string, WeightRow>();
  for (const series of data.series.values()) {
    const { weight, layer } = series.context;
    if (series.name === name && weight) measured.set(weight, { path: weight, layer: layer ?? '' });
  }
  const ordered = inModelOrder(data.info.model);
  const known = ordered.filter(({ path }) => measured.has(path));
  const paths = new Set(known.map(({ path }) => path));
  return [...known, ...[...measured.values()].filter(({ path }) => !paths.has(path))];
}

function inModelOrder(model: ModelInfo | null): readonly WeightRow[] {
  return (model?.layers ?? []).flatMap((layer: LayerInfo) =>
    layer.weights.map(({ path }) => ({ path, layer: layer.path })),
  );
}

/** Reads epoch statistics and remembers them: only the epochs after the last one read are read again. */
export type EpochReader = (series: readonly SeriesColumns[], axis: EpochAxis) => ByEpoch;

interface Held {
  length: number;
  of: number;
  unfinished: number;
  /** Every epoch but the newest is final. */
  readonly epochs: Map<number, EpochStatistic>;
}

/** A reader with a memory of its own. The result changes in place while a run is live. */
export function createEpochReader(): EpochReader {
  const memory = new WeakMap<SeriesColumns, Held>();
  const readOne = (series: SeriesColumns, axis: EpochAxis): ReadonlyMap<number, EpochStatistic> => {
    const held: Held = memory.get(series) ?? { length: 0, of: 0, unfinished: 0, epochs: new Map() };
    memory.set(series, held);
    const isSame = held.length === series.length && held.of === series.of && held.unfinished === axis.unfinished;
    if (isSame) return held.epochs;
    const newest = Math.max(0, ...held.epochs.keys());
    for (const [epoch, statistic] of statistics(series, axis, newest)) held.epochs.set(epoch, statistic);
    held.length = series.length;
    held.of = series.of;
    held.unfinished = axis.unfinished;
    return held.epochs;
  };
  return (series, axis) => {
    if (series.length === 1) return readOne(series[0]!, axis);
    // Of an epoch in two segments the later one counts: it is what training went on from.
    return new Map(series.flatMap((each) => [...readOne(each, axis)]));
  };
}

/** Statistics of the epochs from `from` on, by epoch. */
export function statistics(series: SeriesColumns, axis: EpochAxis, from: number): ReadonlyMap<number, EpochStatistic> {
  const { steps, values, length } = series;
  const found = new Map<number, EpochStatistic>();
  let start = length;
  while (start > 0 && axis.epochOf(steps[start - 1]!) >= from) start -= 1;
  for (let index = start; index < length; ) {
    const epoch = axis.epochOf(steps[index]!);
    const first = index;
    while (index < length && axis.epochOf(steps[index]!) === epoch) index += 1;
    const of = values.subarray(first, index);
    const finite = of.filter(Number.isFinite);
    found.set(epoch, { median: median(finite), bad: of.length - finite.length });
  }
  return found;
}
