import { type Course, coursesOf } from './course.ts';
import type { EpochHistory, LayerHistory, RunHistory } from './history.ts';

/** One epoch a rule looks at, with how the loss went up to it. */
export interface Seen<T> {
  readonly epoch: number;
  readonly found: T;
  readonly course: Course;
  /** The whole epoch. */
  readonly of: EpochHistory;
}

/** Paths of the layers with a gradient flow, in the order they first appear. */
export function flowLayers(history: RunHistory): string[] {
  return layersOf(history, ({ layers }) => layers);
}

/** Paths of the layers that were measured in some way, in the order they first appear. */
export function layersOf(
  history: RunHistory,
  measured: (epoch: EpochHistory) => readonly { readonly layer: string }[] | undefined,
): string[] {
  return [...new Set(history.epochs.flatMap((epoch) => (measured(epoch) ?? []).map(({ layer }) => layer)))];
}

/**
 * The snapshots of one layer in order, for what is measured on the probe. Epochs without one are no part of any streak:
 * they neither make nor break it.
 */
export function snapshotsOf<T extends { readonly layer: string } = LayerHistory>(
  history: RunHistory,
  layer: string | null,
  measured: (epoch: EpochHistory) => readonly T[] | undefined = ({ layers }) => layers as unknown as readonly T[],
): Seen<T>[] {
  const snapshots = history.epochs.filter((epoch) => epoch.snapshot);
  return seen(snapshots, history, (epoch) => measured(epoch)?.find((candidate) => candidate.layer === layer));
}

/** The epochs at which something was measured of the training steps themselves, snapshot or not. */
export function epochsOf<T>(history: RunHistory, measured: (epoch: EpochHistory) => T | null | undefined): Seen<T>[] {
  return seen(history.epochs, history, measured);
}

function seen<T>(
  epochs: readonly EpochHistory[],
  history: RunHistory,
  measured: (epoch: EpochHistory) => T | null | undefined,
): Seen<T>[] {
  const courses = coursesOf(epochs, history.constantPredictionLoss);
  return epochs.flatMap((of, i) => {
    const found = measured(of);
    return found === undefined || found === null ? [] : [{ epoch: of.epoch, found, course: courses[i]!, of }];
  });
}
