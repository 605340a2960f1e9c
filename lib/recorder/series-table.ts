import type { Context, SeriesKey } from '../protocol/record.ts';
import { contextKey } from '../protocol/series-id.ts';

const NO_CONTEXT: Context = Object.freeze({});
const NONE: readonly SeriesKey[] = [];

/**
 * Numbers the series of one run in the order they were first logged: 0, 1, 2, … The numbers cross the thread instead
 * of names; each key crosses once.
 */
export class SeriesTable {
  readonly #byContext = new Map<string, Map<string, number>>();
  readonly #keys: SeriesKey[] = [];
  #sent = 0;

  get size(): number {
    return this.#keys.length;
  }

  /** The names known within one context, to be given to {@link index} for many values at once. */
  group(context: Context | undefined): { readonly context: Context; readonly names: Map<string, number> } {
    // By content, not by identity: a caller may change and reuse its object.
    const key = context === undefined ? '{}' : contextKey(context);
    let names = this.#byContext.get(key);
    if (!names) {
      names = new Map();
      this.#byContext.set(key, names);
    }
    return { context: context ?? NO_CONTEXT, names };
  }

  /** The number of (name, context of the group); a new one when never seen. */
  index(name: string, group: { readonly context: Context; readonly names: Map<string, number> }): number {
    const known = group.names.get(name);
    if (known !== undefined) return known;
    const index = this.#keys.length;
    this.#keys.push({ name, context: { ...group.context } });
    group.names.set(name, index);
    return index;
  }

  /** Keys the writer does not know yet, in order of their numbers. */
  unsent(): readonly SeriesKey[] {
    return this.#sent === this.#keys.length ? NONE : this.#keys.slice(this.#sent);
  }

  /** Notes that the writer knows every key so far; `false`: that it is a new writer and knows none. */
  markSent(known: boolean): void {
    this.#sent = known ? this.#keys.length : 0;
  }
}
