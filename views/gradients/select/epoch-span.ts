import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredEpoch } from '../../../lib/protocol/delta.ts';

/** The epochs on the axes of a run: fixed while it trains, so that live epochs appear in their place. */
export interface EpochSpan {
  /** First and last epoch on the axis, 1-based. */
  readonly first: number;
  readonly last: number;
  /** Newest finished epoch, 0 before the first ended. */
  readonly reached: number;
}

/** Up to here the axis shows every planned epoch from the start. */
const ALL_PLANNED = 100;

/**
 * Last epoch of the axis. A run that ended: the one it reached. A live one: what is planned; of very many only as far
 * as the next doubling of {@link ALL_PLANNED}, else the first hundred of a million would be a line.
 */
export function lastEpoch(planned: number | null, reached: number, isLive: boolean): number {
  if (!isLive) return Math.max(1, reached);
  const wanted = planned ?? reached + 1;
  let room = ALL_PLANNED;
  while (room < reached + 1) room *= 2;
  return Math.max(1, reached, Math.min(wanted, room));
}

/** The span of a run's epoch axes within the page's window. */
export function epochSpan(data: RunData, window: readonly [number, number] | null): EpochSpan {
  const reached = data.epochs.reduce((newest, { epoch }) => Math.max(newest, epoch), 0);
  const last = lastEpoch(data.info.epochsPlanned, reached, data.info.status === 'live');
  if (!window) return { first: 1, last, reached };
  const first = Math.min(window[0], last);
  return { first, last: Math.max(first, Math.min(window[1], last)), reached };
}

/** Finished epochs by number. Of an epoch trained twice (a resume) the later one counts. */
export function epochsByNumber(epochs: readonly StoredEpoch[]): ReadonlyMap<number, StoredEpoch> {
  return new Map(epochs.map((epoch) => [epoch.epoch, epoch]));
}

/**
 * Of rising epoch numbers the one nearest to `epoch`: itself, else the last before it, else the first after it.
 * Null when there is none.
 */
export function nearestEpoch(epochs: readonly number[], epoch: number): number | null {
  return epochs.findLast((each) => each <= epoch) ?? epochs[0] ?? null;
}
