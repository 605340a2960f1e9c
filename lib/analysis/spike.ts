/** Memory of the running mean: what a new value weighs is 1 − α. */
const ALPHA = 0.97;
/** Norms that are only learnt from. */
const WARM_UP = 25;
/** z above this is a spike. */
const SPIKE_Z = 2.5;
/** σ of ln‖g‖ is never taken for less: a norm that hardly moves must not make 5 % more of it an event. */
const LEAST_SIGMA = 0.02;

/** What is known of a gradient norm: moments of ln‖g‖. */
export interface SpikeState {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
}

/** Nothing seen yet. */
export const NO_NORMS: SpikeState = { count: 0, mean: 0, variance: 0 };

/** What a norm is, against those before it. */
export interface SpikeReading {
  /** (ln‖g‖ − μ) / σ; NaN while warming up and for ‖g‖ = 0, Infinity for a norm that is not finite. */
  readonly z: number;
  readonly isSpike: boolean;
  readonly state: SpikeState;
}

/**
 * Holds a gradient norm (≥ 0, or not finite) against the running mean μ and deviation σ of ln‖g‖: z > 2.5 is a spike. The
 * first 25 norms give plain mean and population variance, from then on both are moving averages with α = 0.97
 * (d = x − μ, μ ← μ + (1 − α)d, σ² ← α(σ² + (1 − α)d²)). A spike is not fed back as it is but cut to μ + 2.5 σ, so that
 * one does not hide the next, and a level that has risen for good is learnt in time. What is not finite is a spike at
 * once, in the warm-up too, and is not learnt from.
 *
 * Source: ZClip (α, z, warm-up; on ‖g‖ there, on its logarithm here, since norms spread over decades). σ is taken to be
 * at least 0.02, which is ours. Checked: NumPy, and scipy.signal.lfilter for what follows the warm-up, to 1e-9
 * relative (scripts/reference/gradients.py).
 */
export function spikeOf(state: SpikeState, norm: number): SpikeReading {
  if (!Number.isFinite(norm)) return { z: Number.POSITIVE_INFINITY, isSpike: true, state };
  if (norm <= 0) return { z: Number.NaN, isSpike: false, state };
  const x = Math.log(norm);
  if (state.count < WARM_UP) return { z: Number.NaN, isSpike: false, state: counted(state, x) };
  const sigma = Math.max(Math.sqrt(state.variance), LEAST_SIGMA);
  const z = (x - state.mean) / sigma;
  const isSpike = z > SPIKE_Z;
  return { z, isSpike, state: averaged(state, isSpike ? state.mean + SPIKE_Z * sigma : x) };
}

/** Welford's recurrence: exact mean and population variance. */
function counted({ count, mean, variance }: SpikeState, x: number): SpikeState {
  const delta = x - mean;
  const next = mean + delta / (count + 1);
  return { count: count + 1, mean: next, variance: (variance * count + delta * (x - next)) / (count + 1) };
}

function averaged({ count, mean, variance }: SpikeState, x: number): SpikeState {
  const delta = x - mean;
  return {
    count: count + 1,
    mean: mean + (1 - ALPHA) * delta,
    variance: ALPHA * (variance + (1 - ALPHA) * delta * delta),
  };
}
