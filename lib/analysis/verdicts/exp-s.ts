import { isStalled } from './course.ts';
import type { EpochHistory, SpikeHistory } from './history.ts';
import type { Limits } from './limits.ts';
import { alongside, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { epochsOf, type Seen } from './snapshots.ts';

/** Spikes are looked for in this many epochs, the present one included: their harm may show an epoch later. */
const WINDOW = 3;

/**
 * EXP-S, the gradient norm jumps to ten times its running median, **and** the loss suffers: within three epochs of a spike
 * it stays a tenth of a constant prediction's above its best, or large spikes come in several of them while learning
 * stands still. One early spike that the loss recovers from is no disease; one at the end, which no epoch is left to
 * recover from, is. How unlikely the jump is by the spread of the norms (z) tells only how bad it is: a gradient that jumps all the time
 * has a wide spread. Silent about epochs whose gradient explodes through time: what it does then is told by EXP-T.
 */
export const gradientSpikes: Rule = {
  id: 'EXP-S',
  persistence: (limits) => limits['EXP-S'].persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits['EXP-S'];
    const epochs = epochsOf(history, ({ spikes }) => spikes ?? undefined);
    const backs = aboveBest(epochs, history.constantPredictionLoss);
    return epochs.map(({ epoch, course, of }, i): Reading => {
      const near = epochs.slice(Math.max(0, i + 1 - WINDOW), i + 1).filter((one) => !explodes(one.of, limits));
      const largest = largestOf(near);
      const { worst, timesMedian } = largest?.found ?? NONE;
      const isLarge = ({ found }: Seen<SpikeHistory>) => isPast(found.timesMedian, own.timesMedian.warning, 'above');
      const back = backs[i]!;
      const repeats = near.filter(isLarge).length > 1 && isStalled(course, own);
      const doesHarm = (isPast(back, own.lossRise.limit, 'above') || repeats) && !isNonFinite(of);
      const level = doesHarm ? levelOfJump(timesMedian, worst, own) : null;
      return {
        epoch,
        level,
        since: largest?.epoch ?? epoch,
        isFinal: epoch === history.epochsPlanned,
        clear: isClear(timesMedian, own.timesMedian, 'above') || (isClear(back, own.lossRise, 'above') && !repeats),
        evidence: [
          judgedBy('spike-times-median', epoch, timesMedian, own.timesMedian, 'above'),
          alongside('spike', epoch, worst, own.spike, 'above', isPast(worst, own.spike.limit, 'above') ? level : null),
          alongside('loss-rise', epoch, back, own.lossRise, 'above', level),
        ],
      };
    });
  },
};

function levelOfJump(timesMedian: number, z: number, { timesMedian: limit, spike }: Limits['EXP-S']): Reading['level'] {
  const level = levelOf(timesMedian, limit, 'above');
  return level !== null && isPast(z, spike.limit, 'above') ? 'critical' : level;
}

const NONE: SpikeHistory = { count: 0, worst: 0, timesMedian: 0 };

/** The epoch whose worst spike is the largest against its median; the earliest of equals, undefined of none. */
function largestOf(epochs: readonly Seen<SpikeHistory>[]): Seen<SpikeHistory> | undefined {
  return epochs.reduce<Seen<SpikeHistory> | undefined>(
    (most, one) => (isPast(one.found.timesMedian, most?.found.timesMedian ?? 0, 'above') ? one : most),
    undefined,
  );
}

/** At each epoch, (L_i − best so far) ÷ the loss of a constant prediction, else the first loss: how far above its best it still is. */
function aboveBest(epochs: readonly Seen<SpikeHistory>[], constant: number | null): number[] {
  const losses = epochs.map(({ of }) => of.trainLoss ?? Number.NaN);
  let best = Number.POSITIVE_INFINITY;
  let first = Number.NaN;
  return losses.map((loss) => {
    if (Number.isFinite(loss)) {
      best = Math.min(best, loss);
      if (Number.isNaN(first)) first = loss;
    }
    return (loss - best) / (constant !== null && constant > 0 ? constant : first);
  });
}

/** What becomes of the loss then is told by NAN. */
function isNonFinite({ nonFinite }: EpochHistory): boolean {
  return nonFinite.loss + nonFinite.gradient + nonFinite.weight > 0;
}

function explodes({ layers }: EpochHistory, limits: Limits): boolean {
  return layers.some(({ flow }) => isPast(flow.explosion, limits['EXP-T'].explosionRatio.warning, 'above'));
}
