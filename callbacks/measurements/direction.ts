import { type AverageState, EMPTY_AVERAGE, smoothOn } from '../../lib/analysis/smoothing.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import type { Measurement } from './measurement.ts';

/** Memory of the moving average over pairs. */
const BETA = 0.9;

/** Cosine between the gradients of two consecutive steps, and its moving average (β 0.9, debiased) for the rules. */
export const direction = (): Measurement => {
  const smoothed = new Float64Array([Number.NaN]);
  let state: AverageState = EMPTY_AVERAGE;
  let seen = false;
  return {
    name: 'gradient direction',
    pace: 'every',
    step({ capture }, findings) {
      if (capture?.cosine === undefined) return;
      state = smoothOn(state, [capture.cosine], BETA, smoothed, 0, 1);
      seen = true;
      findings.scalar(SERIES.gradientCosine, {}, capture.cosine);
    },
    epoch(_epoch, findings) {
      findings.reading({ gradientCosine: seen ? smoothed[0]! : null });
      seen = false;
    },
  };
};
