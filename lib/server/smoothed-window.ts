import { windowOf } from '../analysis/window-of.ts';
import type { SeriesPoints } from '../protocol/delta.ts';
import type { Store, WindowQuery } from '../store/store.ts';

/**
 * A window of series smoothed by the debiased moving average of weight `beta` over every stored point from the first one
 * on, so that it does not depend on where the window begins; thinned afterwards like {@link Store.window}.
 * Points that are not finite stay what they are.
 */
export async function smoothedWindow(store: Store, query: WindowQuery, beta: number): Promise<readonly SeriesPoints[]> {
  const all = { ...query, fromStep: Number.MIN_SAFE_INTEGER, maxPoints: Number.MAX_SAFE_INTEGER };
  return (await store.window(all)).map((points) => windowOf(points, query, beta));
}
