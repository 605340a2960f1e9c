import { type Rows, squaredDistance } from '../linalg/rows.ts';

/** How a state travels through one sequence. */
export interface Trajectory {
  /** ‖h_t − h_{t−1}‖ [steps]; NaN at the first step, which comes from nowhere. */
  readonly stepLengths: Float64Array;
  /** Way covered up to each step [steps], 0 at the first. */
  readonly pathLengths: Float64Array;
  /** Angle at each inner step between the way in and the way out, 0…π (0 straight on, π back); NaN at both ends and where it stood still. */
  readonly turningAngles: Float64Array;
}

/**
 * Step lengths, path lengths and turning angles of a trajectory [steps × units], in the units of the states. A state with
 * NaN makes the numbers that touch it NaN, and the path from there on.
 * Checked: NumPy to 1e-12; a straight line, a square and a circle.
 */
export function trajectoryOf(states: Rows): Trajectory {
  const steps = states.rows;
  const stepLengths = new Float64Array(steps).fill(Number.NaN);
  const pathLengths = new Float64Array(steps);
  const turningAngles = new Float64Array(steps).fill(Number.NaN);
  for (let t = 1; t < steps; t++) {
    stepLengths[t] = Math.sqrt(squaredDistance(states, t, states, t - 1));
    pathLengths[t] = pathLengths[t - 1]! + stepLengths[t]!;
  }
  for (let t = 1; t < steps - 1; t++) turningAngles[t] = turnAt(states, t, stepLengths[t]!, stepLengths[t + 1]!);
  return { stepLengths, pathLengths, turningAngles };
}

/** By half angles (Kahan), which stays exact near 0 and π where the arc cosine does not. NaN where either way is 0. */
function turnAt({ data, cols }: Rows, t: number, lengthIn: number, lengthOut: number): number {
  if (!(lengthIn > 0 && lengthOut > 0)) return Number.NaN;
  let apart = 0;
  let along = 0;
  for (let k = 0; k < cols; k++) {
    const at = t * cols + k;
    const wayIn = (data[at]! - data[at - cols]!) / lengthIn;
    const wayOut = (data[at + cols]! - data[at]!) / lengthOut;
    apart += (wayIn - wayOut) ** 2;
    along += (wayIn + wayOut) ** 2;
  }
  return 2 * Math.atan2(Math.sqrt(apart), Math.sqrt(along));
}
