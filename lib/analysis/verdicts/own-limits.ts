import { UnrolledError } from '../../base/errors.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';

/** Name of the file, in the data folder, that holds a person's own limits. */
export const LIMITS_FILE = 'limits.json';

/** Where a limit comes from that a person has set: what a verdict's evidence says of it. */
export const OWN_SOURCE = 'own limit';

/** Limits that differ from the defaults, by rule, quantity and field: `{ "VAN-T": { "flowRatio": { "warning": 1e-4 } } }`. */
export interface OwnLimits {
  readonly [rule: string]: { readonly [quantity: string]: { readonly [field: string]: number } };
}

/** `GET` and `PUT /limits` of the server. */
export interface LimitsAnswer {
  readonly own: OwnLimits;
  readonly defaults: Limits;
  /** What is wrong with the file, so that the defaults hold; null when nothing is. */
  readonly trouble: string | null;
}

type Fields = { readonly [field: string]: number | string };
type Quantities = { readonly [quantity: string]: Fields };
const DEFAULTS = DEFAULT_LIMITS as unknown as { readonly [rule: string]: Quantities };

/**
 * The limits a verdict is judged by: the defaults, with a person's own in their place. Where a warning (or limit) is
 * changed alone, its clear mark moves with it in proportion. Throws UnrolledError `bad-limits`, "path: value — what is
 * allowed", for an unknown rule, quantity or field, a value that is no finite number, a persistence that is no whole
 * number above 0, and for a critical or clear mark on the wrong side of the warning.
 */
export function limitsWith(own: unknown): Limits {
  const limits: Record<string, Record<string, Fields>> = {};
  for (const [rule, quantities] of Object.entries(DEFAULTS)) limits[rule] = { ...quantities };
  for (const [rule, quantities] of entries('limits', own)) {
    const known = member(DEFAULTS, rule, rule, 'rules');
    for (const [quantity, fields] of entries(rule, quantities)) {
      const path = `${rule}.${quantity}`;
      limits[rule]![quantity] = merged(path, member(known, quantity, path, 'quantities'), fields);
    }
  }
  return limits as unknown as Limits;
}

/** A person's own limits, checked as by {@link limitsWith}: what equals its default is left out. */
export function ownLimits(given: unknown): OwnLimits {
  const limits = limitsWith(given) as unknown as { readonly [rule: string]: Quantities };
  const own: { [rule: string]: { [quantity: string]: { [field: string]: number } } } = {};
  for (const [rule, quantities] of Object.entries(given as OwnLimits)) {
    for (const [quantity, fields] of Object.entries(quantities)) {
      for (const field of Object.keys(fields)) {
        const value = limits[rule]![quantity]![field];
        if (typeof value !== 'number' || value === DEFAULTS[rule]![quantity]![field]) continue;
        own[rule] ??= {};
        own[rule][quantity] ??= {};
        own[rule][quantity][field] = value;
      }
    }
  }
  return own;
}

/** The text of a limits file, read: `{}` for an empty one. Throws `bad-limits` for what is no JSON. */
export function parseLimits(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw bad(`not JSON (${why}) — give an object such as { "VAN-T": { "flowRatio": { "warning": 1e-4 } } }`, cause);
  }
}

function merged(path: string, usual: Fields, given: unknown): Fields {
  const fields: Record<string, number | string> = { ...usual };
  for (const [field, value] of entries(path, given)) {
    member(usual, field, `${path}.${field}`, 'fields', ['source']);
    fields[field] = checkedNumber(`${path}.${field}`, value, 'announce' in usual);
  }
  if ('announce' in usual) return fields;
  const mark = 'warning' in usual ? 'warning' : 'limit';
  const changed = entries(path, given).map(([field]) => field);
  if (changed.includes(mark) && !changed.includes('clear') && usual[mark] !== 0) {
    fields.clear = (Number(usual.clear) * Number(fields[mark])) / Number(usual[mark]);
  }
  checkOrder(path, fields, usual, mark);
  return changed.length > 0 ? { ...fields, source: OWN_SOURCE } : fields;
}

/** Clear, warning, critical must lie on the sides of each other where the defaults have them. */
function checkOrder(path: string, fields: Fields, usual: Fields, mark: string): void {
  const isBelow = Number(usual.clear) > Number(usual[mark]);
  const inOrder = (a: string, b: string) =>
    isBelow ? Number(fields[a]) >= Number(fields[b]) : Number(fields[a]) <= Number(fields[b]);
  const side = isBelow ? 'at least' : 'at most';
  if (!inOrder('clear', mark)) {
    throw bad(`${path}.clear: ${fields.clear} — give a number ${side} ${path}.${mark}, ${fields[mark]}`);
  }
  if ('critical' in usual && !inOrder(mark, 'critical')) {
    const other = isBelow ? 'at most' : 'at least';
    throw bad(`${path}.critical: ${fields.critical} — give a number ${other} ${path}.warning, ${fields.warning}`);
  }
}

function checkedNumber(path: string, value: unknown, isCount: boolean): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw bad(`${path}: ${show(value)} — give a finite number`);
  if (isCount && !(Number.isInteger(value) && value >= 1 && value <= 1_000)) {
    throw bad(`${path}: ${value} — give a whole number of epochs, 1 to 1000`);
  }
  return value;
}

function entries(path: string, value: unknown): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw bad(`${path}: ${show(value)} — give an object`);
}

function member<T>(
  of: { readonly [name: string]: T },
  name: string,
  path: string,
  what: string,
  hidden: readonly string[] = [],
): T {
  if (Object.hasOwn(of, name) && !hidden.includes(name)) return of[name] as T;
  const known = Object.keys(of).filter((each) => !hidden.includes(each));
  throw bad(`${path}: not known — ${what} are ${known.join(', ')}`);
}

function show(value: unknown): string {
  return String(JSON.stringify(value) ?? typeof value).slice(0, 80);
}

function bad(message: string, cause?: unknown): UnrolledError {
  return new UnrolledError('bad-limits', message.slice(0, 400), { cause });
}
