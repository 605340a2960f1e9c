import { useCallback, useEffect, useState } from 'react';
import type { Navigate } from '../../../views/_kit/view-props.ts';
import { isAtNewest, moved, type Timeline, toFirst } from '../timeline.ts';

/** Epochs per second to choose from. */
export const SPEEDS = [1, 2, 4, 8, 16] as const;

/** Playing the timeline: one epoch after the other until the newest. */
export interface Playback {
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly toggle: () => void;
  readonly stop: () => void;
  readonly setSpeed: (epochsPerSecond: number) => void;
}

/** Plays by moving the playhead; stops at the newest epoch. Started there, it begins at the first. */
export function usePlayback(timelineNow: () => Timeline | null, navigate: Navigate): Playback {
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(4);
  const stop = useCallback(() => setIsPlaying(false), []);
  const toggle = useCallback(() => {
    const timeline = timelineNow();
    if (!timeline || timeline.reached < 1) return;
    const start = isAtNewest(timeline) ? toFirst(timeline) : null;
    if (!isPlaying && start) navigate(start);
    setIsPlaying(!isPlaying);
  }, [isPlaying, timelineNow, navigate]);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => {
      const timeline = timelineNow();
      const next = timeline && moved(timeline, 1);
      if (!timeline || !next || isAtNewest(timeline)) setIsPlaying(false);
      else navigate(next);
    }, 1_000 / speed);
    return () => clearInterval(timer);
  }, [isPlaying, speed, timelineNow, navigate]);
  return { isPlaying, speed, toggle, stop, setSpeed };
}
