import { useCallback, useMemo } from 'react';
import type { PageState } from '../../lib/client/page-state.ts';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { momentOf } from '../../views/_kit/state/playhead.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { useFrame } from './frame-context.ts';
import { type Timeline, timelineOf } from './timeline.ts';

const epochOf = (state: PageState) => state.epoch;
const windowOf = (state: PageState) => state.window;
const alignOf = (state: PageState) => state.align;

/** The timeline as it is drawn; null without a focused run. */
export function useTimeline(): Timeline | null {
  const { selection, aligned } = useFrame();
  const epoch = usePageState(epochOf);
  const moment = usePageState(momentOf);
  const align = usePageState(alignOf);
  const window = usePageState(windowOf);
  const { runs, focus } = selection;
  return useMemo(
    () => (focus ? timelineOf(runs, focus, { epoch, moment, align, window }, aligned) : null),
    [runs, focus, epoch, moment, align, window, aligned],
  );
}

/** The timeline at this moment: for keys, which come between frames. */
export function useTimelineNow(): () => Timeline | null {
  const { pageState } = useKit();
  const { selection, aligned } = useFrame();
  return useCallback(
    () => (selection.focus ? timelineOf(selection.runs, selection.focus, pageState.getState(), aligned) : null),
    [pageState, selection, aligned],
  );
}
