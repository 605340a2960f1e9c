import type { RuleId } from '../../protocol/verdict.ts';
import { isLearning, isStalled, type Stall, stallEvidence } from './course.ts';
import type { UnitsHistory } from './history.ts';
import type { Limit, Limits, Persistence } from './limits.ts';
import { informs, isClear, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { layersOf, snapshotsOf } from './snapshots.ts';

interface UnitRule {
  readonly id: RuleId;
  readonly quantity: string;
  readonly share: (units: UnitsHistory) => number;
  readonly also: (units: UnitsHistory) => readonly (readonly [quantity: string, share: number])[];
  readonly limit: (limits: Limits) => Limit;
  readonly own: (limits: Limits) => Stall & { readonly persistence: Persistence };
}

/**
 * A rule on a share of a layer's units: too many of them are out of use **and** learning has stalled. The share alone
 * is a fact: a network that has learned to latch its input keeps its units at their ends.
 */
export function unitRule({ id, quantity, share, also, limit: limitOf, own: ownOf }: UnitRule): Rule {
  return {
    id,
    persistence: (limits) => ownOf(limits).persistence,
    subjects: (history) => layersOf(history, ({ units }) => units),
    read(history, layer, limits) {
      const [limit, own] = [limitOf(limits), ownOf(limits)];
      return snapshotsOf(history, layer, ({ units }) => units).map(({ epoch, found, course }): Reading => {
        const value = share(found);
        const level = isStalled(course, own) ? levelOf(value, limit, 'above') : null;
        return {
          epoch,
          level,
          clear: isClear(value, limit, 'above') || isLearning(course, own),
          evidence: [
            judgedBy(quantity, epoch, value, limit, 'above'),
            ...also(found).map(([name, part]) => informs(name, epoch, part, 'probe')),
            ...stallEvidence(epoch, course, own, level),
          ],
        };
      });
    },
  };
}
