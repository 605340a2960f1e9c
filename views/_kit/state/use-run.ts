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
 * Follows a run while the component is mounted; `outline`: without the points of before, unless someone else follows all of it. Re-renders at most once a frame when it changed; `data` stays the same
 * object and changes in place, so memoize by `[data, revision]`.
 */
export function useRun(runId: string | null, { outline = false }: { readonly outline?: boolean } = {}): RunState {
  const { client } = useKit();
  const [opened, setOpened] = useState<{ readonly id: string; readonly store: ReadableStore<RunState> } | null>(null);
  useEffect(() => {
    if (runId === null) return;
    setOpened({ id: runId, store: outline ? client.openOutline(runId) : client.openRun(runId) });
    return () => client.closeRun(runId);
  }, [client, runId, outline]);
  return useFrameStore(opened && opened.id === runId ? opened.store : NOT_YET, whole);
}
