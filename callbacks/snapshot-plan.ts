import type { SnapshotSchedule } from './snapshot-schedule.ts';

/**
 * How much of the probe a snapshot measures. `whole`: states and gradient flow. `forward`: states and output of some
 * sequences; the gradient flow is that of the last training batch sampled. `batch`: only that.
 */
export type SnapshotExtent = 'whole' | 'forward' | 'batch';

/** What passes over the probe may take, in ms. */
export interface PassCosts {
  readonly whole: number;
  readonly forward: number;
}

/** The cost of a pass has a part that does not depend on the number of sequences: the calls of T steps. */
const FIXED_SHARE = 0.4;
/** A backward pass takes about twice the time of a forward one. */
const FORWARD_SHARE = 1 / 3;

/** What passes over the probe are expected to take, before one was made: a training step of `batch` sequences takes `stepMs`. */
export function expectedCosts(stepMs: number, batch: number, sequences: number): PassCosts {
  const whole = stepMs * Math.max(FIXED_SHARE, sequences / Math.max(1, batch));
  return { whole, forward: stepMs * FIXED_SHARE * FORWARD_SHARE };
}

/**
 * The extent of the snapshot at the end of an epoch; null: none. The richest that the budget affords; at epochs that are
 * always kept at least the poorest, and the whole where it is cheap.
 */
export function extentOf(
  schedule: SnapshotSchedule,
  costs: PassCosts,
  epoch: number,
  isLast: boolean,
): SnapshotExtent | null {
  const kept = schedule.kept('snapshot', epoch, isLast);
  if (schedule.affords(costs.whole) || (kept && schedule.isCheap(costs.whole))) return 'whole';
  if (schedule.affords(costs.forward)) return 'forward';
  return kept ? 'batch' : null;
}
