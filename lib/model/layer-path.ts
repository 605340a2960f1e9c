/** `SimpleRNN` → `simple_rnn`, `LSTM` → `lstm`: the way tfjs itself turns a class into a name. */
export function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

const modelClasses = new Set(['Sequential', 'Model', 'LayersModel', 'Functional']);

/**
 * Whether tfjs made the name up: `lstm_LSTM3` for layers, `sequential_2` or `model1` for models. Such names count up
 * per process, so they say nothing about the place in the model.
 */
export function isAutomaticName(name: string, className: string): boolean {
  if (modelClasses.has(className)) return /^(sequential|model|layersmodel|functional)_?\d+$/.test(name);
  const prefix = `${snakeCase(className)}_${className}`;
  return name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
}

/**
 * Names of sibling layers, stable between processes: a name given by the user is kept, one made up by tfjs becomes
 * class and position among the siblings of its class, 1-based: `lstm_1`, `dense_2`. All names differ.
 */
export function siblingNames(layers: readonly { readonly name: string; readonly className: string }[]): string[] {
  const given = new Set(layers.filter((l) => !isAutomaticName(l.name, l.className)).map((l) => l.name));
  const seen = new Map<string, number>();
  return layers.map(({ name, className }) => {
    const position = (seen.get(className) ?? 0) + 1;
    seen.set(className, position);
    if (!isAutomaticName(name, className)) return name;
    let index = position;
    while (given.has(`${snakeCase(className)}_${index}`)) index++;
    seen.set(className, index);
    return `${snakeCase(className)}_${index}`;
  });
}

/** Name of a weight inside its layer: `lstm_LSTM3/recurrent_kernel` → `recurrent_kernel`; repeated names are numbered. */
export function weightNames(originalNames: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return originalNames.map((name) => {
    const own = name.slice(name.lastIndexOf('/') + 1);
    const count = (seen.get(own) ?? 0) + 1;
    seen.set(own, count);
    return count === 1 ? own : `${own}_${count}`;
  });
}
