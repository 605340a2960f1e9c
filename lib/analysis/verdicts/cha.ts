import { isLearning, isStalled, stallEvidence } from './course.ts';
import { isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { layersOf, snapshotsOf } from './snapshots.ts';

/**
 * CHA, chaotic: the largest Lyapunov exponent of the joint state along the probe, less two standard errors, is above
 * 0.02 nats per step **and** the loss stalls or is thrown back. Chaos alone is a fact: rich dynamics may be used.
 */
export const chaotic: Rule = {
  id: 'CHA',
  persistence: (limits) => limits.CHA.persistence,
  subjects: (history) => layersOf(history, ({ lyapunov }) => lyapunov),
  read(history, layer, limits) {
    const own = limits.CHA;
    return snapshotsOf(history, layer, ({ lyapunov }) => lyapunov).map(({ epoch, found, course }): Reading => {
      const sure = found.largest - 2 * (Number.isFinite(found.standardError) ? found.standardError : 0);
      const harms = isStalled(course, own) || isPast(course.rise, own.lossRise.limit, 'above');
      const level = harms ? levelOf(sure, own.largest, 'above') : null;
      return {
        epoch,
        level,
        clear: isClear(sure, own.largest, 'above') || isLearning(course, own),
        evidence: [
          judgedBy('lyapunov', epoch, sure, own.largest, 'above'),
          ...stallEvidence(epoch, course, own, level),
        ],
      };
    });
  },
};
