import { DEFAULT_LIMITS } from '../../lib/analysis/verdicts/limits.ts';
import type { OwnLimits } from '../../lib/analysis/verdicts/own-limits.ts';

/** One number of the limits: `VAN-T`, `flowRatio`, `warning`. */
export interface LimitRow {
  readonly rule: string;
  readonly quantity: string;
  readonly field: string;
  readonly usual: number;
}

/** Every limit there is, in the order of the rules. */
export function limitRows(): readonly LimitRow[] {
  return Object.entries(DEFAULT_LIMITS).flatMap(([rule, quantities]) =>
    Object.entries(quantities as { readonly [quantity: string]: object }).flatMap(([quantity, fields]) =>
      Object.entries(fields).flatMap(([field, usual]) =>
        typeof usual === 'number' ? [{ rule, quantity, field, usual }] : [],
      ),
    ),
  );
}

/** Key of a row among what a person has typed. */
export function rowKey({ rule, quantity, field }: LimitRow): string {
  return `${rule}.${quantity}.${field}`;
}

/** What a person's own limits look like in the fields of the form. */
export function typedOf(own: OwnLimits): { readonly [key: string]: string } {
  const typed: { [key: string]: string } = {};
  for (const row of limitRows()) {
    const value = own[row.rule]?.[row.quantity]?.[row.field];
    if (value !== undefined) typed[rowKey(row)] = String(value);
  }
  return typed;
}

/** What was typed as limits; a field left empty is the default. The key of a field that holds no number instead. */
export function ownOf(typed: { readonly [key: string]: string }): OwnLimits | string {
  const own: { [rule: string]: { [quantity: string]: { [field: string]: number } } } = {};
  for (const row of limitRows()) {
    const text = (typed[rowKey(row)] ?? '').trim();
    if (text === '') continue;
    const value = Number(text);
    if (!Number.isFinite(value)) return rowKey(row);
    own[row.rule] ??= {};
    own[row.rule]![row.quantity] ??= {};
    own[row.rule]![row.quantity]![row.field] = value;
  }
  return own;
}
