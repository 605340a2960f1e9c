import type { PageState } from '../../../lib/client/page-state.ts';
import { useKit } from './kit-context.ts';
import { useFrameStore } from './use-frame-store.ts';

/** A part of the page state, at most once a frame. `selector` must not build a new object each time. */
export function usePageState<S>(selector: (state: PageState) => S): S {
  return useFrameStore(useKit().pageState, selector);
}
