import type { RuleId } from '../../lib/protocol/verdict.ts';
import type { Case, Label } from './recipe.ts';

/** What the oracle found of a case, from its saved weights and its twin's. */
export interface OracleAnswer {
  readonly id: string;
  /** It ended far worse than its healthy twin. */
  readonly hurt: boolean;
  /** Its loss fell below 60 % of a constant prediction's. */
  readonly learned: boolean;
  /** Loss ÷ a constant prediction's at the end: its own and its twin's. */
  readonly end: number;
  readonly twinEnd: number;
  readonly labels: readonly Label[];
  /** Stretches over which it does not dare to deny a rule: its number is not beyond its other limit either. */
  readonly open: readonly Label[];
  /** Median relative difference between the losses the oracle recomputed and those `fit` saw. */
  readonly selfCheck: number;
}

/** What a case is taken for: its labels, or why it is left out. */
export type Truth =
  | { readonly labels: readonly Label[]; readonly leftOut: null }
  | { readonly labels: null; readonly leftOut: string };

/** More than this is another network; chaotic ones part a little between float64 and float32. */
const SAME_TRAINING = 0.05;

/**
 * Construction and oracle on one case. They agree when the oracle finds every label the construction is sure of, begun
 * within an epoch, and nothing the construction has no reason for; a healthy case must have learned, and have nothing.
 * The onset is the construction's, ends and labels that may come along are the oracle's.
 */
export function truthOf(one: Pick<Case, 'must' | 'may'>, oracle: OracleAnswer): Truth {
  if (oracle.selfCheck > SAME_TRAINING) return leftOut('the oracle does not see the losses that were trained with');
  if (one.must.length === 0 && !oracle.learned) return leftOut('healthy by construction, but did not learn');
  for (const must of one.must) {
    const seen = oracle.labels.filter(({ rule }) => rule === must.rule);
    if (seen.length === 0) return leftOut(`${must.rule} by construction, but not to the oracle`);
    if (!seen.some((label) => beginsWith(label, must))) {
      return leftOut(`${must.rule} began at another epoch to the oracle`);
    }
  }
  const expected = new Set<RuleId>([...one.must.map(({ rule }) => rule), ...one.may]);
  const extra = oracle.labels.find(({ rule }) => !expected.has(rule));
  if (extra) return leftOut(`${extra.rule} to the oracle, but not by construction`);
  const labels = oracle.labels.map((label) => {
    const must = one.must.find(({ rule, onset }) => rule === label.rule && beginsWith(label, { onset }));
    return { ...label, onset: must?.onset ?? label.onset };
  });
  return { labels, leftOut: null };
}

function beginsWith(label: Label, { onset }: { readonly onset: number | null }): boolean {
  return onset === null || Math.abs(label.onset - onset) <= 1;
}

function leftOut(why: string): Truth {
  return { labels: null, leftOut: why };
}
