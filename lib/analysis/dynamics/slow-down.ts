import type { Cell } from './cell.ts';
import { speedAt, speedGradient } from './speed.ts';

export interface SlowDownOptions {
  readonly iterations: number;
  readonly learningRate: number;
}

const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];
/** The rate shrinks by this factor when q has not fallen for more than two iterations (as FixedPointFinder does). */
const [SHRINK, PATIENCE] = [0.95, 2];
/** Newton is quicker from here on. */
const NEAR = 1e-12;

/** Minimises q by Adam from `start`; the slowest state on the way. */
export function slowDown(
  cell: Cell,
  drive: Float64Array,
  start: Float64Array,
  { iterations, learningRate }: SlowDownOptions,
): { readonly state: Float64Array; readonly q: number } {
  const state = Float64Array.from(start);
  const first = new Float64Array(state.length);
  const second = new Float64Array(state.length);
  let best = { state: start, q: Number.POSITIVE_INFINITY };
  let rate = learningRate;
  let waited = 0;
  for (let t = 1; t <= iterations + 1; t++) {
    const speed = speedAt(cell, drive, state);
    if (speed.q < best.q) {
      best = { state: Float64Array.from(state), q: speed.q };
      waited = 0;
    } else if (++waited > PATIENCE) {
      rate *= SHRINK;
      waited = 0;
    }
    if (t > iterations || speed.q < NEAR || !Number.isFinite(speed.q)) break;
    const gradient = speedGradient(cell, state, speed);
    for (let i = 0; i < state.length; i++) {
      first[i] = BETA_1 * first[i]! + (1 - BETA_1) * gradient[i]!;
      second[i] = BETA_2 * second[i]! + (1 - BETA_2) * gradient[i]! ** 2;
      const mean = first[i]! / (1 - BETA_1 ** t);
      state[i]! -= (rate * mean) / (Math.sqrt(second[i]! / (1 - BETA_2 ** t)) + EPSILON);
    }
  }
  return best;
}

/** Where `start` comes to by itself in so many steps. */
export function settle(
  cell: Cell,
  drive: Float64Array,
  start: Float64Array,
  steps: number,
): { readonly state: Float64Array; readonly q: number } {
  let speed = speedAt(cell, drive, start);
  let state = start;
  for (let step = 0; step < steps && speed.q >= NEAR; step++) {
    state = speed.next;
    speed = speedAt(cell, drive, state);
  }
  return { state, q: speed.q };
}
