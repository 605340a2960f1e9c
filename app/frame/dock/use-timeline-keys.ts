import { useEffect } from 'react';
import type { PageState } from '../../../lib/client/page-state.ts';
import type { Navigate } from '../../../views/_kit/view-props.ts';
import { isTyping } from '../keys.ts';
import { type LaneEvent, moved, nextEvent, type Timeline, toFirst, toNewest } from '../timeline.ts';
import type { Playback } from './use-playback.ts';

/** What the keys of the timeline work on, asked at the moment of the press. */
export interface TimelineKeys {
  readonly now: () => Timeline | null;
  readonly state: () => PageState;
  readonly events: readonly LaneEvent[];
  /** Timesteps of the probe, once known. */
  readonly timesteps: number | null;
  readonly runIds: readonly string[];
  readonly playback: Playback;
  readonly navigate: Navigate;
}

/** The change a key stands for, or null when the key is none of the timeline's. */
export function changeOfKey(
  key: string,
  isShift: boolean,
  timeline: Timeline,
  state: PageState,
  keys: Pick<TimelineKeys, 'events' | 'timesteps' | 'runIds'>,
): Partial<PageState> | null {
  const at = timeline.playhead ?? timeline.reached;
  const epoch = (to: number | null) => (to === null ? {} : { epoch: to });
  const step = (by: number) => {
    const last = keys.timesteps ?? Number.MAX_SAFE_INTEGER;
    const from = state.timestep ?? keys.timesteps ?? 1;
    return { timestep: Math.min(last, Math.max(1, from + by)) };
  };
  const [first, last] = timeline.window;
  switch (key) {
    case 'ArrowLeft':
      return isShift ? epoch(nextEvent(keys.events, at, -1)) : (moved(timeline, -1) ?? {});
    case 'ArrowRight':
      return isShift ? epoch(nextEvent(keys.events, at, 1)) : (moved(timeline, 1) ?? {});
    case 'Home':
      return toFirst(timeline) ?? {};
    case 'End':
      return toNewest(timeline) ?? {};
    case 'l':
    case 'L':
      if (!timeline.isLive) return {};
      return { epoch: timeline.isFollowing ? timeline.playhead || 'live' : 'live' };
    case '[':
      return { window: [at || 1, Math.max(at || 1, last)] };
    case ']':
      return { window: [Math.min(first, at || 1), at || 1] };
    case ',':
      return step(-1);
    case '.':
      return step(1);
    default: {
      const run = isShift || !/^[1-8]$/.test(key) ? undefined : keys.runIds[Number(key) - 1];
      return run === undefined ? null : { focus: run };
    }
  }
}

/** Listens to the keys of the timeline while it is there. */
export function useTimelineKeys(keys: TimelineKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const timeline = keys.now();
      if (!timeline) return;
      if (event.key === ' ') {
        // Space on a focused button presses the button.
        if (event.target instanceof HTMLButtonElement) return;
        keys.playback.toggle();
      } else {
        const change = changeOfKey(event.key, event.shiftKey, timeline, keys.state(), keys);
        if (!change) return;
        if ('epoch' in change) keys.playback.stop();
        if (Object.keys(change).length > 0) keys.navigate(change);
      }
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
