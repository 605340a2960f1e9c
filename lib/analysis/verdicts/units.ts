import type { RuleId } from '../../protocol/verdict.ts';
import { isLearning, type Stall, stallEvidence, suffers } from './course.ts';
import type { EpochHistory, UnitsHistory } from './history.ts';
import type { Condition, Limit, Limits, Persistence } from './limits.ts';
import {
  alongside,
  heldSince,
  informs,
  isClear,
  isPast,
  judgedBy,
  levelOf,
  type Reading,
  type Rule,
} from './reading.ts';
import { layersOf, snapshotsOf } from './snapshots.ts';

interface UnitRule {
  readonly id: RuleId;
  readonly quantity: string;
  readonly share: (units: UnitsHistory) => number;
  readonly also: (units: UnitsHistory) => readonly (readonly [quantity: string, share: number])[];
  readonly limit: (limits: Limits) => Limit;
  readonly own: (limits: Limits) => Stall & { readonly lossRise: Condition; readonly persistence: Persistence };
}

/**
 * A rule on a share of a layer's units: too many of them are out of use **and** learning is slow at a
 * loss far from learned, or the loss is thrown back. The share alone is a fact: a network that has learned to latch its
 * input keeps its units at their ends. That learning goes on slowly is no excuse: what few units are left learn on, to a worse end.
 */
export function unitRule({ id, quantity, share, also, limit: limitOf, own: ownOf }: UnitRule): Rule {
  return {
    id,
    persistence: (limits) => ownOf(limits).persistence,
    subjects: (history) => layersOf(history, ({ units }) => units),
    read(history, layer, limits) {
      const [limit, own] = [limitOf(limits), ownOf(limits)];
      const snapshots = snapshotsOf(history, layer, ({ units }) => units);
      const since = heldSince(snapshots, ({ found }) => isPast(share(found), limit.warning, 'above'));
      return snapshots.map(({ epoch, found, course }, i): Reading => {
        const value = share(found);
        const level = suffers(course, own) ? levelOf(value, limit, 'above') : null;
        return {
          epoch,
          level,
          since: since[i]!,
          clear:
            isClear(value, limit, 'above') || (isClear(course.back, own.lossRise, 'above') && isLearning(course, own)),
          evidence: [
            judgedBy(quantity, epoch, value, limit, 'above'),
            ...also(found).map(([name, part]) => informs(name, epoch, part, 'probe')),
            ...stallEvidence(epoch, course, own, level),
            alongside('loss-rise', epoch, course.back, own.lossRise, 'above', level),
          ],
        };
      });
    },
  };
}

/** Whether most of a layer's gates or many of its units are out of use: what they cause is not named a second time. */
export function unitsAreOut({ units }: EpochHistory, limits: Limits, layer: string | null = null): boolean {
  return (units ?? []).some(
    (one) =>
      (layer === null || one.layer === layer) &&
      (isPast(one.saturated, limits.SAT.saturated.warning, 'above') ||
        isPast(one.dead + one.frozen, limits.DEAD.deadOrFrozen.warning, 'above')),
  );
}
