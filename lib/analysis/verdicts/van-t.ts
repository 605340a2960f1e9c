import { isLearning, isStalled, stallEvidence } from './course.ts';
import { stepsOscillate } from './osc.ts';
import { heldSince, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { flowLayers, snapshotsOf } from './snapshots.ts';
import { unitsAreOut } from './units.ts';
import { updatesAreTooSmall } from './uwr.ts';

/**
 * VAN-T, vanishing through time: less than 1e-3 of the gradient's peak reaches the first step **and** learning has
 * stalled: the training loss improved by less than 2 % over the last three snapshots and lies above 80 % of the loss
 * of a constant prediction. A steep profile alone is a fact: a task that needs a short memory is learned with one.
 * A gradient that is exactly 0 at every step has a ratio of 0 and is the worst case. Silent where the loss is thrown
 * about, the steps lead back and forth or the weights hardly move: then a stalled loss tells of the learning rate and not of the reach; and where
 * units are saturated or dead, which pass no gradient on.
 * Needs the loss of a constant prediction; where it is unknown the rule never fires.
 */
export const vanishingThroughTime: Rule = {
  id: 'VAN-T',
  persistence: (limits) => limits['VAN-T'].persistence,
  subjects: flowLayers,
  read(history, layer, limits) {
    const own = limits['VAN-T'];
    const snapshots = snapshotsOf(history, layer);
    const since = heldSince(snapshots, ({ found }) => isPast(found.flow.ratio, own.flowRatio.warning, 'below'));
    return snapshots.map(({ epoch, found: { flow }, course, of }, i): Reading => {
      const isElse =
        isPast(course.rise, own.lossRise.limit, 'above') ||
        updatesAreTooSmall(of, limits) ||
        stepsOscillate(of, limits) ||
        unitsAreOut(of, limits, layer);
      const level = isStalled(course, own) && !isElse ? levelOf(flow.ratio, own.flowRatio, 'below') : null;
      return {
        epoch,
        level,
        since: since[i]!,
        clear: isClear(flow.ratio, own.flowRatio, 'below') || isLearning(course, own),
        evidence: [
          judgedBy('flow-ratio', epoch, flow.ratio, own.flowRatio, 'below'),
          ...stallEvidence(epoch, course, own, level),
        ],
      };
    });
  },
};
