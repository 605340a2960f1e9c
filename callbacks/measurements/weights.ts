import { SERIES } from '../../lib/protocol/record.ts';
import type { Measurement } from './measurement.ts';

/** Gradient norm, weight norm and update:weight ratio of every weight, and the norm over all gradients. */
export const weights = (): Measurement => ({
  name: 'weights',
  pace: 'every',
  step({ capture }, findings) {
    if (capture === null || capture.weights.length === 0) return;
    findings.scalar(SERIES.globalGradientNorm, {}, capture.globalGradientNorm);
    for (const { layer, weight, gradientNorm, weightNorm, updateRatio } of capture.weights) {
      const context = { layer, weight };
      findings.scalar(SERIES.gradientNorm, context, gradientNorm);
      findings.scalar(SERIES.weightNorm, context, weightNorm);
      findings.scalar(SERIES.updateRatio, context, updateRatio);
    }
  },
});
