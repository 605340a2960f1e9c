import { explosionRatio, flowRatio, memoryHorizon } from './memory-horizon.ts';
import type { FlowSummary } from './verdicts/history.ts';

/** The numbers that rules look at, of a profile by lag (as `judgedProfile` gives it). */
export function flowSummary(profile: ArrayLike<number>): FlowSummary {
  const horizon = memoryHorizon(profile);
  return {
    ratio: flowRatio(profile),
    explosion: explosionRatio(profile),
    horizon: horizon?.steps ?? null,
    lowerBound: horizon?.lowerBound ?? false,
    steps: profile.length,
  };
}
