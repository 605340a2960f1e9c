import type { RunData } from '../client/run-data.ts';
import type { StoredTensor } from '../protocol/delta.ts';
import { TENSOR } from '../protocol/record.ts';

/** The weights a run kept of one epoch, all of them. */
export interface SavedWeights {
  readonly epoch: number;
  /** `last`, `best`, `budget`. */
  readonly reason: string;
  /** Kept in half precision. */
  readonly isHalf: boolean;
  /** In the order of `model.setWeights`. */
  readonly tensors: readonly StoredTensor[];
}

/** What a run kept of its model. */
export interface SavedModel {
  readonly topology: StoredTensor;
  /** Classes of layers that neither tfjs nor we bring: with any of them the model cannot be put together here. */
  readonly unknownClasses: readonly string[];
  /** By rising epoch. */
  readonly epochs: readonly SavedWeights[];
}

/** Layers of ours, which are registered before a model is put together. */
const OWN_CLASSES: ReadonlySet<unknown> = new Set(['Attention', 'AttentionSource']);

/** The model of a run as far as it was kept; null without its topology or any whole set of weights. */
export function savedModel({ tensors, info }: Pick<RunData, 'tensors' | 'info'>): SavedModel | null {
  const topology = tensors.findLast(({ name }) => name === TENSOR.topology);
  if (!topology) return null;
  const sets = new Map<number, Map<number, StoredTensor>>();
  for (const tensor of tensors) {
    const { index } = tensor.attributes;
    if (tensor.name !== TENSOR.weight || typeof index !== 'number') continue;
    const set = sets.get(tensor.epoch) ?? new Map<number, StoredTensor>();
    sets.set(tensor.epoch, set.set(index, tensor));
  }
  const count = info.model?.layers.reduce((sum, { weights }) => sum + weights.length, 0) ?? 0;
  const epochs = [...sets]
    .filter(([, set]) => set.size === count && count > 0)
    .map(([epoch, set]): SavedWeights => {
      const ordered = [...set].sort(([a], [b]) => a - b).map(([, tensor]) => tensor);
      return {
        epoch,
        reason: String(ordered[0]!.attributes.reason),
        isHalf: ordered.some(({ dtype }) => dtype === 'float16'),
        tensors: ordered,
      };
    })
    .sort((a, b) => a.epoch - b.epoch);
  if (epochs.length === 0) return null;
  const { customClasses } = topology.attributes;
  const unknown = Array.isArray(customClasses) ? customClasses.filter((name) => !OWN_CLASSES.has(name)) : [];
  return { topology, unknownClasses: unknown.map(String), epochs };
}

/** The kept weights nearest to an epoch; of two equally near the earlier. */
export function nearestWeights({ epochs }: SavedModel, epoch: number | null): SavedWeights {
  const wanted = epoch ?? epochs.at(-1)!.epoch;
  return epochs.reduce((best, each) => (Math.abs(each.epoch - wanted) < Math.abs(best.epoch - wanted) ? each : best));
}

/** The parts of the probe as a model takes them, in the order of its inputs (or outputs). */
export function probeParts(tensors: readonly StoredTensor[], name: 'probe_x' | 'probe_y'): readonly StoredTensor[] {
  return tensors.filter((tensor) => tensor.name === name).sort((a, b) => a.id - b.id);
}

/** Whether a page can explain predictions of a run: all layers are known here, and the probe's inputs are kept. */
export function canExplain({ tensors }: Pick<RunData, 'tensors'>, model: SavedModel | null): model is SavedModel {
  return model !== null && model.unknownClasses.length === 0 && probeParts(tensors, 'probe_x').length > 0;
}
