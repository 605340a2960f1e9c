import { seededRandom } from '../../../lib/base/random.ts';

/** Runs `work` with a seeded Math.random in place of the real one, and says how often it was asked. */
export async function withSeededRandom<T>(seed: number, work: () => Promise<T>): Promise<{ value: T; draws: number }> {
  const original = Math.random;
  const random = seededRandom(seed);
  let draws = 0;
  Math.random = () => {
    draws++;
    return random();
  };
  try {
    return { value: await work(), draws };
  } finally {
    Math.random = original;
  }
}
