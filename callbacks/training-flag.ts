/** What of a model tells that `fit` runs: tfjs takes it back when `fit` settles, whatever the reason. */
interface Trained {
  isTraining: boolean;
}

// Module-level on purpose: several monitors of one model share one watch, so that any of them can leave first.
const listenersOf = new WeakMap<object, Set<() => void>>();

/**
 * Calls `ended` once, when the `fit` that runs on this model settles. The returned function stops listening; the flag
 * is as tfjs left it once nobody listens. `trained` is the model that tfjs trains, not a Sequential around it.
 */
export function whenTrainingEnds(trained: object, ended: () => void): () => void {
  const listeners = listenersOf.get(trained) ?? watchFlag(trained as Trained);
  listeners.add(ended);
  return () => {
    if (listeners.delete(ended) && listeners.size === 0) setPlain(trained as Trained, (trained as Trained).isTraining);
  };
}

function watchFlag(trained: Trained): Set<() => void> {
  const listeners = new Set<() => void>();
  listenersOf.set(trained, listeners);
  Object.defineProperty(trained, 'isTraining', {
    configurable: true,
    enumerable: true,
    get: () => true,
    set: (value: boolean) => {
      if (value) return;
      setPlain(trained, false);
      const told = [...listeners];
      listeners.clear();
      // Last in, first out: hooks of one model lie on top of each other.
      for (const listener of told.reverse()) listener();
    },
  });
  return listeners;
}

function setPlain(trained: Trained, value: boolean): void {
  listenersOf.delete(trained);
  Object.defineProperty(trained, 'isTraining', { value, writable: true, enumerable: true, configurable: true });
}
