import { assert } from '../base/errors.ts';

/** Where an exponential moving average stands: the weighted sum of what was seen and the sum of the weights. */
export interface AverageState {
  readonly sum: number;
  readonly weight: number;
}

export const EMPTY_AVERAGE: AverageState = { sum: 0, weight: 0 };

/**
 * Debiased exponential moving average of a series, one value a point: s_t = Σ_i β^(t−i) x_i / Σ_i β^(t−i), over the
 * finite x_i up to t counted by their order, so the first value is the first point and a constant stays itself.
 * `beta`: 0 (no smoothing) ≤ β < 1. Non-finite points stay what they are in the result and do not enter the average.
 * To be used on all points of a series, not on thinned ones. Same unit as the values.
 * A growing series goes on from `state` (which {@link smoothOn} hands back) instead of starting over.
 * Source: the bias correction of Adam (Kingma & Ba 2015) applied to an average. Checked: pandas
 * `ewm(alpha=1−β, adjust=True, ignore_na=True).mean()` to 1e-12 relative (scripts/reference/analysis.py).
 */
export function smooth(values: ArrayLike<number>, beta: number, length: number = values.length): Float64Array {
  const smoothed = new Float64Array(length);
  smoothOn(EMPTY_AVERAGE, values, beta, smoothed, 0, length);
  return smoothed;
}

/** Smooths values[from…to) into `into` at the same indexes, going on from `state`; returns the state after them. */
export function smoothOn(
  state: AverageState,
  values: ArrayLike<number>,
  beta: number,
  into: Float64Array,
  from: number,
  to: number,
): AverageState {
  assert(beta >= 0 && beta < 1, `smoothing lies in 0…1 (1 excluded), got ${beta}`);
  let { sum, weight } = state;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      into[i] = value;
      continue;
    }
    sum = beta * sum + (1 - beta) * value;
    weight = beta * weight + (1 - beta);
    into[i] = sum / weight;
  }
  return { sum, weight };
}
