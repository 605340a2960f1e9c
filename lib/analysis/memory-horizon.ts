/** The share of the peak below which a gradient counts as faded: 1 %. */
export const HORIZON_SHARE = 1e-2;

/** How far back a gradient reaches. */
export interface MemoryHorizon {
  /** H in steps: the smallest lag past the peak at which less than ε of the peak is left, else T_valid. */
  readonly steps: number;
  /** True when the gradient never faded within the sequence: "≥ T". */
  readonly lowerBound: boolean;
  /** Lag of the largest p, in steps. */
  readonly peakLag: number;
  /** T_valid, the length of the profile, in steps. */
  readonly validSteps: number;
}

/** Lag of the largest value, the smallest such lag; −1 when nothing is above 0 or something is infinite. */
export function peakLag(profile: ArrayLike<number>): number {
  let peak = -1;
  for (let k = 0; k < profile.length; k++) {
    const norm = profile[k]!;
    if (norm === Infinity) return -1;
    if (norm > (peak < 0 ? 0 : profile[peak]!)) peak = k;
  }
  return peak;
}

/**
 * Memory horizon of a profile by lag: H = min { k > k_peak : p_k < ε·p_{k_peak} }, k_peak the lag of the largest p;
 * if there is none, H = T_valid and it is a lower bound. NaN steps are passed over. Independent of the loss' scale.
 * null when there is nothing to measure from: an empty, all-zero or infinite profile.
 * Source: ours. Checked: orthogonal recurrence g = .9 over 50 steps gives 44,
 * g = 1 and 1.1 "≥ 50".
 */
export function memoryHorizon(profile: ArrayLike<number>, share: number = HORIZON_SHARE): MemoryHorizon | null {
  const peak = peakLag(profile);
  if (peak < 0) return null;
  const validSteps = profile.length;
  const limit = share * profile[peak]!;
  for (let k = peak + 1; k < validSteps; k++) {
    if (profile[k]! < limit) return { steps: k, lowerBound: false, peakLag: peak, validSteps };
  }
  return { steps: validSteps, lowerBound: true, peakLag: peak, validSteps };
}

/**
 * Coverage = min(1, H / memory): how much of the memory the task needs (in steps, declared by the user) the gradient
 * reaches, 0…1. null where no memory is declared or no horizon is known, and where the horizon is a lower bound that
 * falls short of it: sequences shorter than the memory cannot show whether the gradient reaches.
 */
export function memoryCoverage(
  { horizon, lowerBound }: { readonly horizon: number | null; readonly lowerBound: boolean },
  memory: number | null,
): number | null {
  if (horizon === null || memory === null || !(memory > 0)) return null;
  if (lowerBound && horizon < memory) return null;
  return Math.min(1, horizon / memory);
}

/**
 * Flow ratio p_{T−1} / max p, 0…1: the share of the peak that reaches the first step. NaN when the profile is empty,
 * all-zero or infinite.
 */
export function flowRatio(profile: ArrayLike<number>): number {
  const peak = peakLag(profile);
  return peak < 0 ? Number.NaN : profile[profile.length - 1]! / profile[peak]!;
}

/**
 * Explosion ratio p_{T−1} / p_0: growth of the gradient from the last step to the first. ∞ when only p_0 is 0; NaN
 * when the profile is empty, both ends are 0, or both are infinite.
 */
export function explosionRatio(profile: ArrayLike<number>): number {
  return profile.length === 0 ? Number.NaN : profile[profile.length - 1]! / profile[0]!;
}
