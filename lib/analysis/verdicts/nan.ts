import type { EpochHistory } from './history.ts';
import { alongside, isPast, type Reading, type Rule } from './reading.ts';

/** NAN: any loss, gradient or weight of an epoch is NaN or infinite. Always critical, at once, snapshot or not. */
export const nonFiniteValues: Rule = {
  id: 'NAN',
  persistence: (limits) => limits.NAN.persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const condition = limits.NAN.nonFinite;
    return history.epochs.map((epoch): Reading => {
      const counts = Object.entries(countsOf(epoch));
      const past = counts.filter(([, count]) => isPast(count, condition.limit, 'above'));
      return {
        epoch: epoch.epoch,
        level: past.length > 0 ? 'critical' : null,
        clear: past.length === 0,
        evidence: past.map(([what, count]) =>
          alongside(`non-finite-${what}`, epoch.epoch, count, condition, 'above', 'critical'),
        ),
      };
    });
  },
};

/** An epoch's own loss counts once where no step of it was counted. */
function countsOf({ nonFinite, trainLoss, valLoss }: EpochHistory): {
  loss: number;
  gradient: number;
  weight: number;
} {
  const broken = [trainLoss, valLoss].filter((loss) => loss !== null && !Number.isFinite(loss)).length;
  return { ...nonFinite, loss: Math.max(nonFinite.loss, broken) };
}
