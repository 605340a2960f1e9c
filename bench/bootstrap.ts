import { seededRandom } from '../lib/base/random.ts';
import { median } from './figures.ts';

/** Percentile bootstrap interval of the median, 95 % unless told. */
export function medianInterval(
  values: readonly number[],
  { level = 0.95, resamples = 4000, seed = 1 } = {},
): { readonly low: number; readonly high: number } {
  const random = seededRandom(seed);
  const medians = Float64Array.from({ length: resamples }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)]!)),
  ).sort();
  const at = (q: number) => medians[Math.round(q * (resamples - 1))]!;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
