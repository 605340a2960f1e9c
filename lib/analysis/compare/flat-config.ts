import type { Json, JsonObject } from '../../protocol/json.ts';

/**
 * Calls back with every setting of a config, in the order of the config: its dotted path (`opt.lr`), its value, and how many
 * objects it lies within. Objects are taken apart; lists and empty objects are values, so that nothing is lost. A key that
 * holds dots itself is taken as it is: `{ 'opt.lr': 1 }` and `{ opt: { lr: 1 } }` have the same path, so a path may come twice.
 */
export function eachSetting(
  config: JsonObject,
  visit: (path: string, value: Json, depth: number) => void,
  prefix = '',
  depth = 0,
): void {
  for (const key in config) {
    const value = config[key];
    if (value === undefined) continue;
    if (isTakenApart(value)) eachSetting(value, visit, `${prefix}${key}.`, depth + 1);
    else visit(prefix + key, value, depth);
  }
}

function isTakenApart(value: Json): value is JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  for (const _ in value) return true;
  return false;
}

// Kept for as long as the config is held: a config never changes.
const flattened = new WeakMap<JsonObject, ReadonlyMap<string, Json>>();

/**
 * A config as pairs of dotted path and value, see {@link eachSetting}, in the order in which paths first appear. Of two settings
 * of one path the one within fewer objects counts, of two within as many the first. The same map for the same object.
 */
export function flatConfig(config: JsonObject): ReadonlyMap<string, Json> {
  const known = flattened.get(config);
  if (known) return known;
  const flat = new Map<string, Json>();
  let isAmbiguous = false;
  eachSetting(config, (path, value) => {
    if (flat.has(path)) isAmbiguous = true;
    else flat.set(path, value);
  });
  if (isAmbiguous) settle(config, flat);
  flattened.set(config, flat);
  return flat;
}

/** Gives every path the value within the fewest objects; paths keep their order. */
function settle(config: JsonObject, flat: Map<string, Json>): void {
  const depths = new Map<string, number>();
  eachSetting(config, (path, value, depth) => {
    if (depth >= (depths.get(path) ?? Number.POSITIVE_INFINITY)) return;
    flat.set(path, value);
    depths.set(path, depth);
  });
}

/** The setting at a dotted path, as {@link flatConfig} has it; undefined where there is none. */
export function settingAt(config: JsonObject, path: string): Json | undefined {
  // what lies within no other object counts before all else
  const value = ownOf(config, path);
  if (value !== undefined && !isTakenApart(value)) return value;
  if (!path.includes('.')) return undefined;
  return hasDots(config) ? flatConfig(config).get(path) : within(config, path);
}

function ownOf(config: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined;
}

// Kept as above: most configs have none, and need not be taken apart to find a setting.
const dotted = new WeakMap<JsonObject, boolean>();

/** Whether any key holds a dot: else there is but one way along a path. */
function hasDots(config: JsonObject): boolean {
  const known = dotted.get(config);
  if (known !== undefined) return known;
  const found = holdsDots(config);
  dotted.set(config, found);
  return found;
}

function holdsDots(config: JsonObject): boolean {
  for (const key in config) {
    const value = config[key];
    if (key.includes('.') || (value !== undefined && isTakenApart(value) && holdsDots(value))) return true;
  }
  return false;
}

function within(config: JsonObject, path: string): Json | undefined {
  let at: Json | undefined = config;
  for (const key of path.split('.')) {
    if (at === undefined || !isTakenApart(at)) return undefined;
    at = ownOf(at, key);
  }
  return at === undefined || isTakenApart(at) ? undefined : at;
}
