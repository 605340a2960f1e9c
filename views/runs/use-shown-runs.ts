import { useMemo, useRef } from 'react';
import type { Shelf } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { compileFilter } from './filter/evaluate.ts';
import type { FilterFault } from './filter/expression.ts';
import { type KnownNames, namesOf } from './filter/fields.ts';
import { parseFilter } from './filter/parse.ts';
import { type Column, columnsOf, NEWEST_FIRST, type Sort, sorted } from './table.ts';

/** On which shelf a run lies. */
export function shelfOf({ info }: RunSummary): Shelf {
  if (info.deletedMs != null) return 'bin';
  return info.archivedMs != null ? 'archived' : 'shown';
}

/** What of the runs the table shows. */
export interface ShownRuns {
  /** Runs of the shelf. */
  readonly all: readonly RunSummary[];
  readonly counts: { readonly [shelf in Shelf]: number };
  readonly known: KnownNames;
  readonly columns: readonly Column[];
  /** Those the filter lets through, sorted. */
  readonly shown: readonly RunSummary[];
  readonly fault: FilterFault | null;
  /** How long filtering took, ms. */
  readonly tookMs: number;
}

/** Runs of a shelf, filtered and sorted; each part is worked out only when it changes. */
export function useShownRuns(runs: readonly RunSummary[], shelf: Shelf, filter: string, sort: Sort): ShownRuns {
  const shelves = useMemo(() => {
    const of: { [shelf in Shelf]: RunSummary[] } = { shown: [], archived: [], bin: [] };
    for (const run of runs) of[shelfOf(run)].push(run);
    return of;
  }, [runs]);
  const all = shelves[shelf];
  const known = useMemo(() => namesOf(all), [all]);
  const columns = useMemo(() => columnsOf(all), [all]);
  // sorted before it is filtered: a key press costs no sort
  const inOrder = useMemo(() => {
    const column = (key: string) => columns.find((each) => each.key === key);
    const by = column(sort.key);
    return by ? sorted(all, by, sort.isDescending) : sorted(all, column(NEWEST_FIRST.key)!, true);
  }, [all, columns, sort]);
  const test = useMemo(() => {
    const parsed = parseFilter(filter);
    return parsed.ok ? compileFilter(parsed.expression, known, filter) : parsed;
  }, [filter, known]);
  // what can't be understood yet is answered as what was understood last: the table stays while one types
  const understood = useRef<((run: RunSummary) => boolean) | null>(null);
  const result = useMemo(() => {
    const started = performance.now();
    if (test.ok) understood.current = test.matches;
    const shown = understood.current ? inOrder.filter(understood.current) : inOrder;
    return { shown, fault: test.ok ? null : test.fault, tookMs: performance.now() - started };
  }, [test, inOrder]);
  const counts = { shown: shelves.shown.length, archived: shelves.archived.length, bin: shelves.bin.length };
  return { all, counts, known, columns, ...result };
}
