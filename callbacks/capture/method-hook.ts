/**
 * Puts `wrap(original)` in the place of a method of one object and returns the function that takes it out again.
 * Where somebody wrapped the method after us, taking ours out would break theirs: it stays and must pass through by
 * itself (a hook's wrapper looks whether it is active).
 */
export function hookMethod<K extends string, F extends (...args: never[]) => unknown>(
  object: { [key in K]: F },
  name: K,
  wrap: (original: F) => F,
): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  const hook = wrap(object[name]);
  object[name] = hook;
  return () => {
    if (object[name] !== hook) return;
    if (own === undefined) Reflect.deleteProperty(object, name);
    else Object.defineProperty(object, name, own);
  };
}
