import type { EpochHistory, LayerHistory, RunHistory } from './history.ts';

/** One layer at one snapshot, with its place among the snapshots of the run. */
export interface LayerSnapshot extends LayerHistory {
  readonly epoch: number;
  /** This snapshot and those before it, oldest first, {@link RECENT} at most. */
  readonly recent: readonly EpochHistory[];
}

/** How many snapshots a rule may look back over, the present one included. */
export const RECENT = 3;

/** Paths of the layers with a gradient flow, in the order they first appear. */
export function flowLayers(history: RunHistory): string[] {
  return [...new Set(history.epochs.flatMap((epoch) => epoch.layers.map((layer) => layer.layer)))];
}

/** The snapshots of one layer in order. Epochs without one are no part of any streak: they neither make nor break it. */
export function snapshotsOf(history: RunHistory, layer: string | null): LayerSnapshot[] {
  const snapshots = history.epochs.filter((epoch) => epoch.snapshot);
  return snapshots.flatMap((snapshot, i) => {
    const found = snapshot.layers.find((candidate) => candidate.layer === layer);
    return found === undefined
      ? []
      : [{ ...found, epoch: snapshot.epoch, recent: snapshots.slice(Math.max(0, i + 1 - RECENT), i + 1) }];
  });
}
