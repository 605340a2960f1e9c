import { useContext, useSyncExternalStore } from 'react';
import { HalfContext } from '../_kit/state/half-context.ts';

let held: MediaQueryList | null = null;

/** Asked at every render: looked up once. */
function query(): MediaQueryList {
  held ??= window.matchMedia('(max-width: 1180px)');
  return held;
}

function subscribe(listener: () => void): () => void {
  query().addEventListener('change', listener);
  return () => query().removeEventListener('change', listener);
}

/** Whether there is little room, in a window below 1180 px or beside another view: then some panels share a place. */
export function useNarrow(): boolean {
  const isHalf = useContext(HalfContext);
  const isNarrow = useSyncExternalStore(
    subscribe,
    () => query().matches,
    () => false,
  );
  return isHalf || isNarrow;
}
