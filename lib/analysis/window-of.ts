import { firstIndex } from '../base/first-index.ts';
import type { SeriesPoints } from '../protocol/delta.ts';
import { thinPoints } from '../protocol/thinning.ts';
import { smooth } from './smoothing.ts';

/** A stretch of a series, both ends included, and about how many points of it at most. */
export interface PointWindow {
  readonly fromStep: number;
  readonly toStep: number;
  readonly maxPoints: number;
}

/** Points of the thinned answer that a bucket may keep. */
const PER_BUCKET = 4;

/**
 * A window of a series whose points (all of them, or a thinned selection of `of`) are here, smoothed by the debiased moving
 * average of weight `beta` over every one from the first on, so that it does not depend on where the window begins;
 * thinned afterwards, extremes kept. 0: not smoothed. Points that are not finite stay what they are.
 */
export function windowOf(
  { id, steps, values, of }: SeriesPoints,
  { fromStep, toStep, maxPoints }: PointWindow,
  beta: number,
): SeriesPoints {
  const shown = beta > 0 ? smooth(values, beta) : values;
  const first = firstIndex(steps.length, (index) => steps[index]! >= fromStep);
  const end = firstIndex(steps.length, (index) => steps[index]! > toStep);
  const [from, within] = [steps.subarray(first, end), shown.subarray(first, end)];
  // of thinned points each stands for as many
  const stands = Math.round((from.length * of) / Math.max(1, steps.length));
  if (from.length <= maxPoints) return { id, of: stands, steps: from, values: within };
  const kept = thinPoints(from, within, Math.max(2, Math.floor(maxPoints / PER_BUCKET)));
  return { id, of: stands, steps: kept.steps.subarray(0, kept.length), values: kept.values.subarray(0, kept.length) };
}
