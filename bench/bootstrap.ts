import { median } from './figures.ts';

/** Numbers in [0, 1) from a seed (mulberry32): a bench tells the same interval for the same measurements. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Percentile bootstrap interval of the median, 95 % unless told. */
export function medianInterval(
  values: readonly number[],
  { level = 0.95, resamples = 4000, seed = 1 } = {},
): { readonly low: number; readonly high: number } {
  const random = seeded(seed);
  const medians = Float64Array.from({ length: resamples }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)]!)),
  ).sort();
  const at = (q: number) => medians[Math.round(q * (resamples - 1))]!;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
