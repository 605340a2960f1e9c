/**
 * Puts `wrap(original)` in the place of a method of one object and returns the function that takes it out again.
 * Where somebody wrapped the method after us, taking ours out would break theirs: it stays, and from then on only
 * passes through.
 */
export function hookMethod<K extends string, F extends (...args: never[]) => unknown>(
  object: { [key in K]: F },
  name: K,
  wrap: (original: F) => F,
): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  const original = object[name];
  const wrapped = wrap(original);
  let active = true;
  const hook = function (this: unknown, ...args: never[]) {
    return (active ? wrapped : original).apply(this, args);
  } as F;
  object[name] = hook;
  return () => {
    active = false;
    if (object[name] !== hook) return;
    if (own === undefined) Reflect.deleteProperty(object, name);
    else Object.defineProperty(object, name, own);
  };
}
