import { assert } from '../../base/errors.ts';
import { centredStates, linearCka } from '../cka.ts';
import { dot } from '../dot.ts';
import { leastCostAssignment } from './assignment.ts';

/** Below this |correlation| two units that were assigned to each other are not called matched. */
export const LEAST_MATCH = 0.5;

/** Which unit of B does what a unit of A does. */
export interface UnitMatch {
  /** Per unit of A its unit of B; −1: none. */
  readonly of: Int32Array;
  /** Their correlation over all states, −1…1; 0 where there is none. A negative one: B's unit is A's with its sign turned. */
  readonly correlation: Float64Array;
  /** Units of A with |correlation| ≥ {@link LEAST_MATCH}, best first, then the others. */
  readonly order: Int32Array;
  /** How many of them are matched. */
  readonly matched: number;
  /** Linear CKA of the two sets of states: see {@link linearCka}. */
  readonly cka: number;
}

/**
 * Matches the units of two sets of states [row, unit] of the same rows one to one, so that the sum of |correlation| is
 * largest. The hidden units of a network have no order of their own, and turning the sign of a tanh unit with its weights
 * changes nothing, so unit 3 of one run may be unit 17 of another, turned over. `mayTurn`: false where signs mean something
 * (states that are never negative). A unit that does not move correlates with nothing. Rows must be finite.
 * Source: Li et al. 2016, "Convergent learning". Checked: NumPy `corrcoef` and SciPy `linear_sum_assignment`
 * (scripts/reference/compare.py); a shuffled copy is found again.
 */
export function matchUnits(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  rows: number,
  unitsA: number,
  unitsB: number,
  mayTurn = true,
): UnitMatch {
  assert(a.length === rows * unitsA && b.length === rows * unitsB, 'states are [row, unit] of the same rows');
  const [left, right] = [centredStates(a, rows, unitsA), centredStates(b, rows, unitsB)];
  const [lengthA, lengthB] = [normsOf(left.columns, rows, unitsA), normsOf(right.columns, rows, unitsB)];
  const isTurned = unitsA > unitsB;
  const [high, wide] = isTurned ? [unitsB, unitsA] : [unitsA, unitsB];
  const costs = new Float64Array(high * wide);
  const correlations = new Float64Array(unitsA * unitsB);
  for (let i = 0; i < unitsA; i++) {
    for (let j = 0; j < unitsB; j++) {
      const scale = lengthA[i]! * lengthB[j]!;
      const r = scale > 0 ? dot(left.columns, i * rows, right.columns, j * rows, rows) / scale : 0;
      correlations[i * unitsB + j] = r;
      costs[isTurned ? j * wide + i : i * wide + j] = 1 - (mayTurn ? Math.abs(r) : r);
    }
  }
  const of = new Int32Array(unitsA).fill(-1);
  leastCostAssignment(costs, high, wide).forEach((to, from) => {
    if (isTurned) of[to] = from;
    else of[from] = to;
  });
  const correlation = Float64Array.from(of, (j, i) => (j < 0 ? 0 : correlations[i * unitsB + j]!));
  const strength = (i: number) => (mayTurn ? Math.abs(correlation[i]!) : correlation[i]!);
  const order = Int32Array.from({ length: unitsA }, (_, i) => i).sort((i, j) => strength(j) - strength(i) || i - j);
  const matched = order.reduce((count, i) => count + (of[i]! >= 0 && strength(i) >= LEAST_MATCH ? 1 : 0), 0);
  return { of, correlation, order, matched, cka: linearCka(left, right) };
}

/** Length of each centred column; 0 for one that only rounding moves. */
function normsOf(columns: Float64Array, rows: number, units: number): Float64Array {
  return Float64Array.from({ length: units }, (_, i) => {
    const length = Math.sqrt(dot(columns, i * rows, columns, i * rows, rows));
    return length > 1e-12 * Math.sqrt(rows) ? length : 0;
  });
}
