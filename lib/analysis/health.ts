import type { Health } from '../protocol/summary.ts';
import type { RuleId, Verdict } from '../protocol/verdict.ts';

/** The states of an epoch that a verdict can put it in. */
export type Disease = Exclude<Health, 'healthy' | 'none' | 'ahead'>;

/** What a verdict of this rule makes of an epoch. */
export const HEALTH_OF_RULE: { readonly [rule in RuleId]: Disease } = {
  NAN: 'nan',
  'EXP-T': 'exploding',
  'EXP-S': 'exploding',
  CHA: 'exploding',
  'VAN-T': 'vanishing',
  'VAN-H': 'vanishing',
  'VAN-L': 'vanishing',
  SAT: 'saturated',
  DEAD: 'saturated',
  UWR: 'warned',
  OSC: 'warned',
  ATT: 'warned',
};

const WORST_FIRST: readonly Health[] = ['nan', 'exploding', 'vanishing', 'saturated', 'warned'];

/** Whether a verdict holds at an epoch: onset ≤ epoch < end. */
export function holdsAt(verdict: Pick<Verdict, 'onsetEpoch' | 'endEpoch'>, epoch: number): boolean {
  return verdict.onsetEpoch <= epoch && (verdict.endEpoch === null || epoch < verdict.endEpoch);
}

/**
 * How each finished epoch did, in the order given. Worst first when several hold: nan, exploding, vanishing. An epoch
 * without a snapshot is `none`, except that non-finite values show wherever they happened, since seeing them needs no
 * snapshot. `info` verdicts state a fact and leave an epoch healthy.
 */
export function healthOfEpochs(
  epochs: readonly { readonly epoch: number; readonly snapshot: boolean }[],
  verdicts: readonly Pick<Verdict, 'rule' | 'severity' | 'onsetEpoch' | 'endEpoch'>[],
): Health[] {
  const diseases = verdicts.filter((verdict) => verdict.severity !== 'info');
  return epochs.map(({ epoch, snapshot }) => {
    const held = new Set<Health>(diseases.filter((v) => holdsAt(v, epoch)).map((v) => HEALTH_OF_RULE[v.rule]));
    const worst = WORST_FIRST.find((health) => held.has(health)) ?? 'healthy';
    return snapshot || worst === 'nan' ? worst : 'none';
  });
}
