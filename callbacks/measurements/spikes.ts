import { median } from '../../lib/analysis/quantiles.ts';
import { NO_NORMS, spikeOf } from '../../lib/analysis/spike.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { normOf } from './flight-step.ts';
import type { Measurement } from './measurement.ts';

/** Norms that the running median is taken over. */
const NORMS_KEPT = 50;

/**
 * Spikes of the global gradient norm. Norms that are not finite show in the series as Infinity; for the rules they are
 * the business of NAN, and spikes are counted without them.
 */
export const spikes = (): Measurement => {
  const recent: number[] = [];
  let state = NO_NORMS;
  let epoch = { scores: 0, count: 0, worst: Number.NEGATIVE_INFINITY, timesMedian: Number.NaN };
  const none = epoch;
  return {
    name: 'spikes',
    pace: 'every',
    step({ capture }, findings) {
      const norm = normOf(capture);
      if (norm === null) return;
      const reading = spikeOf(state, norm);
      state = reading.state;
      if (Number.isNaN(reading.z)) {
        keep(recent, norm);
        return;
      }
      findings.scalar(SERIES.gradientSpike, {}, reading.z);
      if (!Number.isFinite(reading.z)) return;
      const isWorst = reading.z > epoch.worst;
      epoch = {
        scores: epoch.scores + 1,
        count: epoch.count + (reading.isSpike ? 1 : 0),
        worst: Math.max(epoch.worst, reading.z),
        timesMedian: isWorst ? norm / median(recent) : epoch.timesMedian,
      };
      keep(recent, norm);
    },
    epoch(_epoch, findings) {
      const { scores, ...found } = epoch;
      findings.reading({ spikes: scores > 0 ? found : null });
      epoch = none;
    },
  };
};

function keep(values: number[], value: number): void {
  values.push(value);
  if (values.length > NORMS_KEPT) values.shift();
}
