import { useMemo } from 'react';
import type { PageState } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { epochAtPlace, epochEndsOf, placeOfEpoch } from './epoch-ends.ts';
import { usePageState } from './use-page-state.ts';

/** Newest epoch with a snapshot; without any the newest finished epoch; 0 before the first ended. */
export function newestSnapshot(epochs: RunData['epochs']): number {
  const newest = epochs.findLast((epoch) => epoch.snapshot) ?? epochs.at(-1);
  return newest?.epoch ?? 0;
}

/** The same out of a row of the run list. */
export function newestSnapshotOf(run: RunSummary): number {
  const at = run.health.findLastIndex((health) => health !== 'none' && health !== 'ahead');
  return at < 0 ? run.epoch : at + 1;
}

/** The epoch the playhead stands on; null before the first epoch ended. */
export function playheadEpoch(epoch: PageState['epoch'], newest: number): number | null {
  if (epoch !== 'live') return epoch;
  return newest > 0 ? newest : null;
}

const epochOf = (state: PageState) => state.epoch;
const alignOf = (state: PageState) => state.align;

/** Where along steps or time the playhead was put; null where it stands at the end of an epoch of the focused run. */
export function momentOf({ align, epoch, moment }: Pick<PageState, 'align' | 'epoch' | 'moment'>): number | null {
  return align === 'epoch' || epoch === 'live' ? null : moment;
}

/**
 * The playhead for the focused run's data: its newest snapshot while following live, else where it was put — which may be
 * an epoch without a snapshot or behind the run's end. Where runs are aligned by steps or time: the last epoch that had ended
 * there, 0 before the first did. Null before any epoch ended.
 */
export function usePlayhead(data: RunData | null): number | null {
  const epoch = usePageState(epochOf);
  const align = usePageState(alignOf);
  const moment = usePageState(momentOf);
  if (align !== 'epoch' && moment !== null && data && data.epochs.length > 0)
    return epochAtPlace(epochEndsOf(align, data), moment);
  return playheadEpoch(epoch, data ? newestSnapshot(data.epochs) : 0);
}

/** Which epoch a run stands at, given the one the focused run stands at: the same, or what had ended by then along the axis. */
export type EpochOfRun = (run: RunData) => number | null;

/** The playhead for each of several runs, another function when it moves; `playhead` is the focused run's, by {@link usePlayhead}. */
export function useEpochOfRun(focus: RunData | null, playhead: number | null): EpochOfRun {
  const align = usePageState(alignOf);
  const place = usePlace(focus, playhead);
  return useMemo(() => {
    if (align === 'epoch' || place === null) return () => playhead;
    return (run: RunData) => (run === focus ? playhead : epochAtPlace(epochEndsOf(align, run), place));
  }, [align, focus, playhead, place]);
}

/** The place along steps or time where the playhead stands; null where runs are aligned by epoch, or no epoch ended. */
export function usePlace(focus: RunData | null, playhead: number | null): number | null {
  const align = usePageState(alignOf);
  const moment = usePageState(momentOf);
  if (align === 'epoch' || !focus || playhead === null) return null;
  return moment ?? placeOfEpoch(epochEndsOf(align, focus), playhead);
}

/** The change that puts the playhead on an epoch of one of the runs: there, along the axis the runs are aligned by. */
export function putOn(
  align: PageState['align'],
  focus: RunData | null,
  run: RunData,
  epoch: number,
): Pick<PageState, 'epoch'> & Partial<Pick<PageState, 'moment'>> {
  if (align === 'epoch' || !focus || run === focus) return { epoch };
  const moment = placeOfEpoch(epochEndsOf(align, run), epoch);
  return { epoch: Math.max(1, epochAtPlace(epochEndsOf(align, focus), moment)), moment };
}
