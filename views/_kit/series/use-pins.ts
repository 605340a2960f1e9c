import { useCallback, useEffect, useMemo } from 'react';
import type { PageState } from '../../../lib/client/page-state.ts';
import { useKit } from '../state/kit-context.ts';
import { usePageState } from '../state/use-page-state.ts';
import type { Navigate } from '../view-props.ts';
import { rememberedPins, rememberPins } from './pin-memory.ts';

const pinnedOf = (state: PageState) => state.pinned;
const NONE: readonly string[] = [];

/** The pinned charts in their order, and how to change them: in the link, and in what this browser remembers of the project. */
export function usePins(project: string | null, navigate: Navigate) {
  const { pageState } = useKit();
  const said = usePageState(pinnedOf);
  // where the link says nothing, what is remembered holds
  const pinned = useMemo(() => said ?? (project === null ? NONE : rememberedPins(project)), [said, project]);
  const change = useCallback(
    (next: (pinned: readonly string[]) => readonly string[]) => {
      const changed = next(pageState.getState().pinned ?? (project === null ? NONE : rememberedPins(project)));
      navigate({ pinned: changed });
      if (project !== null) rememberPins(project, changed);
    },
    [pageState, navigate, project],
  );
  return { pinned, change };
}

/** Pins what was pinned last in the project where the link says nothing, so that the next link says it. */
export function useRememberedPins(project: string | null, navigate: Navigate): void {
  const isUnsaid = usePageState(pinnedOf) === null;
  useEffect(() => {
    if (!isUnsaid || project === null) return;
    const remembered = rememberedPins(project);
    if (remembered.length > 0) navigate({ pinned: remembered });
  }, [isUnsaid, project, navigate]);
}
