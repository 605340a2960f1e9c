import type { Evidence, RuleId, Severity } from '../../protocol/verdict.ts';
import type { RunHistory } from './history.ts';
import type { Condition, Limit, Limits, Persistence } from './limits.ts';

/** What a rule sees at one snapshot. */
export interface Reading {
  readonly epoch: number;
  /** How bad it is here; null when the rule's condition does not hold or cannot be told. */
  readonly level: 'warning' | 'critical' | null;
  /** Whether it counts towards ending a verdict: well past the limit, not merely above it. */
  readonly clear: boolean;
  /**
   * Since which epoch the rule's own quantity has been out of its limit without a break, whatever learning did: where a
   * verdict that begins here has its onset. That learning stalls shows only over several epochs. Default: `epoch`.
   */
  readonly since?: number;
  /** It is the end of the training, and the harm is done: no later reading can take it back, so none is waited for. */
  readonly isFinal?: boolean;
  readonly evidence: readonly Evidence[];
}

/** One rule: reads a history into one reading per snapshot; what lasts is decided in one place for all rules. */
export interface Rule {
  readonly id: RuleId;
  persistence(limits: Limits): Persistence;
  /** Subjects it judges: layer paths, or `[null]` for the model as a whole. */
  subjects(history: RunHistory): readonly (string | null)[];
  /** In rising epochs; epochs the rule says nothing about are left out. */
  read(history: RunHistory, subject: string | null, limits: Limits): readonly Reading[];
}

/** The worse level a value reaches; null within the limit, and for NaN. */
export function levelOf(value: number, limit: Limit, relation: 'below' | 'above'): Reading['level'] {
  if (isPast(value, limit.critical, relation)) return 'critical';
  return isPast(value, limit.warning, relation) ? 'warning' : null;
}

/** Strictly below or above; false for NaN. */
export function isPast(value: number, limit: number, relation: 'below' | 'above'): boolean {
  return relation === 'below' ? value < limit : value > limit;
}

/** At each epoch, since when the condition has held without a break; the epoch itself where it doesn't hold. */
export function heldSince<T extends { readonly epoch: number }>(
  epochs: readonly T[],
  holds: (epoch: T) => boolean,
): number[] {
  let since: number | null = null;
  return epochs.map((one) => {
    since = holds(one) ? (since ?? one.epoch) : null;
    return since ?? one.epoch;
  });
}

/** At or past the clear mark on the healthy side; false for NaN. */
export function isClear(value: number, limit: Limit | Condition, relation: 'below' | 'above'): boolean {
  return relation === 'below' ? value >= limit.clear : value <= limit.clear;
}

/** Evidence of a value held against a two-level limit: quotes the limit of the level that was reached. */
export function judgedBy(
  quantity: string,
  epoch: number,
  value: number,
  limit: Limit,
  relation: 'below' | 'above',
): Evidence {
  const level = levelOf(value, limit, relation);
  const quoted = level === 'critical' ? limit.critical : limit.warning;
  return { quantity, epoch, value, limit: quoted, relation, severity: level, source: limit.source };
}

/** Evidence of a condition that must hold beside the limit; it takes the severity of the whole. */
export function alongside(
  quantity: string,
  epoch: number,
  value: number,
  condition: Condition,
  relation: 'below' | 'above',
  severity: Severity | null,
): Evidence {
  return { quantity, epoch, value, limit: condition.limit, relation, severity, source: condition.source };
}

/** Evidence that only informs. */
export function informs(quantity: string, epoch: number, value: number, source: string): Evidence {
  return { quantity, epoch, value, limit: null, relation: null, severity: null, source };
}
