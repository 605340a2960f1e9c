import { isLearning, isStalled, stallEvidence } from './course.ts';
import { alongside, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { epochsOf } from './snapshots.ts';

/**
 * OSC, oscillating: one gradient points against the one before, on average, **and** the loss stalls or is thrown back.
 * A network at the floor of its valley may bounce between its walls to no harm.
 */
export const oscillating: Rule = {
  id: 'OSC',
  persistence: (limits) => limits.OSC.persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits.OSC;
    return epochsOf(history, ({ gradientCosine }) => gradientCosine).map(({ epoch, found, course }): Reading => {
      const harms = isStalled(course, own) || isPast(course.rise, own.lossRise.limit, 'above');
      const level = harms ? levelOf(found, own.cosine, 'below') : null;
      return {
        epoch,
        level,
        clear: isClear(found, own.cosine, 'below') || (isLearning(course, own) && !harms),
        evidence: [
          judgedBy('gradient-cosine', epoch, found, own.cosine, 'below'),
          alongside('loss-rise', epoch, course.rise, own.lossRise, 'above', level),
          ...stallEvidence(epoch, course, own, level),
        ],
      };
    });
  },
};
