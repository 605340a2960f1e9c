import { useCallback, useSyncExternalStore } from 'react';
import type { ReadableStore } from '../../../lib/client/contract.ts';
import { useKit } from './kit-context.ts';

/**
 * Reads a store once a frame: changes between two frames are seen together, in the frame that draws them.
 * `selector` must give the same value for the same state (no new object each time).
 */
export function useFrameStore<T, S>(store: ReadableStore<T>, selector: (state: T) => S): S {
  const { scheduler } = useKit();
  const subscribe = useCallback(
    (listener: () => void) => {
      const unsubscribe = store.subscribe(() => scheduler.notify(listener));
      return () => {
        unsubscribe();
        scheduler.cancel(listener);
      };
    },
    [store, scheduler],
  );
  const read = () => selector(store.getState());
  return useSyncExternalStore(subscribe, read, read);
}
