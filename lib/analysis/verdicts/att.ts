import type { Evidence } from '../../protocol/verdict.ts';
import { isLearning, isStalled, stallEvidence } from './course.ts';
import type { AttentionHistory, RunHistory } from './history.ts';
import type { Limits } from './limits.ts';
import { isClear, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { layersOf, type Seen, snapshotsOf } from './snapshots.ts';

/**
 * ATT, attention off: its rows do not sum to 1, it lies on padding, or it is still flat after half of the training while
 * learning stalls. The first two are mistakes at any loss; flat attention alone is a fact, as where it is not needed.
 */
export const attentionOff: Rule = {
  id: 'ATT',
  persistence: (limits) => limits.ATT.persistence,
  subjects: (history) => layersOf(history, ({ attention }) => attention),
  read(history, layer, limits) {
    return snapshotsOf(history, layer, ({ attention }) => attention).map((seen) =>
      readingOf(seen, history, limits.ATT),
    );
  },
};

function readingOf({ epoch, found, course }: Seen<AttentionHistory>, history: RunHistory, own: Limits['ATT']): Reading {
  const padMass = found.padMass ?? Number.NaN;
  const late = isLate(epoch, history) && isStalled(course, own);
  const levels = [
    levelOf(found.rowSumError, own.rowSumError, 'above'),
    levelOf(padMass, own.padMass, 'above'),
    late ? levelOf(found.entropy, own.entropy, 'above') : null,
  ];
  const flat = levels[2] ?? null;
  const judged: readonly Evidence[] = [
    judgedBy('row-sum-error', epoch, found.rowSumError, own.rowSumError, 'above'),
    ...(found.padMass === null ? [] : [judgedBy('pad-mass', epoch, padMass, own.padMass, 'above')]),
    { ...judgedBy('attention-entropy', epoch, found.entropy, own.entropy, 'above'), severity: flat },
    ...(flat === null ? [] : stallEvidence(epoch, course, own, flat)),
  ];
  return {
    epoch,
    level: levels.includes('critical') ? 'critical' : levels.includes('warning') ? 'warning' : null,
    clear:
      isClear(found.rowSumError, own.rowSumError, 'above') &&
      (found.padMass === null || isClear(padMass, own.padMass, 'above')) &&
      (!late || isClear(found.entropy, own.entropy, 'above') || isLearning(course, own)),
    // what is wrong first
    evidence: [...judged].sort((a, b) => Number(a.severity === null) - Number(b.severity === null)),
  };
}

function isLate(epoch: number, { epochsPlanned }: RunHistory): boolean {
  return epochsPlanned !== null && epochsPlanned !== undefined && epoch > epochsPlanned / 2;
}
