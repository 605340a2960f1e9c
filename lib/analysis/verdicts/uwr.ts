import { median } from '../quantiles.ts';
import { type Course, isLearning, isStalled, stallEvidence } from './course.ts';
import type { EpochHistory } from './history.ts';
import type { Limits } from './limits.ts';
import { alongside, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { epochsOf } from './snapshots.ts';

/**
 * UWR, updates too small: a step changes the weights by less than 1e-5 of their size while there is a gradient to
 * follow, the loss is far from learned and hardly moves. A converged network has tiny updates too, at a low loss; one
 * without a gradient is another rule's case. About the model: the learning rate is one for all weights.
 */
export const updatesTooSmall: Rule = {
  id: 'UWR',
  persistence: (limits) => limits.UWR.persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits.UWR;
    return epochsOf(history, updatesOf).map(({ epoch, found: { ratio, norm }, course }): Reading => {
      const holds = isPast(norm, own.gradientNorm.limit, 'above') && isStalled(course, own);
      const level = holds ? levelOf(ratio, own.tooSmall, 'below') : null;
      return {
        epoch,
        level,
        clear: isClear(ratio, own.tooSmall, 'below') || isLearning(course, own),
        evidence: [
          judgedBy('update-ratio', epoch, ratio, own.tooSmall, 'below'),
          ...stallEvidence(epoch, course, own, level),
          alongside('gradient-norm', epoch, norm, own.gradientNorm, 'above', level),
        ],
      };
    });
  },
};

/**
 * UWR, updates too large: a step changes the weights by more than 1e-2 of their size **and** that does harm: over the
 * last three epochs the loss was thrown back by a tenth of a constant prediction's, or it stands still above it.
 */
export const updatesTooLarge: Rule = {
  id: 'UWR',
  persistence: (limits) => limits.UWR.persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits.UWR;
    return epochsOf(history, updatesOf).map(({ epoch, found: { ratio }, course }): Reading => {
      const level = doesHarm(course, own) ? levelOf(ratio, own.tooLarge, 'above') : null;
      return {
        epoch,
        level,
        clear:
          isClear(ratio, own.tooLarge, 'above') ||
          (isClear(course.rise, own.lossRise, 'above') && isLearning(course, own)),
        evidence: [
          judgedBy('update-ratio', epoch, ratio, own.tooLarge, 'above'),
          alongside('loss-rise', epoch, course.rise, own.lossRise, 'above', level),
          alongside('loss-of-constant', epoch, course.ofConstant, own.lossBeyondConstant, 'above', level),
        ],
      };
    });
  },
};

function doesHarm(course: Course, own: Limits['UWR']): boolean {
  const isStuckHigh = isStalled(course, { ...own, lossOfConstant: own.lossBeyondConstant });
  return isPast(course.rise, own.lossRise.limit, 'above') || isStuckHigh;
}

/** Whether the weights of an epoch moved too little although there was a gradient. */
export function updatesAreTooSmall(epoch: EpochHistory, { UWR }: Limits): boolean {
  const updates = updatesOf(epoch);
  if (updates === null) return false;
  return isPast(updates.norm, UWR.gradientNorm.limit, 'above') && isPast(updates.ratio, UWR.tooSmall.warning, 'below');
}

/**
 * Median update:weight ratio over the weights and L2 norm of all gradients. Biases are left out where there is anything
 * else: they begin at 0, and nearly any step is large beside that. null where no step was sampled.
 */
function updatesOf({ weights }: EpochHistory): { readonly ratio: number; readonly norm: number } | null {
  const measured = (weights ?? []).filter(({ updateRatio }) => Number.isFinite(updateRatio));
  const kernels = measured.filter(({ weight }) => !/(^|[/_])bias$/.test(weight));
  const judged = kernels.length > 0 ? kernels : measured;
  if (judged.length === 0) return null;
  const squares = judged.reduce((sum, { gradientNorm }) => sum + gradientNorm ** 2, 0);
  return { ratio: median(judged.map(({ updateRatio }) => updateRatio)), norm: Math.sqrt(squares) };
}
