import { explosionRatio, flowRatio, memoryHorizon } from './memory-horizon.ts';
import type { FlowSummary } from './verdicts/history.ts';

/**
 * The numbers that rules look at, of a profile by lag (as `judgedProfile` gives it). Where the gradient is exactly 0 at
 * every step nothing of it reaches the first one: a ratio of 0.
 */
export function flowSummary(profile: ArrayLike<number>): FlowSummary {
  const horizon = memoryHorizon(profile);
  return {
    ratio: isZero(profile) ? 0 : flowRatio(profile),
    explosion: explosionRatio(profile),
    horizon: horizon?.steps ?? null,
    lowerBound: horizon?.lowerBound ?? false,
    steps: profile.length,
  };
}

/** Whether every step that was measured is 0, and there is one. */
function isZero(profile: ArrayLike<number>): boolean {
  let measured = 0;
  for (let k = 0; k < profile.length; k++) {
    if (profile[k]! !== 0 && !Number.isNaN(profile[k]!)) return false;
    if (profile[k] === 0) measured++;
  }
  return measured > 0;
}
