import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { DerivedState, DeriveRequest } from '../../../lib/client/derived/derivations.ts';
import type { JobKind, JobOutputs } from '../../../lib/client/derived/jobs.ts';
import { useKit } from './kit-context.ts';

/** A derived result as a view follows it. */
export interface Derived<T> {
  readonly state: DerivedState<T> | null;
  readonly cancel: () => void;
  readonly again: () => void;
}

/** Derives a result while the component is mounted; null: nothing. The request must be memoized. */
export function useDerived<K extends JobKind>(request: DeriveRequest<K> | null): Derived<JobOutputs[K]> {
  const { client, scheduler } = useKit();
  const [opened, setOpened] = useState<{
    request: DeriveRequest<K>;
    store: ReturnType<typeof client.derived.derive<K>>;
  } | null>(null);
  useEffect(() => {
    if (!request) return;
    setOpened({ request, store: client.derived.derive(request) });
    return () => client.derived.release(request);
  }, [client, request]);
  const store = opened && opened.request === request ? opened.store : null;
  const subscribe = useCallback(
    (listener: () => void) => {
      const end = store?.subscribe(() => scheduler.notify(listener));
      return () => {
        end?.();
        scheduler.cancel(listener);
      };
    },
    [store, scheduler],
  );
  const read = () => store?.getState() ?? null;
  return {
    state: useSyncExternalStore(subscribe, read, read),
    cancel: () => request && client.derived.cancel(request),
    again: () => request && client.derived.again(request),
  };
}
