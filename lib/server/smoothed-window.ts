import { smooth } from '../analysis/smoothing.ts';
import type { SeriesPoints } from '../protocol/delta.ts';
import { thinPoints } from '../protocol/thinning.ts';
import type { Store, WindowQuery } from '../store/store.ts';

/** Points of the thinned answer that a bucket may keep. */
const PER_BUCKET = 4;

/**
 * A window of series smoothed by the debiased moving average of weight `beta` over every stored point from the first one
 * on, so that it does not depend on where the window begins; thinned afterwards like {@link Store.window}.
 * Points that are not finite stay what they are.
 */
export async function smoothedWindow(store: Store, query: WindowQuery, beta: number): Promise<readonly SeriesPoints[]> {
  const all = { ...query, fromStep: Number.MIN_SAFE_INTEGER, maxPoints: Number.MAX_SAFE_INTEGER };
  const found = await store.window(all);
  return found.map(({ id, steps, values }) => {
    const smoothed = smooth(values, beta);
    const first = firstFrom(steps, query.fromStep);
    const of = steps.length - first;
    const [from, within] = [steps.subarray(first), smoothed.subarray(first)];
    if (of <= query.maxPoints) return { id, of, steps: from, values: within };
    const kept = thinPoints(from, within, Math.max(2, Math.floor(query.maxPoints / PER_BUCKET)));
    return { id, of, steps: kept.steps.subarray(0, kept.length), values: kept.values.subarray(0, kept.length) };
  });
}

function firstFrom(steps: Float64Array, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
