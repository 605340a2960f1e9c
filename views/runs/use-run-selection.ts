import { useCallback, useMemo, useState } from 'react';
import type { PageState } from '../../lib/client/page-state.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import type { Navigate } from '../_kit/view-props.ts';

const runsOf = (state: PageState) => state.runs;
/** A link carries no more; others are selected in this page only. */
const MOST_LINKED = 64;

/** Which runs are selected: ids in the order they were chosen in, and the runs that are there. */
export interface RunSelection {
  readonly ids: ReadonlySet<string>;
  readonly runs: readonly RunSummary[];
  readonly set: (ids: readonly string[]) => void;
}

/** The selection of the list: what the link names, and what goes beyond it. */
export function useRunSelection(
  all: readonly RunSummary[],
  focusId: string | null,
  project: string | null,
  navigate: Navigate,
): RunSelection {
  const linked = usePageState(runsOf);
  const [more, setMore] = useState<readonly string[]>([]);
  const ids = useMemo(() => new Set([...linked, ...(linked.length === 0 ? [] : more)]), [linked, more]);
  const runs = useMemo(() => {
    if (ids.size === 0) return [];
    const byId = new Map(all.map((run) => [run.info.id, run]));
    return [...ids].flatMap((id) => byId.get(id) ?? []);
  }, [ids, all]);
  const set = useCallback(
    (wanted: readonly string[]) => {
      const named = wanted.slice(0, MOST_LINKED);
      setMore(wanted.slice(MOST_LINKED));
      navigate({
        runs: named,
        focus: focusId !== null && named.includes(focusId) ? focusId : null,
        // runs know their project: a link names it only while none is chosen
        project: named.length > 0 ? null : project,
      });
    },
    [navigate, focusId, project],
  );
  return { ids, runs, set };
}
