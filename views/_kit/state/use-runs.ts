import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ReadableStore, RunState } from '../../../lib/client/contract.ts';
import { useKit } from './kit-context.ts';

const LOADING: RunState = { status: 'loading', data: null, revision: 0, error: null };

/** While runs are still on their way, those that came are shown together, so often, in ms. */
const ARRIVING_MS = 500;

/**
 * Follows several runs while the component is mounted: their states in the order of `ids`. Re-renders at most once a
 * frame, and while some of many are on their way seldom; `outline`: without the points of before. Each `data` stays the same
 * object and changes in place, so memoize by the revisions.
 */
export function useRuns(
  ids: readonly string[],
  { outline = false }: { readonly outline?: boolean } = {},
): readonly RunState[] {
  const { client, scheduler } = useKit();
  const key = ids.join('\n');
  const wanted = useMemo(() => (key === '' ? [] : key.split('\n')), [key]);
  const [stores, setStores] = useState<ReadonlyMap<string, ReadableStore<RunState>>>(new Map());
  useEffect(() => {
    setStores(new Map(wanted.map((id) => [id, outline ? client.openOutline(id) : client.openRun(id)])));
    return () => {
      for (const id of wanted) client.closeRun(id);
    };
  }, [client, wanted, outline]);

  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const tell = () => {
        clearTimeout(timer);
        timer = undefined;
        scheduler.notify(listener);
      };
      const changed = () => {
        if ([...stores.values()].every((store) => store.getState().status !== 'loading')) tell();
        else timer ??= setTimeout(tell, ARRIVING_MS);
      };
      const ends = [...stores.values()].map((store) => store.subscribe(changed));
      return () => {
        clearTimeout(timer);
        for (const end of ends) end();
        scheduler.cancel(listener);
      };
    },
    [stores, scheduler],
  );
  const last = useRef<readonly RunState[]>([]);
  // The same array while no state changed: a snapshot must be stable.
  const read = () => {
    const states = wanted.map((id) => stores.get(id)?.getState() ?? LOADING);
    const isSame = states.length === last.current.length && states.every((state, i) => state === last.current[i]);
    if (!isSame) last.current = states;
    return last.current;
  };
  return useSyncExternalStore(subscribe, read, read);
}
