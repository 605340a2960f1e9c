import type { StoredTensor } from '../../../lib/protocol/delta.ts';

/** What tensors are about. What is left out does not matter. */
export interface TensorSubject {
  readonly layer?: string;
  /** `attributes.weight` and `attributes.gate`. */
  readonly weight?: string;
  readonly gate?: string;
}

/** The newest tensor of each epoch of a name and a subject, by rising epoch. */
export function storedByEpoch(
  tensors: readonly StoredTensor[],
  name: string,
  { layer, weight, gate }: TensorSubject,
): readonly StoredTensor[] {
  const byEpoch = new Map<number, StoredTensor>();
  for (const tensor of tensors) {
    if (tensor.name !== name || (layer !== undefined && tensor.layer !== layer)) continue;
    if (weight !== undefined && tensor.attributes.weight !== weight) continue;
    if (gate !== undefined && tensor.attributes.gate !== gate) continue;
    byEpoch.set(tensor.epoch, tensor);
  }
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

/** Of tensors by rising epoch the one at `epoch`, else the last before it, else the first after it; null of none. */
export function nearestStored(byEpoch: readonly StoredTensor[], epoch: number | null): StoredTensor | null {
  if (epoch === null) return null;
  return byEpoch.findLast((each) => each.epoch <= epoch) ?? byEpoch[0] ?? null;
}

/** A number among a tensor's attributes; what is missing or null is NaN. */
export function numberOf({ attributes }: Pick<StoredTensor, 'attributes'>, name: string): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : Number.NaN;
}
