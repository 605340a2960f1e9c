import { settingAt } from '../../lib/analysis/compare/flat-config.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { settingText } from './config-text.ts';
import { type Column, sortValue } from './table.ts';

/** Runs that have the same in one column. */
export interface Group {
  /** What they have; empty: nothing. */
  readonly value: string;
  readonly runs: readonly RunSummary[];
}

/** A line of the table: a run, or the head of a group of runs. */
export type Item =
  | { readonly kind: 'run'; readonly run: RunSummary }
  | { readonly kind: 'group'; readonly group: Group; readonly isOpen: boolean };

/** What a run has in the column that groups. */
function groupValue(run: RunSummary, column: Column): string {
  if (column.kind === 'config') return settingText(settingAt(run.info.config, column.subject));
  if (column.kind === 'tags') return run.info.tags.join(', ');
  return String(sortValue(run, column) ?? '');
}

/** Runs by what they have in a column; groups stand where their first run stands. */
export function groupsOf(runs: readonly RunSummary[], column: Column): readonly Group[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const value = groupValue(run, column);
    const group = groups.get(value);
    if (group) group.push(run);
    else groups.set(value, [run]);
  }
  return [...groups].map(([value, of]) => ({ value, runs: of }));
}

/** The lines of the table. `closed`: values of groups whose runs are not shown. */
export function itemsOf(
  runs: readonly RunSummary[],
  column: Column | null,
  closed: ReadonlySet<string>,
): readonly Item[] {
  if (!column) return runs.map((run) => ({ kind: 'run', run }));
  return groupsOf(runs, column).flatMap((group): readonly Item[] => {
    const isOpen = !closed.has(group.value);
    const head: Item = { kind: 'group', group, isOpen };
    return isOpen ? [head, ...group.runs.map((run): Item => ({ kind: 'run', run }))] : [head];
  });
}

/** Columns that put runs into groups of a readable number: kinds that are words, and settings. */
export function canGroup({ kind }: Column): boolean {
  return (
    kind === 'config' ||
    kind === 'status' ||
    kind === 'group' ||
    kind === 'tags' ||
    kind === 'verdicts' ||
    kind === 'host'
  );
}

/** Ids of the runs from one line to another, both included. */
export function idsBetween(items: readonly Item[], from: number, to: number): readonly string[] {
  return items
    .slice(Math.min(from, to), Math.max(from, to) + 1)
    .flatMap((item) => (item.kind === 'run' ? item.run.info.id : []));
}
