import { alongside, isClear, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { flowLayers, snapshotsOf } from './snapshots.ts';

/**
 * EXP-T, exploding through time: the gradient at the first step is more than 70 times that at the last. Silent once the
 * task is learned: a network that holds a memory may amplify what little gradient is left, to no harm.
 */
export const explodingThroughTime: Rule = {
  id: 'EXP-T',
  persistence: (limits) => limits['EXP-T'].persistence,
  subjects: flowLayers,
  read(history, layer, limits) {
    const { explosionRatio: limit, lossOfConstant } = limits['EXP-T'];
    return snapshotsOf(history, layer).map(({ epoch, found: { flow }, course }): Reading => {
      const ratio = flow.explosion;
      const isLearned = course.ofConstant <= lossOfConstant.limit;
      const level = isLearned ? null : levelOf(ratio, limit, 'above');
      return {
        epoch,
        level,
        clear: isClear(ratio, limit, 'above') || isClear(course.ofConstant, lossOfConstant, 'above'),
        evidence: [
          judgedBy('explosion-ratio', epoch, ratio, limit, 'above'),
          ...(Number.isNaN(course.ofConstant)
            ? []
            : [alongside('loss-of-constant', epoch, course.ofConstant, lossOfConstant, 'above', level)]),
        ],
      };
    });
  },
};
