import { median } from '../quantiles.ts';
import { isLearning, isStalled, stallEvidence, suffers } from './course.ts';
import type { EpochHistory } from './history.ts';
import type { Limits } from './limits.ts';
import { stepsOscillate } from './osc.ts';
import { alongside, heldSince, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { epochsOf } from './snapshots.ts';
import { unitsAreOut } from './units.ts';

/**
 * UWR, updates too small: a step changes the weights by less than 1e-4 of their size while there is a gradient to
 * follow, the loss is far from learned and hardly moves. A converged network has tiny updates too, at a low loss; one
 * without a gradient is another rule's case. About the model: the learning rate is one for all weights.
 */
export const updatesTooSmall: Rule = {
  id: 'UWR',
  persistence: (limits) => limits.UWR.persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits.UWR;
    const epochs = epochsOf(history, updatesOf);
    const since = heldSince(epochs, ({ found }) => isPast(found.ratio, own.tooSmall.warning, 'below'));
    return epochs.map(({ epoch, found: { ratio, norm }, course, of }, i): Reading => {
      const isElse = unitsAreOut(of, limits) || stepsOscillate(of, limits);
      const holds = isPast(norm, own.gradientNorm.limit, 'above') && isStalled(course, own) && !isElse;
      const level = holds ? levelOf(ratio, own.tooSmall, 'below') : null;
      return {
        epoch,
        level,
        since: since[i]!,
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
 * UWR, updates too large: steps changed the weights by more than 8 % of their size, still do by 1 %, **and** do harm: the loss
 * is a tenth of a constant prediction's above its best, or goes down slowly far from learned. Silent where steps point
 * back and forth: OSC tells that. Its onset is the epoch of the largest updates: weights grow under them, and the ratio falls though the rate stays.
 */
export const updatesTooLarge: Rule = {
  id: 'UWR',
  persistence: (limits) => limits.UWR.persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits.UWR;
    const epochs = epochsOf(history, updatesOf);
    const peaks = peaksOf(epochs, own.largeStill.limit);
    const slow = { ...own, lossImprovement: own.lossImprovementOfLarge, lossOfConstant: own.lossOfConstantOfLarge };
    return epochs.map(({ epoch, found: { ratio }, course, of }, i): Reading => {
      const peak = peaks[i] ?? { epoch, ratio };
      const holds =
        isPast(ratio, own.largeStill.limit, 'above') && suffers(course, slow) && !stepsOscillate(of, limits);
      const level = holds ? levelOf(peak.ratio, own.tooLarge, 'above') : null;
      return {
        epoch,
        level,
        since: peak.epoch,
        clear:
          isClear(ratio, own.largeStill, 'above') ||
          (isClear(course.rise, own.lossRise, 'above') && isLearning(course, slow)),
        evidence: [
          judgedBy('update-ratio', peak.epoch, peak.ratio, own.tooLarge, 'above'),
          alongside('loss-rise', epoch, course.back, own.lossRise, 'above', level),
          ...stallEvidence(epoch, course, slow, level),
        ],
      };
    });
  },
};

/** At each epoch, where the ratio was largest since it has been above the limit; null where it is not above. */
function peaksOf(
  epochs: readonly { readonly epoch: number; readonly found: { readonly ratio: number } }[],
  limit: number,
): ({ readonly epoch: number; readonly ratio: number } | null)[] {
  let peak: { epoch: number; ratio: number } | null = null;
  return epochs.map(({ epoch, found: { ratio } }) => {
    if (!isPast(ratio, limit, 'above')) peak = null;
    else if (peak === null || ratio > peak.ratio) peak = { epoch, ratio };
    return peak;
  });
}

/** Whether the weights of an epoch moved too little although there was a gradient. */
export function updatesAreTooSmall(epoch: EpochHistory, { UWR }: Limits): boolean {
  const updates = updatesOf(epoch);
  if (updates === null) return false;
  return isPast(updates.norm, UWR.gradientNorm.limit, 'above') && isPast(updates.ratio, UWR.tooSmall.warning, 'below');
}

/**
 * Median update:weight ratio over the weights that have a gradient, and the L2 norm of all gradients. Weights without
 * one do not move at any rate; biases begin at 0, and nearly any step is large beside that: both are left out where
 * there is anything else. null where no step was sampled.
 */
function updatesOf({ weights }: EpochHistory): { readonly ratio: number; readonly norm: number } | null {
  const measured = (weights ?? []).filter(({ updateRatio }) => Number.isFinite(updateRatio));
  const kernels = measured.filter(({ weight }) => !/(^|[/_])bias$/.test(weight));
  const pulled = kernels.filter(({ gradientNorm }) => gradientNorm > 0);
  const judged = [pulled, kernels].find(({ length }) => length > 0) ?? measured;
  if (judged.length === 0) return null;
  const squares = judged.reduce((sum, { gradientNorm }) => sum + gradientNorm ** 2, 0);
  return { ratio: median(judged.map(({ updateRatio }) => updateRatio)), norm: Math.sqrt(squares) };
}
