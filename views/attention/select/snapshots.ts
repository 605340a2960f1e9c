import type { RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';

/** Paths of the layers whose attention was kept, in the order it came. */
export function attentionLayers(data: RunData): readonly string[] {
  const paths = data.tensors.flatMap(({ name, layer }) => (name === TENSOR.attention && layer !== null ? [layer] : []));
  return [...new Set(paths)];
}

/** The attention of a layer, one tensor per epoch, in epoch order; of two of one epoch the later. */
export function attentionSnapshots(data: RunData, layer: string): readonly StoredTensor[] {
  return lastPerEpoch(
    data.tensors.filter(
      (tensor) => tensor.name === TENSOR.attention && tensor.layer === layer && tensor.shape.length === 4,
    ),
  );
}

/** What the model wrote for the probe, one tensor per epoch, in epoch order. */
export function decodedSnapshots(data: RunData): readonly StoredTensor[] {
  return lastPerEpoch(data.tensors.filter(({ name }) => name === TENSOR.decoded));
}

/** The snapshot of an epoch, or the nearest one before it, or else after it. */
export function nearestSnapshot(snapshots: readonly StoredTensor[], epoch: number | null): StoredTensor | null {
  if (epoch === null) return snapshots.at(-1) ?? null;
  return snapshots.findLast((each) => each.epoch <= epoch) ?? snapshots[0] ?? null;
}

/**
 * At most `most` snapshots, evenly, the first and the last among them. The one nearest to `keep` in that list gives its
 * place to `keep`, so that the others stay where they are while epochs are scrubbed.
 */
export function spreadSnapshots(
  snapshots: readonly StoredTensor[],
  most: number,
  keep: StoredTensor | null,
): readonly StoredTensor[] {
  const count = Math.min(snapshots.length, Math.max(1, most));
  const at = (i: number) =>
    count === 1 ? snapshots.length - 1 : Math.round((i * (snapshots.length - 1)) / (count - 1));
  const chosen = Array.from({ length: count }, (_, i) => snapshots[at(i)]!);
  if (keep === null || count === 0 || chosen.includes(keep)) return chosen;
  const distance = ({ epoch }: StoredTensor) => Math.abs(epoch - keep.epoch);
  const nearest = chosen.reduce((best, each, i) => (distance(each) < distance(chosen[best]!) ? i : best), 0);
  return chosen.with(nearest, keep);
}

function lastPerEpoch(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  return [...new Map(tensors.map((tensor) => [tensor.epoch, tensor])).values()].sort((a, b) => a.epoch - b.epoch);
}
