import { useMemo, useRef } from 'react';
import type { PageState } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { epochEndsOf } from '../../views/_kit/state/epoch-ends.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { useRuns } from '../../views/_kit/state/use-runs.ts';
import { type AlignedRow, type AlignedRows, untilOf } from './aligned.ts';

const alignOf = (state: PageState) => state.align;
const OUTLINE = { outline: true };
const NONE: readonly string[] = [];

/** The runs along the axis they are aligned by; null where that is epochs, which asks for nothing of them. */
export function useAligned(runs: readonly RunSummary[]): AlignedRows | null {
  const axis = usePageState(alignOf);
  const states = useRuns(axis === 'epoch' ? NONE : runs.map(({ info }) => info.id), OUTLINE);
  const version = states.map(({ data, revision }) => `${data?.info.id} ${data?.epochs.length} ${revision}`).join();
  const before = useRef<AlignedRows | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  return useMemo(() => {
    if (axis === 'epoch') return null;
    // a run that is fetched anew, now with all its points, stays where it was
    const known = before.current?.axis === axis ? before.current.rows : null;
    const rows = new Map<string, AlignedRow>();
    for (const run of runs) {
      const { id } = run.info;
      const data = states.find((state) => state.data?.info.id === id)?.data;
      const ends = data ? epochEndsOf(axis, data) : null;
      const row = ends ? { ...ends, until: untilOf(run, axis, ends) } : known?.get(id);
      if (row) rows.set(id, row);
    }
    before.current = { axis, rows, extent: Math.max(1e-3, ...[...rows.values()].map(({ until }) => until)) };
    return before.current;
  }, [axis, version, runs]);
}
