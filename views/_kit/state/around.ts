import type { TensorPart } from '../../../lib/protocol/tensor-part.ts';

/** Bytes a tensor takes once it is here: float16 keeps its codes beside the numbers. */
export function heldBytes({ bytes, dtype }: TensorPart): number {
  return dtype === 'float16' ? 3 * bytes : bytes;
}

/**
 * Of tensors in the order of their epochs those that may be held within `mostBytes`: all of them, or as many as fit
 * around an epoch (null: the newest), never none.
 */
export function aroundEpoch<T extends TensorPart>(
  tensors: readonly T[],
  epoch: number | null,
  mostBytes: number,
): readonly T[] {
  const all = tensors.reduce((sum, tensor) => sum + heldBytes(tensor), 0);
  if (all <= mostBytes) return tensors;
  const fit = Math.max(1, Math.floor((mostBytes * tensors.length) / all));
  const at = epoch === null ? tensors.length - 1 : tensors.findLastIndex((tensor) => tensor.epoch <= epoch);
  const first = Math.min(tensors.length - fit, Math.max(0, at - Math.floor(fit / 2)));
  return tensors.slice(first, first + fit);
}
