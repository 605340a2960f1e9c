import type { Context, SeriesKey } from './record.ts';

/** JSON of a context with sorted keys: equal contexts give equal strings. */
export function contextKey(context: Context): string {
  const keys = Object.keys(context).sort();
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, context[key]])));
}

/** One string per (name, context). */
export function seriesKey({ name, context }: SeriesKey): string {
  return `${name}\u0000${contextKey(context)}`;
}
