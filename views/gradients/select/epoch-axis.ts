import { firstIndex } from '../../../lib/base/first-index.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredEpoch } from '../../../lib/protocol/delta.ts';

/** Steps of one epoch: first and last, whole numbers. The unfinished epoch ends where it is expected to. */
interface EpochSteps {
  readonly epoch: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Places steps on an axis of epochs: the steps of epoch e spread over its cell, e − ½ … e + ½. Charts with one point a
 * step and charts with one cell an epoch so share one axis.
 */
export interface EpochAxis {
  /** Position of a step; NaN before training. */
  position(step: number): number;
  /** 1-based epoch of a step; 0 before training. */
  epochOf(step: number): number;
  /** Number of the unfinished epoch: rises when one ends, and steps may then belong to another epoch than before. */
  readonly unfinished: number;
}

/** The axis of a run. Of an epoch trained twice (a resume) the later one counts. */
export function epochAxis(data: Pick<RunData, 'epochs' | 'info'>): EpochAxis {
  const cells = cellsOf(data.epochs, data.info.stepsPerEpoch);
  const cellOf = (step: number): EpochSteps | null => {
    const after = firstIndex(cells.length, (index) => cells[index]!.first > step);
    return cells[after - 1] ?? null;
  };
  return {
    position(step) {
      const cell = cellOf(step);
      if (!cell) return Number.NaN;
      const share = (step - cell.first + 0.5) / (cell.last - cell.first + 1);
      return cell.epoch - 0.5 + Math.min(1, share);
    },
    epochOf: (step) => cellOf(step)?.epoch ?? 0,
    unfinished: cells.at(-1)?.epoch ?? 1,
  };
}

function cellsOf(epochs: readonly StoredEpoch[], stepsPerEpoch: number | null): readonly EpochSteps[] {
  const byEpoch = new Map(epochs.map((each) => [each.epoch, each]));
  const cells = [...byEpoch.values()]
    .sort((a, b) => a.epoch - b.epoch)
    .map(({ epoch, firstStep, step }) => ({ epoch, first: firstStep, last: Math.max(firstStep, step) }));
  const newest = cells.at(-1);
  const length = stepsPerEpoch ?? (newest ? newest.last - newest.first + 1 : 1);
  const first = newest ? newest.last + 1 : 1;
  // Step 0, where there is one, belongs to the first epoch as well.
  if (!newest) return [{ epoch: 1, first: 0, last: Math.max(1, length) }];
  return [...cells, { epoch: newest.epoch + 1, first, last: first + Math.max(1, length) - 1 }];
}
