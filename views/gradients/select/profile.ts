import { DEFAULT_LIMITS } from '../../../lib/analysis/verdicts/limits.ts';
import type { FlowScale } from '../../../lib/client/page-state.ts';
import { nearestEpoch } from './epoch-span.ts';
import { type FlowCurves, scaleOffset } from './flow-curves.ts';
import type { FlowHistory } from './flow-history.ts';

/** A curve of the profile: log10 over timesteps 1…T. */
export interface ProfileCurve {
  readonly epoch: number;
  readonly ys: Float64Array;
}

/** Gradient flow over timesteps at one epoch. */
export interface Profile {
  /** The epoch asked for, and the one shown: the nearest with a snapshot. */
  readonly epoch: number;
  readonly shown: number;
  readonly time: number;
  readonly xs: Float64Array;
  readonly median: Float64Array;
  readonly q10: Float64Array;
  readonly q90: Float64Array;
  readonly ghosts: readonly ProfileCurve[];
  readonly curves: FlowCurves;
  /** log10 below which VAN-T warns when it is all that reaches the first step. */
  readonly limit: number;
  /** log10 at 1 % of the peak, where the memory horizon ends. */
  readonly horizonLevel: number;
}

/** The profile at an epoch, or null where no snapshot is here. */
export function profileAt(history: FlowHistory, epoch: number | null, scale: FlowScale): Profile | null {
  const shown = epoch === null ? null : nearestEpoch(history.epochs, epoch);
  const curves = shown === null ? null : history.curves.get(shown);
  if (epoch === null || shown === null || !curves) return null;
  const scaled = (of: FlowCurves, ys: Float64Array) => ys.map((y) => y - scaleOffset(of, scale));
  const peak = curves.peak - scaleOffset(curves, scale);
  return {
    epoch,
    shown,
    time: curves.time,
    xs: timesteps(curves.time),
    median: scaled(curves, curves.median),
    q10: scaled(curves, curves.q10),
    q90: scaled(curves, curves.q90),
    ghosts: ghostEpochs(history.epochs, shown).map((ghost) => {
      const of = history.curves.get(ghost)!;
      return { epoch: ghost, ys: scaled(of, of.median) };
    }),
    curves,
    limit: peak + Math.log10(DEFAULT_LIMITS['VAN-T'].flowRatio.warning),
    horizonLevel: peak - 2,
  };
}

/** 1…T. */
export function timesteps(time: number): Float64Array {
  return Float64Array.from({ length: time }, (_, step) => step + 1);
}

/** Up to three epochs with a snapshot before one: at a sixth, a half and five sixths of the way to it. */
export function ghostEpochs(epochs: readonly number[], epoch: number): readonly number[] {
  const before = epochs.filter((each) => each < epoch);
  const wanted = [1 / 6, 1 / 2, 5 / 6].map((share) => Math.max(1, Math.round(epoch * share)));
  const near = (target: number) =>
    before.reduce((best, each) => (Math.abs(each - target) < Math.abs(best - target) ? each : best), before[0] ?? 0);
  return before.length === 0 ? [] : [...new Set(wanted.map(near))].sort((a, b) => a - b);
}

/** Decades beyond the medians that the axis makes room for a band: a single dead sequence must not squeeze the rest. */
const BAND_DECADES = 3;

function finiteRange(...curves: readonly Float64Array[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const ys of curves) {
    for (const y of ys) {
      if (!Number.isFinite(y)) continue;
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  }
  return [low, high];
}

/** Widest a profile's axis gets, in decades. */
const MOST_DECADES = 45;
const LEAST_DECADES = 3;

/**
 * log10 domain of the profile: all medians and q10–q90 bands of the run, in whole decades (steps of three where there
 * are many), so that it seldom moves while a run is live and never while it is scrubbed.
 */
export function profileDomain(history: FlowHistory, scale: FlowScale): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const curves of history.curves.values()) {
    if (!curves) continue;
    const offset = scaleOffset(curves, scale);
    const medians = finiteRange(curves.median);
    const bands = finiteRange(curves.q10, curves.q90);
    low = Math.min(low, Math.max(bands[0], medians[0] - BAND_DECADES) - offset, medians[0] - offset);
    high = Math.max(high, Math.min(bands[1], medians[1] + BAND_DECADES) - offset, medians[1] - offset);
  }
  return low <= high ? decades(low, high, LEAST_DECADES) : [-12, 0];
}

/** The smallest range of whole decades around low…high that has at least `least`; in steps of 3 beyond 6. */
export function decades(low: number, high: number, least: number): readonly [number, number] {
  const step = high - low > 6 ? 3 : 1;
  const top = Math.ceil(high / step - 1e-9) * step + 0;
  const bottom = Math.max(top - MOST_DECADES, Math.floor(low / step + 1e-9) * step + 0);
  return [Math.min(bottom, top - least), top];
}
