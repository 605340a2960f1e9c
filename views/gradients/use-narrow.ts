import { useContext, useSyncExternalStore } from 'react';
import { HalfContext } from '../_kit/state/half-context.ts';

const NARROW = '(max-width: 1180px)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether there is little room, in a window below 1180 px or beside another view: then some panels share a place. */
export function useNarrow(): boolean {
  const isHalf = useContext(HalfContext);
  const isNarrow = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
  return isHalf || isNarrow;
}
