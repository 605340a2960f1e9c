import { judgedQuantity } from '../../lib/analysis/flow-profile.ts';
import type { StepCapture } from '../capture/capture.ts';
import type { StepFrame } from './measurement.ts';

/** What is remembered of one step: named quantities in the order in which one causes the next. */
export interface FlightStep {
  readonly step: number;
  readonly quantities: ReadonlyMap<string, number>;
}

/** The global gradient norm of a step; null where it was not sampled. */
export function normOf(capture: StepCapture | null): number | null {
  if (capture === null) return null;
  const { globalGradientNorm, weights } = capture;
  // of a step that was only paired, NaN means that float32 could not tell
  return weights.length === 0 && Number.isNaN(globalGradientNorm) ? null : globalGradientNorm;
}

/**
 * Weights were there before the loss, the loss before its gradient. Of a flow: what reaches its first and last step
 * (medians). Quantities that were not sampled are absent.
 */
export function flightStep({ step, loss, capture }: StepFrame): FlightStep {
  const quantities = new Map<string, number>();
  for (const { weight, weightNorm } of capture?.weights ?? []) quantities.set(`weight norm of ${weight}`, weightNorm);
  if (loss !== null) quantities.set('loss', loss);
  for (const { layer, quantities: of, values, time } of capture?.flows ?? []) {
    const at = 3 * time * Math.max(0, of.indexOf(judgedQuantity(of)));
    quantities.set(`flow at the last step of ${layer}`, values[at + time - 1]!);
    quantities.set(`flow at the first step of ${layer}`, values[at]!);
  }
  for (const { weight, gradientNorm } of capture?.weights ?? []) {
    quantities.set(`gradient norm of ${weight}`, gradientNorm);
  }
  const norm = normOf(capture);
  if (norm !== null) quantities.set('gradient norm', norm);
  return { step, quantities };
}
