import { isLearning, isStalled, stallEvidence } from './course.ts';
import type { RunHistory, WeightHistory } from './history.ts';
import { alongside, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { epochsOf } from './snapshots.ts';

/**
 * VAN-L, vanishing between layers: in a stack of recurrent layers the gradient of the first is less than 1e-3 of the
 * last one's, below 1e-4 itself, **and** learning has stalled. Its subject is the first layer, the one that starves.
 */
export const vanishingBetweenLayers: Rule = {
  id: 'VAN-L',
  persistence: (limits) => limits['VAN-L'].persistence,
  subjects: (history) => stackOf(history).slice(0, 1),
  read(history, layer, limits) {
    const own = limits['VAN-L'];
    const last = stackOf(history).at(-1);
    return epochsOf(history, ({ weights }) => weights).map(({ epoch, found, course }): Reading => {
      const first = layerNorm(found, layer);
      const ratio = first / layerNorm(found, last ?? null);
      const holds = isPast(first, own.firstNorm.limit, 'below') && isStalled(course, own);
      const level = holds ? levelOf(ratio, own.layerRatio, 'below') : null;
      return {
        epoch,
        level,
        clear:
          isClear(ratio, own.layerRatio, 'below') || isClear(first, own.firstNorm, 'below') || isLearning(course, own),
        evidence: [
          judgedBy('layer-ratio', epoch, ratio, own.layerRatio, 'below'),
          alongside('first-layer-norm', epoch, first, own.firstNorm, 'below', level),
          ...stallEvidence(epoch, course, own, level),
        ],
      };
    });
  },
};

/**
 * Recurrent layers on top of each other, from the input on; the two directions of one layer count as one. Empty
 * where the model is not known or has fewer than two.
 */
function stackOf({ model }: RunHistory): string[] {
  const paths = (model?.layers ?? []).filter(({ kind }) => kind === 'recurrent').map(({ path }) => path);
  const stack = paths.filter((path) => !/\/backward[^/]*$/.test(path));
  return stack.length > 1 ? stack : [];
}

/** L2 norm of the gradient of all weights of a layer: √Σ of the weights' medians squared. NaN where nothing is known. */
function layerNorm(weights: readonly WeightHistory[], layer: string | null): number {
  const squares = weights
    .filter((weight) => weight.layer === layer && Number.isFinite(weight.gradientNorm))
    .map(({ gradientNorm }) => gradientNorm ** 2);
  return squares.length === 0 ? Number.NaN : Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}
