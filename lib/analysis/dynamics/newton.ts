import { LuDecomposition, Matrix } from 'ml-matrix';
import { type Cell, stateSize } from './cell.ts';
import { cellJacobian } from './cell-jacobian.ts';
import { matrixOf } from './eigenvalues.ts';
import { speedAt } from './speed.ts';

/** As exact as Float64 gives it. */
const ENOUGH = 1e-28;
/** A step is halved at most so often until q falls. */
const HALVINGS = 8;

/**
 * Newton's method on F(s) − s = 0 from `start`, each step halved until q falls; stops where it does not fall any more.
 * `steps` says how many were made: each costs a Jacobian and n³/3 multiplications.
 */
export function newton(
  cell: Cell,
  drive: Float64Array,
  start: Float64Array,
  most: number,
): { readonly state: Float64Array; readonly q: number; readonly steps: number } {
  const n = stateSize(cell);
  let state = start;
  let speed = speedAt(cell, drive, state);
  let steps = 0;
  while (steps < most && speed.q > ENOUGH) {
    steps++;
    const J = cellJacobian(cell, { gates: speed.gates, previous: state, state: speed.next });
    for (let i = 0; i < n; i++) J[i * n + i]! -= 1;
    const direction = solve(J, speed.move, n);
    if (direction === null) break;
    const closer = search(cell, drive, state, direction, speed.q);
    if (closer === null) break;
    ({ state, speed } = closer);
  }
  return { state, q: speed.q, steps };
}

function search(cell: Cell, drive: Float64Array, state: Float64Array, direction: Float64Array, q: number) {
  for (let halving = 0, part = 1; halving <= HALVINGS; halving++, part /= 2) {
    const next = state.map((value, i) => value - part * direction[i]!);
    const speed = speedAt(cell, drive, next);
    if (speed.q < q) return { state: next, speed };
  }
  return null;
}

/** How a state near a known point is told to be on its way there, or not. */
export type ComesTo = (from: Float64Array, closerThan: number) => boolean;

/** Steps of the chord method until a state is given up, and how much nearer each must bring it. */
const [CHORDS, NEARER] = [25, 0.9];

/**
 * Whether the chord method, Newton's with the Jacobian of `point` throughout, leads a state to that point: n² a step, so
 * that of many starts near one point only the first needs Newton's own. Null where the Jacobian − I is singular.
 */
export function comesTo(cell: Cell, drive: Float64Array, point: Float64Array): ComesTo | null {
  const n = stateSize(cell);
  const speed = speedAt(cell, drive, point);
  const J = cellJacobian(cell, { gates: speed.gates, previous: point, state: speed.next });
  for (let i = 0; i < n; i++) J[i * n + i]! -= 1;
  const lu = new LuDecomposition(matrixOf(J, n));
  if (lu.isSingular()) return null;
  return (from, closerThan) => {
    let state = from;
    let away = distance(state, point);
    for (let chord = 0; chord < CHORDS && away >= closerThan; chord++) {
      const direction = lu.solve(Matrix.columnVector(speedAt(cell, drive, state).move));
      state = state.map((value, i) => value - direction.get(i, 0));
      const now = distance(state, point);
      if (!(now < NEARER * away)) return false;
      away = now;
    }
    return away < closerThan;
  };
}

/** Euclidean distance of two states. */
export function distance(a: Float64Array, b: Float64Array): number {
  let squared = 0;
  for (let i = 0; i < a.length; i++) squared += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(squared);
}

/** A⁻¹ b; null where A is singular. */
function solve(A: Float64Array, b: Float64Array, n: number): Float64Array | null {
  const lu = new LuDecomposition(matrixOf(A, n));
  if (lu.isSingular()) return null;
  const solution = Float64Array.from(lu.solve(Matrix.columnVector(b)).to1DArray());
  return solution.every(Number.isFinite) ? solution : null;
}
