import type { Gradients } from '../../lib/model/tfjs-internals.ts';

/** Where an optimizer's gradients are clipped: by global norm or by value. */
export interface ClippingLimits {
  readonly norm: number | null;
  readonly value: number | null;
}

// Module-level on purpose: clipping works without a run and knows none, and a run that watches the same optimizer must
// see what was there before clipping, whichever of the two came first.
const limits = new WeakMap<object, ClippingLimits[]>();
const originals = new WeakMap<object, Gradients>();

/** Notes that an optimizer's gradients are clipped; returns the function that takes the note back. */
export function noteClipping(optimizer: object, clipping: ClippingLimits): () => void {
  limits.set(optimizer, [...(limits.get(optimizer) ?? []), clipping]);
  return () => {
    const left = (limits.get(optimizer) ?? []).filter((other) => other !== clipping);
    if (left.length > 0) limits.set(optimizer, left);
    else limits.delete(optimizer);
  };
}

/** The limits an optimizer is clipped by, in the order they were set; empty when it is not. */
export function clippingOf(optimizer: object): readonly ClippingLimits[] {
  return limits.get(optimizer) ?? [];
}

/** Notes what clipped gradients were made from. */
export function noteOriginals(clipped: Gradients, gradients: Gradients): void {
  originals.set(clipped, gradients);
}

/** Gradients as they were before any clipping. */
export function unclipped(gradients: Gradients): Gradients {
  let first = gradients;
  for (let before = originals.get(first); before !== undefined; before = originals.get(first)) first = before;
  return first;
}
