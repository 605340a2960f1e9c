import type { Verdict } from '../lib/protocol/verdict.ts';

/** Where a verdict is seen: the gradients of its run at the epoch it was announced. Null where no dashboard is known. */
export function verdictLink(run: string, verdict: Verdict, dashboard: string | null): string | null {
  if (dashboard === null) return null;
  const view = verdict.rule === 'NAN' ? 'overview' : 'gradients';
  const layer = verdict.layer === null ? '' : `&layer=${encodeURIComponent(verdict.layer)}`;
  return `${dashboard}/${view}/?runs=${encodeURIComponent(run)}&epoch=${verdict.announcedEpoch}${layer}`;
}
