import type { StepValues } from './read-steps.ts';

/** [step, sequence, unit] as [sequence, time, unit] in true time; NaN on steps that are not valid [time, sequence]. */
export function inTrueTime(
  { values, time, batch, units }: StepValues,
  reversed: boolean,
  valid: Uint8Array | null,
): Float32Array {
  const out = new Float32Array(values.length).fill(Number.NaN);
  for (let step = 0; step < time; step++) {
    const t = reversed ? time - 1 - step : step;
    for (let b = 0; b < batch; b++) {
      if (valid !== null && valid[t * batch + b] === 0) continue;
      const from = (step * batch + b) * units;
      out.set(values.subarray(from, from + units), (b * time + t) * units);
    }
  }
  return out;
}
