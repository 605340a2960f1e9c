import { isLearning, isStalled, stallEvidence } from './course.ts';
import type { EpochHistory } from './history.ts';
import type { Limits } from './limits.ts';
import { heldSince, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { epochsOf } from './snapshots.ts';

/**
 * OSC, oscillating: one gradient points against the one before, on average, **and** learning is slow at a loss far from learned.
 * A network at the floor of its valley may bounce between its walls to no harm.
 */
export const oscillating: Rule = {
  id: 'OSC',
  persistence: (limits) => limits.OSC.persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits.OSC;
    const epochs = epochsOf(history, ({ gradientCosine }) => gradientCosine);
    const since = heldSince(epochs, ({ found }) => isPast(found, own.cosine.warning, 'below'));
    return epochs.map(({ epoch, found, course }, i): Reading => {
      const level = isStalled(course, own) ? levelOf(found, own.cosine, 'below') : null;
      return {
        epoch,
        level,
        since: since[i]!,
        clear: isClear(found, own.cosine, 'below') || isLearning(course, own),
        evidence: [
          judgedBy('gradient-cosine', epoch, found, own.cosine, 'below'),
          ...stallEvidence(epoch, course, own, level),
        ],
      };
    });
  },
};

/** Whether the steps of an epoch led back and forth: a loss that stands still tells of the learning rate then. */
export function stepsOscillate({ gradientCosine }: EpochHistory, { OSC }: Limits): boolean {
  return isPast(gradientCosine ?? Number.NaN, OSC.cosine.critical, 'below');
}
