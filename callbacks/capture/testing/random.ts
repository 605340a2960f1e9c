/** Runs `work` with a seeded Math.random in place of the real one, and says how often it was asked. */
export async function withSeededRandom<T>(seed: number, work: () => Promise<T>): Promise<{ value: T; draws: number }> {
  const original = Math.random;
  let state = seed >>> 0;
  let draws = 0;
  Math.random = () => {
    draws++;
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  try {
    return { value: await work(), draws };
  } finally {
    Math.random = original;
  }
}
