import { hookMethod } from '../../lib/model/method-hook.ts';
import type { Gradients, Optimizer } from '../../lib/model/tfjs-internals.ts';
import type { Guard } from './guard.ts';

/** What to do around an optimizer's update. `after` gets what `before` returned. */
export interface UpdateObserver<T> {
  before(gradients: Gradients): T | null;
  after(begun: T): void;
  /** The update threw: nothing was learnt. */
  failed(begun: T): void;
}

/** Wraps `applyGradients` of one optimizer; returns the function that unwraps it. */
export function hookOptimizer<T>(optimizer: Optimizer, guard: Guard, observer: UpdateObserver<T>): () => void {
  type Apply = Optimizer['applyGradients'];
  return hookMethod<'applyGradients', Apply>(optimizer, 'applyGradients', (original) => (gradients) => {
    const begun = guard.attempt(() => observer.before(gradients), null);
    if (begun === null) {
      original.call(optimizer, gradients);
      return;
    }
    let updated = false;
    try {
      original.call(optimizer, gradients);
      updated = true;
    } finally {
      guard.attempt(() => (updated ? observer.after(begun) : observer.failed(begun)), undefined);
    }
  });
}
