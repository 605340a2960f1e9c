type Method = (...args: never[]) => unknown;

/** One hook of ours that lies on a method. */
interface Hook {
  active: boolean;
  /** Puts back what was there before it. */
  readonly restore: () => void;
}

// Module-level on purpose: several captures hook one method, and leave in any order.
const hooks = new WeakMap<Method, Hook>();

/**
 * Puts `wrap(original)` in the place of a method of one object and returns the function that takes it out again.
 * Where somebody wrapped the method after us, taking ours out would break theirs: it stays, and from then on only
 * passes through, until what lies on top was a hook of ours too and goes.
 */
export function hookMethod<K extends string, F extends Method>(
  object: { [key in K]: F },
  name: K,
  wrap: (original: F) => F,
): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  const original = object[name];
  const wrapped = wrap(original);
  const hook: Hook = {
    active: true,
    restore: () => {
      if (own === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, own);
    },
  };
  const hooked = function (this: unknown, ...args: never[]) {
    return (hook.active ? wrapped : original).apply(this, args);
  } as F;
  hooks.set(hooked, hook);
  object[name] = hooked;
  return () => {
    hook.active = false;
    for (let top = hooks.get(object[name]); top && !top.active; top = hooks.get(object[name])) top.restore();
  };
}
