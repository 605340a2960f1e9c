import { type BandKind, type MeanBand, meanBand } from '../../../lib/analysis/compare/mean-band.ts';
import { type GroupSeries, type PartingResult, partingOf } from '../../../lib/analysis/compare/parting.ts';
import type { Alignment } from '../../../lib/client/page-state.ts';
import type { RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import { xsOf } from '../../_kit/curves/x-axis.ts';
import type { Group } from './groups.ts';

/** Names a series of any run: name and what of its context tells it from others. */
export interface SeriesKey {
  /** `loss|val`, `global_gradient_norm`, `memory_horizon||lstm_1`. */
  readonly key: string;
  readonly name: string;
  readonly subset: string | null;
  readonly layer: string | null;
}

function keyOf({ name, context }: Pick<SeriesColumns, 'name' | 'context'>): SeriesKey {
  const [subset, layer] = [textOf(context.subset), textOf(context.layer)];
  return { key: [name, subset ?? '', layer ?? ''].join('|').replace(/\|+$/, ''), name, subset, layer };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Points of steps are many and noisy: where a series is logged per epoch too, that is what is compared. */
function isCompared({ context }: SeriesColumns, all: readonly SeriesColumns[], name: string): boolean {
  if (context.weight !== undefined || context.gate !== undefined) return false;
  if (context.per !== 'step') return true;
  return !all.some(
    (each) => each.name === name && each.context.per === 'epoch' && each.context.subset === context.subset,
  );
}

/** Every series that can be compared, what is validated first, then in the order they came. */
export function seriesKeys(runs: readonly RunData[]): readonly SeriesKey[] {
  const found = new Map<string, SeriesKey>();
  for (const run of runs) {
    const all = [...run.series.values()];
    for (const series of all) {
      if (series.length === 0 || !isCompared(series, all, series.name)) continue;
      const key = keyOf(series);
      if (!found.has(key.key)) found.set(key.key, key);
    }
  }
  const rank = ({ name, subset }: SeriesKey) => (subset === 'val' ? 0 : name === SERIES.loss ? 1 : subset ? 2 : 3);
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

/** The columns of a run's series; segments of a resumed run follow one another. */
export function columnsOf(run: RunData, key: string): readonly SeriesColumns[] {
  const all = [...run.series.values()];
  return all.filter((series) => series.length > 0 && keyOf(series).key === key && isCompared(series, all, series.name));
}

/** One group of a chart: its runs' mean and band, or the line of its one run. */
export interface GroupLine {
  readonly group: Group;
  readonly band: MeanBand;
  /** Runs that have the series. */
  readonly runs: number;
  /** Some run's points are held thinned. */
  readonly isThinned: boolean;
}

/** Lines of a series, aligned. Runs without it are left out. */
export function groupLines(
  groups: readonly Group[],
  key: string,
  align: Alignment,
  kind: BandKind,
): readonly GroupLine[] {
  return groups.flatMap((group) => {
    const columns = group.runs.flatMap((run) => columnsOf(run, key).map((series) => ({ run, series })));
    if (columns.length === 0) return [];
    const inputs = columns.map(({ run, series: { steps, values, length } }) => ({
      xs: xsOf(align, run, steps, length),
      ys: values,
      length,
    }));
    const isThinned = columns.some(({ series }) => series.of > series.length);
    const runs = new Set(columns.map(({ run }) => run.info.id)).size;
    return [{ group, band: meanBand(inputs, kind), runs, isThinned }];
  });
}

/** Values at the end of each epoch: of many points in one their mean; undefined where nothing was logged. */
export function epochValues(run: RunData, key: string): readonly (number | undefined)[] {
  const [series] = columnsOf(run, key).toSorted((a, b) => b.segment - a.segment);
  const values: (number | undefined)[] = [];
  if (!series) return values;
  let at = 0;
  for (const { epoch, step } of run.epochs) {
    let [sum, count] = [0, 0];
    for (; at < series.length && series.steps[at]! <= step; at += 1) {
      sum += series.values[at]!;
      count += 1;
    }
    values[epoch - 1] = count > 0 ? sum / count : undefined;
  }
  return Array.from(values);
}

/** Where another group parts from the reference, by one series. */
export interface SeriesParting {
  readonly key: SeriesKey;
  readonly group: Group;
  readonly result: PartingResult;
}

/** Every other group held against the reference group by some series; what parts first comes first. */
export function partings(
  reference: Group,
  others: readonly Group[],
  keys: readonly SeriesKey[],
): readonly SeriesParting[] {
  const seriesOf = (group: Group, key: string): GroupSeries => group.runs.map((run) => epochValues(run, key));
  const isThere = (series: GroupSeries) => series.some((run) => run.some((value) => value !== undefined));
  return keys
    .flatMap((key) => {
      const own = seriesOf(reference, key.key);
      if (!isThere(own)) return [];
      return others.flatMap((group) => {
        const theirs = seriesOf(group, key.key);
        return isThere(theirs) ? [{ key, group, result: partingOf(own, theirs) }] : [];
      });
    })
    .sort((a, b) => (a.result.parting?.at ?? Infinity) - (b.result.parting?.at ?? Infinity));
}
