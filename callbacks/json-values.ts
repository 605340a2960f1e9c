import type { Json } from '../lib/protocol/json.ts';

const DEEPEST = 32;

/** An object made by `{}`, JSON or Object.create(null): not an array, class instance or null. */
export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/**
 * Anything as JSON. What JSON has no word for becomes its text: NaN, ±Infinity, big integers, functions, symbols. Class
 * instances become their class name; undefined members are left out; circles and what is deeper than 32 levels end in `…`.
 */
export function toJson(value: unknown, above: readonly unknown[] = []): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'function') return `function ${value.name}`.trim();
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (above.includes(value) || above.length >= DEEPEST) return '…';
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item) => toJson(item, path));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return [...(value as unknown as Iterable<number | bigint>)].map((item) => toJson(item, path));
  }
  if (!isPlainObject(value)) return value.constructor?.name ?? 'object';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, toJson(member, path)]));
}
