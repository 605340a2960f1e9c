import type { Json, JsonObject } from '../../protocol/json.ts';

/** How a number changed against the reference. `factor`: both above 0 (or both below), else by how much. */
export type NumericChange =
  | { readonly kind: 'factor'; readonly factor: number }
  | { readonly kind: 'difference'; readonly difference: number };

/** One setting over several runs. */
export interface ConfigRow {
  /** Dotted path: `optimizer.lr`. */
  readonly key: string;
  /** Per run what it is; undefined where the run does not have it. Objects are taken apart, lists are not. */
  readonly values: readonly (Json | undefined)[];
  /** Per run whether it is another than the reference's. */
  readonly differs: readonly boolean[];
  /** Per run how a number changed against a number of the reference; null where it did not, or is none. */
  readonly changes: readonly (NumericChange | null)[];
}

/**
 * The settings of several runs beside each other, in the order in which keys first appear, each held against the reference
 * run's (an index). Two values are the same when their JSON is, whatever the order of keys in it.
 */
export function configRows(configs: readonly ReadonlyMap<string, Json>[], reference: number): readonly ConfigRow[] {
  const keys = new Set(configs.flatMap((config) => [...config.keys()]));
  return [...keys].map((key) => {
    const values = configs.map((config) => config.get(key));
    const pinned = values[reference];
    const text = canonical(pinned);
    const differs = values.map((value) => canonical(value) !== text);
    return { key, values, differs, changes: values.map((value, i) => (differs[i] ? changeOf(pinned, value) : null)) };
  });
}

/** Whether a row differs anywhere. */
export function isDifferent({ differs }: ConfigRow): boolean {
  return differs.includes(true);
}

/** Whether two settings are the same: by their JSON, whatever the order of keys in it; 0 and −0 are. */
export function isSameSetting(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonical(a) === canonical(b);
}

function changeOf(from: Json | undefined, to: Json | undefined): NumericChange | null {
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  const factor = to / from;
  if (factor > 0 && Number.isFinite(factor)) return { kind: 'factor', factor };
  const difference = to - from;
  return Number.isFinite(difference) ? { kind: 'difference', difference } : null;
}

function canonical(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const pairs = Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join()}}`;
}
