import { isSmallerBetter } from '../../lib/protocol/metric.ts';
import type { MetricSummary, RunSummary } from '../../lib/protocol/summary.ts';
import { brief, differingKeys, flattenConfig } from './flatten-config.ts';

/** What a column shows, and what rows are sorted by. */
export type ColumnKind = 'name' | 'status' | 'health' | 'epoch' | 'metric' | 'config' | 'tags' | 'started' | 'duration';

/** A column of the run table. */
export interface Column {
  /** Unique: `name`, `metric:loss:val:best`, `config:units`. */
  readonly key: string;
  readonly kind: ColumnKind;
  /** Metric name or config key. */
  readonly subject: string;
  readonly subset: MetricSummary['subset'] | null;
  readonly which: 'last' | 'best' | null;
  /** Least width, px. */
  readonly width: number;
  /** Columns of the highest number give way first where there is no room. */
  readonly rank: number;
}

/** A row with what its cells need. */
export interface Row {
  readonly run: RunSummary;
  readonly config: ReadonlyMap<string, string>;
  readonly durationMs: number;
}

/** How the table is sorted. */
export interface Sort {
  readonly key: string;
  readonly isDescending: boolean;
}

export const NEWEST_FIRST: Sort = { key: 'started', isDescending: true };

/** The rows of runs. */
export function rowsOf(runs: readonly RunSummary[]): readonly Row[] {
  return runs.map((run) => ({
    run,
    config: flattenConfig(run.info.config),
    durationMs: (run.info.finishedMs ?? run.info.heartbeatMs) - run.info.startedMs,
  }));
}

const fixedColumn = (key: ColumnKind, width: number, rank: number): Column => ({
  key,
  kind: key,
  subject: key,
  subset: null,
  which: null,
  width,
  rank,
});

/** `loss` first, then as the runs have them. */
function metricNames(rows: readonly Row[]): readonly string[] {
  const names = new Set(rows.flatMap(({ run }) => run.metrics.map(({ name }) => name)));
  return [...names].sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
}

function metricColumns(rows: readonly Row[]): readonly Column[] {
  return metricNames(rows).flatMap((name, order) =>
    (['val', 'train'] as const)
      .filter((subset) =>
        rows.some(({ run }) => run.metrics.some((metric) => metric.name === name && metric.subset === subset)),
      )
      .flatMap((subset, place) =>
        (['last', 'best'] as const).map((which) => ({
          key: `metric:${name}:${subset}:${which}`,
          kind: 'metric' as const,
          subject: name,
          subset,
          which,
          width: 66,
          rank: 1 + order * 4 + place * 2 + (which === 'last' ? 0 : 0.5),
        })),
      ),
  );
}

/** Every column there is for these rows. */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
  const config = differingKeys(rows.map((row) => row.config)).map((key, order): Column => {
    const longest = Math.max(key.length, ...rows.slice(0, 200).map((row) => brief(row.config.get(key) ?? '').length));
    return {
      key: `config:${key}`,
      kind: 'config',
      subject: key,
      subset: null,
      which: null,
      width: Math.min(160, Math.max(48, longest * 7 + 16)),
      rank: 2 + order / 2,
    };
  });
  return [
    fixedColumn('name', 140, 0),
    fixedColumn('status', 84, 0),
    fixedColumn('health', 140, 0),
    fixedColumn('epoch', 116, 0),
    ...metricColumns(rows),
    ...config,
    ...(rows.some(({ run }) => run.info.tags.length > 0) ? [fixedColumn('tags', 110, 2.9)] : []),
    fixedColumn('started', 104, 0.5),
    fixedColumn('duration', 80, 2.8),
  ];
}

/** The columns there is room for, in their order. The important ones stay. */
export function visibleColumns(columns: readonly Column[], width: number): readonly Column[] {
  const byRank = [...columns].sort((a, b) => a.rank - b.rank);
  const kept = new Set<Column>();
  let used = 0;
  for (const column of byRank) {
    if (column.rank > 0 && used + column.width > width) break;
    used += column.width;
    kept.add(column);
  }
  return columns.filter((column) => kept.has(column));
}

/** A run's metric. */
export function metricOf({ metrics }: RunSummary, column: Column): number | null {
  const metric = metrics.find(({ name, subset }) => name === column.subject && subset === column.subset);
  return metric && column.which ? metric[column.which] : null;
}

/** What a row is sorted by in a column; null and NaN come last either way. */
export function sortValue(row: Row, column: Column): number | string | null {
  const { info, epoch, health } = row.run;
  switch (column.kind) {
    case 'name':
      return info.name.toLowerCase();
    case 'status':
      return info.status;
    case 'health':
      return health.filter((each) => each !== 'healthy' && each !== 'none').length / Math.max(1, health.length);
    case 'epoch':
      return epoch;
    case 'metric': {
      const value = metricOf(row.run, column);
      return value === null || Number.isNaN(value) ? null : value;
    }
    case 'config': {
      const text = row.config.get(column.subject);
      if (text === undefined || text === '') return null;
      const value = Number(text.replaceAll('−', '-'));
      return Number.isNaN(value) ? text : value;
    }
    case 'tags':
      return info.tags.join(' ').toLowerCase() || null;
    case 'started':
      return info.startedMs;
    case 'duration':
      return row.durationMs;
  }
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Rows in order; equal ones newest first. */
export function sorted(rows: readonly Row[], column: Column, isDescending: boolean): readonly Row[] {
  const keyed = rows.map((row) => ({ row, value: sortValue(row, column) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    const order = compare(a.value, b.value);
    return (isDescending ? -order : order) || b.row.run.info.startedMs - a.row.run.info.startedMs;
  });
  return keyed.map(({ row }) => row);
}

/** The best value of each `best` column: smallest for losses and errors, else largest. */
export function bestValues(rows: readonly Row[], columns: readonly Column[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const column of columns) {
    if (column.kind !== 'metric' || column.which !== 'best') continue;
    const values = rows.flatMap(({ run }) => metricOf(run, column) ?? []).filter(Number.isFinite);
    if (values.length > 1)
      best.set(column.key, isSmallerBetter(column.subject) ? Math.min(...values) : Math.max(...values));
  }
  return best;
}
