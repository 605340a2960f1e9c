import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import type { EpochOfRun } from '../../_kit/state/playhead.ts';
import { nearestSnapshot, type StateQuantity, stateSnapshots } from '../../states/select/snapshots.ts';
import { type Lack, probeLack, statePair, statePaths } from './pairs.ts';

/** States of a run that others are held against. */
export interface SimilarItem {
  readonly run: RunData;
  readonly layer: string;
  readonly tensor: StoredTensor;
}

/** Runs that can be held against the reference, which comes first; and why others cannot. */
export interface SimilarRuns {
  readonly items: readonly SimilarItem[];
  readonly left: readonly { readonly run: RunData; readonly lack: Lack }[];
}

/** Most runs that are held against each other. */
export const MOST_RUNS = 50;

/** The states of one layer in each of the runs, where they stand. */
export function similarRuns(
  runs: readonly RunData[],
  chosen: string | null,
  quantity: StateQuantity,
  stands: EpochOfRun,
): SimilarRuns {
  const [reference, ...others] = runs.slice(0, MOST_RUNS);
  const items: SimilarItem[] = [];
  const left: { readonly run: RunData; readonly lack: Lack }[] = [];
  for (const run of others) {
    const { pair, lack } = statePair(reference!, run, chosen, quantity, stands);
    if (!pair) {
      left.push({ run, lack });
      continue;
    }
    if (items.length === 0) items.push({ run: reference!, layer: pair.layer, tensor: pair.left });
    items.push({ run, layer: pair.otherLayer, tensor: pair.right });
  }
  return { items, left };
}

/** All recurrent layers of two runs where they stand, that have states of as many timesteps: rows, then columns. */
export function similarLayers(
  reference: RunData,
  other: RunData | null,
  quantity: StateQuantity,
  stands: EpochOfRun,
): { readonly rows: readonly SimilarItem[]; readonly cols: readonly SimilarItem[] } {
  if (!other || probeLack(reference, other)) return { rows: [], cols: [] };
  const itemsOf = (run: RunData) =>
    statePaths(run).flatMap((layer): SimilarItem[] => {
      const tensor = nearestSnapshot(stateSnapshots(run, layer, quantity), stands(run));
      return tensor ? [{ run, layer, tensor }] : [];
    });
  const [rows, cols] = [itemsOf(reference), itemsOf(other)];
  const time = rows[0]?.tensor.shape[1];
  const fits = ({ tensor }: SimilarItem) => tensor.shape[1] === time;
  return { rows: rows.filter(fits), cols: cols.filter(fits) };
}
