import { isClear, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { flowLayers, snapshotsOf } from './snapshots.ts';

/** EXP-T, exploding through time: the gradient at the first step is more than 70 times that at the last. */
export const explodingThroughTime: Rule = {
  id: 'EXP-T',
  persistence: (limits) => limits['EXP-T'].persistence,
  subjects: flowLayers,
  read(history, layer, limits) {
    const limit = limits['EXP-T'].explosionRatio;
    return snapshotsOf(history, layer).map(({ epoch, flow }): Reading => {
      const ratio = flow.explosion;
      return {
        epoch,
        level: levelOf(ratio, limit, 'above'),
        clear: isClear(ratio, limit, 'above'),
        evidence: [judgedBy('explosion-ratio', epoch, ratio, limit, 'above')],
      };
    });
  },
};
