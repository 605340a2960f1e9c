import { settingAt } from '../../lib/analysis/compare/flat-config.ts';
import { isSmallerBetter } from '../../lib/protocol/metric.ts';
import type { MetricSummary, RunSummary } from '../../lib/protocol/summary.ts';
import { brief, keysOf, settingText } from './config-text.ts';
import { METRIC_SIDES, type MetricSide } from './filter/fields.ts';

/** What a column shows, and what rows are sorted by. */
export type ColumnKind = FixedKind | 'metric' | 'config';
export type FixedKind =
  | 'name'
  | 'status'
  | 'health'
  | 'epoch'
  | 'step'
  | 'tags'
  | 'group'
  | 'notes'
  | 'verdicts'
  | 'host'
  | 'started'
  | 'duration';

/** A column of the run table. */
export interface Column {
  /** Unique: `name`, `metric:loss:val:best`, `config:units`. */
  readonly key: string;
  readonly kind: ColumnKind;
  /** Metric name or config key. */
  readonly subject: string;
  readonly subset: MetricSummary['subset'] | null;
  readonly which: MetricSide | null;
  /** Least width, px. */
  readonly width: number;
  /** Columns of the highest number give way first where there is no room; null: shown only when chosen. */
  readonly rank: number | null;
}

/** How the table is sorted. */
export interface Sort {
  readonly key: string;
  readonly isDescending: boolean;
}

export const NEWEST_FIRST: Sort = { key: 'started', isDescending: true };

/** A sort as a link says it, `-` in front: descending. */
export function sortOf(text: string | null): Sort {
  if (text === null) return NEWEST_FIRST;
  return text.startsWith('-') ? { key: text.slice(1), isDescending: true } : { key: text, isDescending: false };
}

/** A sort for a link; null: as it is without. */
export function sortText({ key, isDescending }: Sort): string | null {
  const isUsual = key === NEWEST_FIRST.key && isDescending === NEWEST_FIRST.isDescending;
  return isUsual ? null : `${isDescending ? '-' : ''}${key}`;
}

const fixedColumn = (key: FixedKind, width: number, rank: number | null): Column => ({
  key,
  kind: key,
  subject: key,
  subset: null,
  which: null,
  width,
  rank,
});

/** Metrics of runs as name and subset: `loss` first, then as the runs have them, validation before training. */
function metricsOf(runs: readonly RunSummary[]): readonly Pick<MetricSummary, 'name' | 'subset'>[] {
  const found = new Map<string, Set<MetricSummary['subset']>>();
  for (const { metrics } of runs) {
    for (const { name, subset } of metrics) {
      const subsets = found.get(name);
      if (subsets) subsets.add(subset);
      else found.set(name, new Set([subset]));
    }
  }
  const names = [...found.keys()].sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
  return names.flatMap((name) =>
    (['val', 'train'] as const).filter((subset) => found.get(name)?.has(subset)).map((subset) => ({ name, subset })),
  );
}

function metricColumns(runs: readonly RunSummary[]): readonly Column[] {
  return metricsOf(runs).flatMap(({ name, subset }, order) =>
    METRIC_SIDES.map((which) => ({
      key: `metric:${name}:${subset}:${which}`,
      kind: 'metric' as const,
      subject: name,
      subset,
      which,
      width: 72,
      rank: which === 'last' || which === 'best' ? 1 + order * 2 + (which === 'last' ? 0 : 0.5) : null,
    })),
  );
}

/** A column is as wide as what stands in so many rows. */
const MEASURED = 200;

function configColumns(runs: readonly RunSummary[]): readonly Column[] {
  const { all, differing } = keysOf(runs.map(({ info }) => info.config));
  let order = 0;
  return all.map((key) => {
    const texts = runs.slice(0, MEASURED).map(({ info }) => brief(settingText(settingAt(info.config, key))).length);
    return {
      key: `config:${key}`,
      kind: 'config',
      subject: key,
      subset: null,
      which: null,
      width: Math.min(160, Math.max(48, Math.max(key.length, ...texts) * 7 + 16)),
      rank: differing.has(key) ? 2 + order++ / 2 : null,
    };
  });
}

/** Every column there is for these runs. */
export function columnsOf(runs: readonly RunSummary[]): readonly Column[] {
  const hasTags = runs.some(({ info }) => info.tags.length > 0);
  return [
    fixedColumn('name', 160, 0),
    fixedColumn('status', 84, 0),
    fixedColumn('health', 140, 0),
    fixedColumn('epoch', 116, 0),
    fixedColumn('step', 76, null),
    ...metricColumns(runs),
    ...configColumns(runs),
    fixedColumn('tags', 120, hasTags ? 2.9 : null),
    fixedColumn('group', 96, null),
    fixedColumn('verdicts', 96, null),
    fixedColumn('notes', 160, null),
    fixedColumn('host', 96, null),
    fixedColumn('started', 104, 0.5),
    fixedColumn('duration', 80, 2.8),
  ];
}

/** The columns there is room for, in their order. The important ones stay. */
export function visibleColumns(columns: readonly Column[], width: number): readonly Column[] {
  const ranked = columns.flatMap((column) => (column.rank === null ? [] : [{ column, rank: column.rank }]));
  const kept = new Set<Column>();
  let used = 0;
  for (const { column, rank } of ranked.sort((a, b) => a.rank - b.rank)) {
    if (rank > 0 && used + column.width > width) break;
    used += column.width;
    kept.add(column);
  }
  return columns.filter((column) => kept.has(column));
}

/** The columns a person chose, in that order, the name first; without a choice null. */
export function chosenColumns(columns: readonly Column[], keys: readonly string[]): readonly Column[] | null {
  if (keys.length === 0) return null;
  const wanted = ['name', ...keys.filter((key) => key !== 'name')];
  return wanted.flatMap((key) => columns.find((column) => column.key === key) ?? []);
}

/** A run's metric. */
export function metricOf({ metrics }: RunSummary, { subject, subset, which }: Column): number | null {
  for (const metric of metrics) if (metric.name === subject && metric.subset === subset && which) return metric[which];
  return null;
}

/** Reads a metric of many runs: most have it at the same place as the one before. */
function metricReader(column: Column): (run: RunSummary) => number | null {
  const { subject, subset, which } = column;
  let place = 0;
  const isOne = (metric: MetricSummary | undefined) => metric?.name === subject && metric.subset === subset;
  return ({ metrics }) => {
    if (!isOne(metrics[place])) {
      place = 0;
      while (place < metrics.length && !isOne(metrics[place])) place += 1;
    }
    const found = metrics[place];
    return found && which !== null ? found[which] : null;
  };
}

/** How long a run took, or takes, in ms. */
export function durationOf({ info }: RunSummary): number {
  return (info.finishedMs ?? info.heartbeatMs) - info.startedMs;
}

/** What a row is sorted by in a column; null and NaN come last either way. */
export function sortValue(run: RunSummary, column: Column): number | string | null {
  const { info, epoch, step, health, verdicts } = run;
  switch (column.kind) {
    case 'name':
      return info.name.toLowerCase();
    case 'status':
      return info.status;
    case 'health':
      return health.filter((each) => each !== 'healthy' && each !== 'none').length / Math.max(1, health.length);
    case 'epoch':
      return epoch;
    case 'step':
      return step;
    case 'metric': {
      const value = metricOf(run, column);
      return value === null || Number.isNaN(value) ? null : value;
    }
    case 'config': {
      const value = settingAt(info.config, column.subject);
      if (typeof value === 'number') return Number.isNaN(value) ? null : value;
      const text = settingText(value);
      return text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text);
    }
    case 'tags':
      return info.tags.join(' ').toLowerCase() || null;
    case 'group':
      return info.group;
    case 'verdicts':
      return verdicts.join(' ') || null;
    case 'notes':
      return info.notes || null;
    case 'host':
      return info.host;
    case 'started':
      return info.startedMs;
    case 'duration':
      return durationOf(run);
  }
}

const BY_LETTERS = new Intl.Collator('en', { numeric: true });

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return BY_LETTERS.compare(String(a), String(b));
}

/** Rows in order; equal ones newest first. */
export function sorted(runs: readonly RunSummary[], column: Column, isDescending: boolean): readonly RunSummary[] {
  const keyed = runs.map((run) => ({ run, value: sortValue(run, column) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) {
      const order = Number(a.value === null) - Number(b.value === null);
      return order || b.run.info.startedMs - a.run.info.startedMs;
    }
    const order = compare(a.value, b.value);
    return (isDescending ? -order : order) || b.run.info.startedMs - a.run.info.startedMs;
  });
  return keyed.map(({ run }) => run);
}

/** The best value of each `best` column: smallest for losses and errors, else largest. Told where two runs have one. */
export function bestValues(runs: readonly RunSummary[], columns: readonly Column[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const column of columns) {
    if (column.kind !== 'metric' || column.which !== 'best') continue;
    const found = bestOf(runs, column);
    if (found && found.count > 1) best.set(column.key, found.value);
  }
  return best;
}

/** The best finite value of a metric column over runs, and how many have one. A `max` column's is the largest, a `min` column's the smallest. */
export function bestOf(
  runs: readonly RunSummary[],
  column: Column,
): { readonly value: number; readonly count: number } | null {
  const isSmall = column.which === 'min' || (column.which !== 'max' && isSmallerBetter(column.subject));
  const read = metricReader(column);
  let [value, count] = [Number.NaN, 0];
  for (const run of runs) {
    const own = read(run);
    if (own === null || !Number.isFinite(own)) continue;
    count += 1;
    if (Number.isNaN(value) || (isSmall ? own < value : own > value)) value = own;
  }
  return count > 0 ? { value, count } : null;
}
