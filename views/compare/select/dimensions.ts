import { type ConfigRow, isDifferent } from '../../../lib/analysis/compare/config-difference.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Json } from '../../../lib/protocol/json.ts';
import { isSmallerBetter } from '../../../lib/protocol/metric.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import type { MetricSummary, RunSummary } from '../../../lib/protocol/summary.ts';
import { isSeedKey } from './groups.ts';
import type { RunPoints, SeriesChoice } from './series.ts';

/** Which number of a series stands for a run. */
export const SIDES = ['best', 'last', 'min', 'max'] as const;
export type Side = (typeof SIDES)[number];

/** One value for each run: a setting, or a number of a series. */
export type Dimension = SettingDimension | MeasureDimension;

export interface SettingDimension {
  /** As a link says it: `config:opt.lr`. */
  readonly key: string;
  readonly kind: 'setting';
  readonly setting: string;
  readonly differs: boolean;
}

export interface MeasureDimension {
  /** As a link says it: `best:loss:val`, `last:memory_horizon|layer:lstm_1`. */
  readonly key: string;
  readonly kind: 'measure';
  readonly side: Side;
  /** What is measured, whichever side: `loss:val`, `memory_horizon|layer:lstm_1`. */
  readonly measure: string;
  /** The metric, which the list of runs knows; null: a series whose points are read. */
  readonly metric: Pick<MetricSummary, 'name' | 'subset'> | null;
  /** Name of the series whose points are read; null: a metric. */
  readonly series: string | null;
  readonly smallerIsBetter: boolean;
}

/** What a run has: undefined where it has nothing, a text where it is no number. */
export type RunValue = number | string | undefined;

/** Settings there are, those that differ first. */
export function settingDimensions(rows: readonly ConfigRow[]): readonly SettingDimension[] {
  return rows
    .map(
      (row): SettingDimension => ({
        ...{ key: `config:${row.key}`, kind: 'setting', setting: row.key },
        differs: isDifferent(row),
      }),
    )
    .sort((a, b) => Number(b.differs) - Number(a.differs));
}

/** Metrics of the runs, validation before training, then every other series there is; all by their `best`. */
export function measureDimensions(
  summaries: readonly RunSummary[],
  series: readonly SeriesChoice[],
): readonly MeasureDimension[] {
  const metrics = new Map<string, MeasureDimension>();
  for (const { metrics: own } of summaries) {
    for (const { name, subset } of own) {
      const measure = `${name}:${subset}`;
      metrics.set(measure, measureOf('best', measure, { name, subset }, null, isSmallerBetter(name)));
    }
  }
  const isMetric = ({ key: { name, context } }: SeriesChoice) => {
    const { subset = 'train', per: _per, ...rest } = context;
    return Object.keys(rest).length === 0 && metrics.has(`${name}:${subset}`);
  };
  const others = series
    .filter((each) => !isMetric(each))
    .map(({ name, key }) => measureOf('best', name, null, name, isSmallerBetter(key.name) || isSize(key.name)));
  return [...[...metrics.values()].sort(byImportance), ...others];
}

/** Sizes of gradients and the like have no better side that a name tells; the smallest is taken. */
function isSize(name: string): boolean {
  return /norm|ratio|share|memory$|cpu$/.test(name);
}

function byImportance(a: MeasureDimension, b: MeasureDimension): number {
  const rank = ({ metric }: MeasureDimension) =>
    2 * Number(metric?.name !== SERIES.loss) + Number(metric?.subset !== 'val');
  return rank(a) - rank(b);
}

function measureOf(
  side: Side,
  measure: string,
  metric: MeasureDimension['metric'],
  series: string | null,
  smallerIsBetter: boolean,
): MeasureDimension {
  return { key: `${side}:${measure}`, kind: 'measure', side, measure, metric, series, smallerIsBetter };
}

/** The same measure by another of its numbers. */
export function withSide(measure: MeasureDimension, side: Side): MeasureDimension {
  return { ...measure, side, key: `${side}:${measure.measure}` };
}

/** The dimension a link names, if these runs have it. */
export function dimensionOf(key: string | null, dimensions: readonly Dimension[]): Dimension | null {
  if (key === null) return null;
  const known = dimensions.find((each) => each.key === key);
  if (known) return known;
  const side = SIDES.find((each) => key.startsWith(`${each}:`));
  const measure = dimensions.find(
    (each): each is MeasureDimension => each.kind === 'measure' && `${side}:${each.measure}` === key,
  );
  return side && measure ? withSide(measure, side) : null;
}

/** The setting looked at first: one that differs and is a number, rather no seed; else any that differs; else the first. */
export function defaultSetting(rows: readonly ConfigRow[]): string | null {
  const rank = (row: ConfigRow) =>
    8 * Number(!isDifferent(row)) +
    4 * Number(isSeedKey(row.key)) +
    2 * Number(isFact(row.key)) +
    Number(!row.values.some((value) => typeof value === 'number'));
  const [first] = [...rows].sort((a, b) => rank(a) - rank(b));
  return first ? `config:${first.key}` : null;
}

/** What follows from the model or the fit, and was not set as such. */
function isFact(key: string): boolean {
  return /^(model|fit|probe)\./.test(key);
}

/** Most axes that are there without being asked for. */
const MOST_AXES = 7;

/** The axes looked at first: settings that differ (facts of the model only where nothing else does), then the metrics. */
export function defaultAxes(
  settings: readonly SettingDimension[],
  measures: readonly MeasureDimension[],
): readonly string[] {
  const differing = settings.filter(({ differs }) => differs);
  const set = differing.filter(({ setting }) => !isFact(setting));
  const metrics = measures.filter(({ metric }) => metric?.subset === 'val').slice(0, 2);
  const shown = metrics.length > 0 ? metrics : measures.slice(0, 2);
  return [...(set.length > 0 ? set : differing).slice(0, MOST_AXES - shown.length), ...shown].map(({ key }) => key);
}

/** What each run has in a dimension, in the order of the runs. */
export function valuesOf(
  dimension: Dimension,
  runs: readonly RunData[],
  rows: readonly ConfigRow[],
  summaries: readonly RunSummary[],
  points: (run: RunData, name: string) => RunPoints | null,
): readonly RunValue[] {
  if (dimension.kind === 'setting') {
    const row = rows.find(({ key }) => key === dimension.setting);
    return settled(runs.map((_, index) => row?.values[index]));
  }
  const { metric, series, side, smallerIsBetter } = dimension;
  if (metric) {
    const byId = new Map(summaries.map(({ info, metrics }) => [info.id, metrics]));
    return runs.map(({ info }) => metricIn(byId.get(info.id) ?? [], metric)?.[side]);
  }
  return runs.map((run) => {
    const found = series === null ? null : points(run, series);
    return found ? numberOf(found.values, side, smallerIsBetter) : undefined;
  });
}

function metricIn(metrics: readonly MetricSummary[], { name, subset }: Pick<MetricSummary, 'name' | 'subset'>) {
  return metrics.find((each) => each.name === name && each.subset === subset);
}

/** Numbers as they are where there is nothing else, else all of them as texts. */
function settled(values: readonly (Json | undefined)[]): readonly RunValue[] {
  const isNumeric = values.every((value) => value === undefined || typeof value === 'number');
  return values.map((value) => {
    if (value === undefined) return undefined;
    if (isNumeric) return value as number;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** One number of some values: of `min`, `max` and `best` the finite ones count; NaN where there is none. */
function numberOf(values: Float64Array, side: Side, smallerIsBetter: boolean): number | undefined {
  if (values.length === 0) return undefined;
  if (side === 'last') return values[values.length - 1];
  const isLeast = side === 'min' || (side === 'best' && smallerIsBetter);
  let found = Number.NaN;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (!(isLeast ? value >= found : value <= found)) found = value;
  }
  return found;
}
