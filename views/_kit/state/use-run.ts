import { useEffect, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import type { ReadableStore, RunState } from '../../../lib/client/contract.ts';
import { useKit } from './kit-context.ts';
import { useFrameStore } from './use-frame-store.ts';

const NOT_YET: ReadableStore<RunState> = createStore<RunState>(() => ({
  status: 'loading',
  data: null,
  revision: 0,
  error: null,
}));
const whole = (state: RunState) => state;

/**
 * Follows a run while the component is mounted. Re-renders at most once a frame when it changed; `data` stays the same
 * object and changes in place, so memoize by `[data, revision]`.
 */
export function useRun(runId: string | null): RunState {
  const { client } = useKit();
  const [opened, setOpened] = useState<{ readonly id: string; readonly store: ReadableStore<RunState> } | null>(null);
  useEffect(() => {
    if (runId === null) return;
    setOpened({ id: runId, store: client.openRun(runId) });
    return () => client.closeRun(runId);
  }, [client, runId]);
  return useFrameStore(opened && opened.id === runId ? opened.store : NOT_YET, whole);
}
