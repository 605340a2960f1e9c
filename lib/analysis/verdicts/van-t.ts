import type { EpochHistory } from './history.ts';
import { alongside, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { flowLayers, RECENT, snapshotsOf } from './snapshots.ts';

/**
 * VAN-T, vanishing through time: less than 1e-3 of the gradient's peak reaches the first step **and** learning has
 * stalled: the training loss improved by less than 2 % over the last three snapshots and lies above 80 % of the loss
 * of a constant prediction. A steep profile alone is a fact: a task that needs a short memory is learned with one.
 * Needs the loss of a constant prediction; where it is unknown the rule never fires.
 */
export const vanishingThroughTime: Rule = {
  id: 'VAN-T',
  persistence: (limits) => limits['VAN-T'].persistence,
  subjects: flowLayers,
  read(history, layer, limits) {
    const { flowRatio: limit, lossImprovement, lossOfConstant } = limits['VAN-T'];
    return snapshotsOf(history, layer).map(({ epoch, flow, recent }): Reading => {
      const ratio = flow.ratio;
      const improvement = improvementOver(recent);
      const ofConstant = shareOfConstant(recent[recent.length - 1]!, history.constantPredictionLoss);
      const stalled =
        isPast(improvement, lossImprovement.limit, 'below') && isPast(ofConstant, lossOfConstant.limit, 'above');
      const level = stalled ? levelOf(ratio, limit, 'below') : null;
      return {
        epoch,
        level,
        clear:
          isClear(ratio, limit, 'below') ||
          isClear(improvement, lossImprovement, 'below') ||
          isClear(ofConstant, lossOfConstant, 'above'),
        evidence: [
          judgedBy('flow-ratio', epoch, ratio, limit, 'below'),
          alongside('loss-improvement', epoch, improvement, lossImprovement, 'below', level),
          alongside('loss-of-constant', epoch, ofConstant, lossOfConstant, 'above', level),
        ],
      };
    });
  },
};

/**
 * (L_{i−2} − L_i) / L_{i−2}: relative improvement of the training loss over the last three snapshots; below 0 when it
 * rose, NaN before there are three or where a loss is missing, not finite or not above 0.
 */
export function improvementOver(snapshots: readonly EpochHistory[]): number {
  const before = snapshots[snapshots.length - RECENT]?.trainLoss ?? Number.NaN;
  const now = snapshots[snapshots.length - 1]?.trainLoss ?? Number.NaN;
  return before > 0 && Number.isFinite(before) && Number.isFinite(now) ? (before - now) / before : Number.NaN;
}

/** Training loss ÷ loss of a constant prediction; NaN where either is unknown, or the latter is not above 0. */
export function shareOfConstant(snapshot: EpochHistory, constantPredictionLoss: number | null): number {
  const known = constantPredictionLoss !== null && constantPredictionLoss > 0;
  return known && snapshot.trainLoss !== null ? snapshot.trainLoss / constantPredictionLoss : Number.NaN;
}
