import type { RuleId, Verdict } from '../lib/protocol/verdict.ts';

/** The view that shows what a rule speaks of, where it is not the gradients. */
const VIEW_OF_RULE: { readonly [rule in RuleId]?: string } = {
  NAN: 'overview',
  SAT: 'states',
  DEAD: 'states',
  CHA: 'states',
};

/** Where a verdict is seen: the view of its run that shows it, at the epoch it was announced. Null where no dashboard is known. */
export function verdictLink(run: string, verdict: Verdict, dashboard: string | null): string | null {
  if (dashboard === null) return null;
  const view = VIEW_OF_RULE[verdict.rule] ?? 'gradients';
  const layer = verdict.layer === null ? '' : `&layer=${encodeURIComponent(verdict.layer)}`;
  return `${dashboard}/${view}/?runs=${encodeURIComponent(run)}&epoch=${verdict.announcedEpoch}${layer}`;
}
