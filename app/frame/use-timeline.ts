import { useCallback, useMemo } from 'react';
import type { PageState } from '../../lib/client/page-state.ts';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { useFrame } from './frame-context.ts';
import { type Timeline, timelineOf } from './timeline.ts';

const epochOf = (state: PageState) => state.epoch;
const windowOf = (state: PageState) => state.window;

/** The timeline as it is drawn; null without a focused run. */
export function useTimeline(): Timeline | null {
  const { selection } = useFrame();
  const epoch = usePageState(epochOf);
  const window = usePageState(windowOf);
  const { runs, focus } = selection;
  return useMemo(() => (focus ? timelineOf(runs, focus, { epoch, window }) : null), [runs, focus, epoch, window]);
}

/** The timeline at this moment: for keys, which come between frames. */
export function useTimelineNow(): () => Timeline | null {
  const { pageState } = useKit();
  const { selection } = useFrame();
  return useCallback(
    () => (selection.focus ? timelineOf(selection.runs, selection.focus, pageState.getState()) : null),
    [pageState, selection],
  );
}
