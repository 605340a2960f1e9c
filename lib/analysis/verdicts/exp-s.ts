import { isStalled } from './course.ts';
import type { EpochHistory, SpikeHistory } from './history.ts';
import type { Limits } from './limits.ts';
import { alongside, isClear, isPast, judgedBy, levelOf, type Reading, type Rule } from './reading.ts';
import { epochsOf, type Seen } from './snapshots.ts';

/** Spikes are looked for in this many epochs, the present one included: their harm may show an epoch later. */
const WINDOW = 3;

/**
 * EXP-S, the gradient norm jumps, both against its spread and to ten times its median, **and** the loss suffers: within three epochs of a spike the loss stays a tenth of a
 * constant prediction's above its best, or large spikes come in several of them while learning stands still. One early
 * spike that the loss recovers from is no disease, and small spikes are the normal noise of batches. Silent where the gradient explodes through time: what
 * it does then is told by EXP-T.
 */
export const gradientSpikes: Rule = {
  id: 'EXP-S',
  persistence: (limits) => limits['EXP-S'].persistence,
  subjects: () => [null],
  read(history, _subject, limits) {
    const own = limits['EXP-S'];
    const epochs = epochsOf(history, ({ spikes }) => spikes ?? undefined);
    const backs = aboveBest(epochs, history.constantPredictionLoss);
    return epochs.map(({ epoch, course }, i): Reading => {
      const near = epochs.slice(Math.max(0, i + 1 - WINDOW), i + 1);
      const { worst, timesMedian } = worstOf(near);
      const large = near.filter(
        ({ found }) => found.worst > own.spike.critical || found.timesMedian > own.timesMedian.limit,
      );
      const back = backs[i]!;
      const repeats = large.length > 1 && isStalled(course, own);
      const harms = isPast(back, own.lossRise.limit, 'above') || repeats;
      const jump = levelOf(worst, own.spike, 'above');
      const isElse = near.some(({ of }) => explodes(of, limits));
      const level = harms && !isElse && isPast(timesMedian, own.timesMedian.limit, 'above') ? jump : null;
      return {
        epoch,
        level,
        clear: isClear(worst, own.spike, 'above') || (isClear(back, own.lossRise, 'above') && !repeats),
        evidence: [
          judgedBy('spike', epoch, worst, own.spike, 'above'),
          alongside('spike-times-median', epoch, timesMedian, own.timesMedian, 'above', level),
          alongside('loss-rise', epoch, back, own.lossRise, 'above', level),
        ],
      };
    });
  },
};

function worstOf(epochs: readonly Seen<SpikeHistory>[]): { readonly worst: number; readonly timesMedian: number } {
  const most = (of: (spikes: SpikeHistory) => number) => Math.max(0, ...epochs.map(({ found }) => of(found) || 0));
  return { worst: most(({ worst }) => worst), timesMedian: most(({ timesMedian }) => timesMedian) };
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

function explodes({ layers }: EpochHistory, limits: Limits): boolean {
  return layers.some(({ flow }) => isPast(flow.explosion, limits['EXP-T'].explosionRatio.warning, 'above'));
}
