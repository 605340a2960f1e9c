import type { LayersModel } from '@tensorflow/tfjs';

/** Methods that tfjs itself makes anew while it trains. */
const MADE_BY_TFJS = new Set(['trainFunction', 'testFunction', 'predictFunction']);

/** Every function and accessor that can be reached on some objects, by object and name. */
export type Methods = ReadonlyMap<object, ReadonlyMap<string, unknown>>;

/** The methods of a model, of all layers, cells and models inside it, and of its optimizers. */
export function methodsOf(model: LayersModel, optimizers: readonly object[] = []): Methods {
  const found = new Map<object, ReadonlyMap<string, unknown>>();
  visit(model, found);
  for (const optimizer of [model.optimizer, ...optimizers]) if (optimizer) visit(optimizer, found);
  return found;
}

/** Names of methods of those objects that are not the very same any more, with the class they are on. */
export function changedMethods(before: Methods): readonly string[] {
  return [...before].flatMap(([object, then]) => {
    const now = methods(object);
    const names = new Set([...then.keys(), ...now.keys()]);
    const changed = [...names].filter((name) => then.get(name) !== now.get(name));
    return changed.map((name) => `${object.constructor.name}.${name}`);
  });
}

function visit(part: unknown, found: Map<object, ReadonlyMap<string, unknown>>): void {
  if (typeof part !== 'object' || part === null || found.has(part)) return;
  found.set(part, methods(part));
  const { layers, cell, cells, layer, forwardLayer, backwardLayer, model } = part as Record<string, unknown>;
  for (const inner of [layers, cell, cells, layer, forwardLayer, backwardLayer, model].flat()) visit(inner, found);
}

/** Own functions and accessors, and what the prototypes give; an accessor is told by its getter. */
function methods(object: object): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (let at: object | null = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (MADE_BY_TFJS.has(name) || found.has(name)) continue;
      if (get) found.set(name, get);
      else if (typeof value === 'function') found.set(name, value);
    }
  }
  return found;
}
