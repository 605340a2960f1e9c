import { median } from '../../lib/analysis/quantiles.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import type { WeightStep } from '../capture/capture.ts';
import type { Measurement } from './measurement.ts';

/** What was sampled of one weight in the epoch that runs. */
interface Sampled {
  readonly of: WeightStep;
  readonly gradientNorms: number[];
  readonly updateRatios: number[];
}

/**
 * Gradient norm, weight norm and update:weight ratio of every weight, the norm over all gradients, and medians per epoch
 * for the rules. The same per gate block, but only on steps whose flow is sampled too (at most 32 an epoch): an LSTM has
 * 36 such series, and they are read beside the flow, epoch by epoch.
 */
export const weights = (): Measurement => {
  const sampled = new Map<string, Sampled>();
  return {
    name: 'weights',
    pace: 'every',
    step({ capture }, findings) {
      if (capture === null) return;
      if (!Number.isNaN(capture.globalGradientNorm) || capture.weights.length > 0) {
        findings.scalar(SERIES.globalGradientNorm, {}, capture.globalGradientNorm);
      }
      if (capture.clipped !== undefined) findings.scalar(SERIES.clipped, {}, capture.clipped ? 1 : 0);
      for (const step of capture.weights) {
        const { layer, weight, gates = [] } = step;
        const seen = sampled.get(weight) ?? { of: step, gradientNorms: [], updateRatios: [] };
        sampled.set(weight, seen);
        seen.gradientNorms.push(step.gradientNorm);
        seen.updateRatios.push(step.updateRatio);
        const parts = capture.flows.length > 0 ? gates : [];
        for (const part of [{ ...step, context: { layer, weight } }, ...parts.map(withContext(layer, weight))]) {
          findings.scalar(SERIES.gradientNorm, part.context, part.gradientNorm);
          findings.scalar(SERIES.weightNorm, part.context, part.weightNorm);
          findings.scalar(SERIES.updateRatio, part.context, part.updateRatio);
        }
      }
    },
    epoch(_epoch, findings) {
      const found = [...sampled.values()].map(({ of: { layer, weight }, gradientNorms, updateRatios }) => ({
        ...{ layer, weight },
        gradientNorm: median(gradientNorms),
        updateRatio: median(updateRatios),
      }));
      sampled.clear();
      if (found.length > 0) findings.reading({ weights: found });
    },
  };
};

function withContext(layer: string, weight: string) {
  return (gate: NonNullable<WeightStep['gates']>[number]) => ({ ...gate, context: { layer, weight, gate: gate.gate } });
}
