import type { SavedWeights } from '../../../lib/compute/saved-model.ts';

/** What there is of an example over the epochs that have ended. */
export interface Coverage {
  /** Epochs that something is known of. */
  readonly known: number;
  readonly reached: number;
  /** Nothing is known of them, but their weights were kept: nearest to the playhead first. */
  readonly open: readonly SavedWeights[];
  /** Nothing is known of them, and nothing can be. */
  readonly lost: number;
}

/** Sorts epochs by what can be had of them. `weights`: of the epochs whose model can be put together here. */
export function coverageOf(
  known: ReadonlyMap<number, unknown>,
  reached: number,
  weights: readonly SavedWeights[],
  playhead: number | null,
): Coverage {
  const from = playhead ?? reached;
  const open = weights
    .filter(({ epoch }) => !known.has(epoch))
    .sort((a, b) => Math.abs(a.epoch - from) - Math.abs(b.epoch - from) || a.epoch - b.epoch);
  return { known: known.size, reached, open, lost: Math.max(0, reached - known.size - open.length) };
}
