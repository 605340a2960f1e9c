import type { StepValues } from './read-steps.ts';

/** Norms in Float64, [time, sequence]. */
export type Norms = Float64Array;

/** Statistics over sequences, in this order: median, q10, q90. */
const QUANTILES = [0.5, 0.1, 0.9] as const;
/** How many they are. */
export const STATISTICS = QUANTILES.length;

/**
 * ‖δ‖₂ over units for every (time, sequence), times `scale`. In Float64, because the squares of a vanishing float32
 * adjoint underflow long before the adjoint does.
 */
export function unitNorms({ values, time, batch, units }: StepValues, scale: number): Norms {
  const norms = new Float64Array(time * batch);
  for (let row = 0; row < norms.length; row++) {
    let sum = 0;
    for (let i = row * units; i < (row + 1) * units; i++) sum += values[i]! * values[i]!;
    norms[row] = Math.sqrt(sum) * scale;
  }
  return norms;
}

/** √(h² + c²): the norm of the joint state [h; c]. */
export function jointNorms(h: Norms, c: Norms): Norms {
  return h.map((value, i) => Math.hypot(value, c[i]!));
}

/** Reverses time, in place: a layer that runs backwards notes its steps backwards. */
export function reverseTime(norms: Norms, batch: number): Norms {
  const time = norms.length / batch;
  for (let early = 0, late = time - 1; early < late; early++, late--) {
    for (let b = 0; b < batch; b++) {
      const kept = norms[early * batch + b]!;
      norms[early * batch + b] = norms[late * batch + b]!;
      norms[late * batch + b] = kept;
    }
  }
  return norms;
}

/** Which steps are not padded, [time, sequence], from a mask [sequence, time] in true time. */
export function validSteps(mask: ArrayLike<number | boolean>, batch: number): Uint8Array {
  const time = mask.length / batch;
  const valid = new Uint8Array(mask.length);
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) valid[t * batch + b] = mask[b * time + t] ? 1 : 0;
  }
  return valid;
}

/**
 * The same norms by lag: row k holds, for every sequence, the k-th valid step counted back from the one its recurrence
 * came to last (`reversed`: the first in true time). Rows beyond a sequence's length are not valid.
 */
export function byLag(
  norms: Norms,
  batch: number,
  valid: Uint8Array | null,
  reversed: boolean,
): { norms: Norms; valid: Uint8Array } {
  const time = norms.length / batch;
  const lagged = { norms: new Float64Array(norms.length), valid: new Uint8Array(norms.length) };
  for (let b = 0; b < batch; b++) {
    let lag = 0;
    for (let i = 0; i < time; i++) {
      const from = (reversed ? i : time - 1 - i) * batch + b;
      if (valid !== null && valid[from] === 0) continue;
      const to = lag++ * batch + b;
      lagged.norms[to] = norms[from]!;
      lagged.valid[to] = 1;
    }
  }
  return lagged;
}

/**
 * Median, q10 and q90 over the valid sequences of every row, [statistic, time], by linear interpolation between order
 * statistics (NumPy's default). A row without valid sequences is NaN; so is one with a NaN gradient among the valid.
 */
export function overSequences(norms: Norms, batch: number, valid: Uint8Array | null): Float64Array {
  const time = norms.length / batch;
  const out = new Float64Array(STATISTICS * time);
  const row = new Float64Array(batch);
  for (let t = 0; t < time; t++) {
    let count = 0;
    let broken = false;
    for (let i = t * batch; i < (t + 1) * batch; i++) {
      if (valid !== null && valid[i] === 0) continue;
      const value = norms[i]!;
      broken ||= Number.isNaN(value);
      row[count++] = value;
    }
    const sorted = row.subarray(0, count).sort();
    for (const [s, q] of QUANTILES.entries()) out[s * time + t] = broken ? Number.NaN : quantile(sorted, q);
  }
  return out;
}

/** Quantile of ascending values by linear interpolation, as NumPy's default; NaN of none. `q` in [0, 1]. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  // equal ends first: Infinity - Infinity would make a NaN of them
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}
