import type { PageState } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
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

/**
 * The playhead for a run's data: its newest snapshot while following live, else where it was put — which may be an
 * epoch without a snapshot or behind the run's end. Null before the first epoch ended.
 */
export function usePlayhead(data: RunData | null): number | null {
  const epoch = usePageState(epochOf);
  return playheadEpoch(epoch, data ? newestSnapshot(data.epochs) : 0);
}
