import type { Verdict } from '../../protocol/verdict.ts';
import { attentionOff } from './att.ts';
import { chaotic } from './cha.ts';
import { deadUnits } from './dead.ts';
import { gradientSpikes } from './exp-s.ts';
import { explodingThroughTime } from './exp-t.ts';
import type { RunHistory } from './history.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { nonFiniteValues } from './nan.ts';
import { oscillating } from './osc.ts';
import type { Rule } from './reading.ts';
import { remediesFor } from './remedies.ts';
import { saturated } from './sat.ts';
import { type Episode, episodesOf } from './streak.ts';
import { updatesTooLarge, updatesTooSmall } from './uwr.ts';
import { horizonTooShort } from './van-h.ts';
import { vanishingBetweenLayers } from './van-l.ts';
import { vanishingThroughTime } from './van-t.ts';

/** Every rule, worst first. */
export const RULES: readonly Rule[] = [
  nonFiniteValues,
  explodingThroughTime,
  gradientSpikes,
  chaotic,
  vanishingThroughTime,
  horizonTooShort,
  vanishingBetweenLayers,
  saturated,
  deadUnits,
  updatesTooSmall,
  updatesTooLarge,
  oscillating,
  attentionOff,
];

/**
 * All verdicts of a run so far, by onset, then by rule. Pure: to be called with the whole history at each epoch end.
 * As a run goes on a verdict keeps its id, onset and announcement; severity may rise and an end may be set.
 */
export function judge(history: RunHistory, limits: Limits = DEFAULT_LIMITS): Verdict[] {
  const verdicts = RULES.flatMap((rule) =>
    rule
      .subjects(history)
      .flatMap((subject) =>
        episodesOf(rule.read(history, subject, limits), rule.persistence(limits)).map((episode) =>
          verdictOf(rule, subject, episode, history),
        ),
      ),
  );
  return verdicts.sort((a, b) => a.onsetEpoch - b.onsetEpoch);
}

function verdictOf(rule: Rule, layer: string | null, episode: Episode, history: RunHistory): Verdict {
  return {
    id: `${rule.id}:${layer ?? ''}:${episode.onsetEpoch}`,
    rule: rule.id,
    severity: episode.severity,
    layer,
    onsetEpoch: episode.onsetEpoch,
    announcedEpoch: episode.announcedEpoch,
    endEpoch: episode.endEpoch,
    evidence: episode.reading.evidence,
    remedies: remediesFor(rule.id, layer, episode.reading.epoch, history, episode.reading.evidence),
  };
}
