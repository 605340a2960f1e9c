import { assert } from './errors.ts';

/** Numbers in [0, 1), the same ones for the same seed. */
export type Random = () => number;

/**
 * The one generator of the house (mulberry32): 2³² states, good enough for sampling, starting layouts and tests, not for
 * secrets. Seeds are taken modulo 2³². Every call gives a stream of its own; nothing is shared.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One draw of the standard normal distribution (Box–Muller, two draws of `random`). */
export function normal(random: Random): number {
  // 1 − u lies in (0, 1], whose logarithm is finite
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `count` different whole numbers of 0…size−1 in ascending order, each set equally likely. Needs count ≤ size. */
export function sampleOf(size: number, count: number, random: Random): Int32Array {
  assert(count >= 0 && count <= size, `a sample of ${count} out of ${size}`);
  const order = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (size - i));
    const kept = order[other]!;
    order[other] = order[i]!;
    order[i] = kept;
  }
  return order.slice(0, count).sort();
}
