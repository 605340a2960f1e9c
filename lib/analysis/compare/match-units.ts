import { assert } from '../../base/errors.ts';
import { centredColumns } from '../cka.ts';
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
  /** Mean |correlation| of all pairs, as many as the narrower side has units; of signs that mean something the mean itself. */
  readonly mean: number;
}

/** Units made ready to be matched: centred columns, one below the other in memory, and the length of each. */
export interface UnitColumns {
  /** [unit, row] */
  readonly columns: Float64Array;
  /** 0: a unit that only rounding moves. */
  readonly lengths: Float64Array;
  readonly rows: number;
  readonly units: number;
}

/** Centres the units of states [row, unit]. Rows must be finite. */
export function unitColumns(values: ArrayLike<number>, rows: number, units: number): UnitColumns {
  const columns = centredColumns(values, rows, units);
  const lengths = Float64Array.from({ length: units }, (_, i) => {
    const length = Math.sqrt(dot(columns, i * rows, columns, i * rows, rows));
    return length > 1e-12 * Math.sqrt(rows) ? length : 0;
  });
  return { columns, lengths, rows, units };
}

/** How units are matched. */
export interface MatchOptions {
  /** False where signs mean something (states that are never negative). Default: true. */
  readonly mayTurn?: boolean;
  /** Row r of A is held against row r + shift of B, around the circle, 0…rows − 1: what chance does. Default: 0. */
  readonly shift?: number;
}

/**
 * Matches the units of two sets of states of the same rows one to one, so that the sum of |correlation| is largest. The
 * hidden units of a network have no order of their own, and turning the sign of a tanh unit with its weights changes
 * nothing, so unit 3 of one run may be unit 17 of another, turned over. A unit that does not move correlates with nothing.
 * Source: Li et al. 2016, "Convergent learning". Checked: NumPy `corrcoef` and SciPy `linear_sum_assignment`
 * (scripts/reference/compare.py); a shuffled copy is found again.
 */
export function matchUnits(
  a: UnitColumns,
  b: UnitColumns,
  { mayTurn = true, shift = 0 }: MatchOptions = {},
): UnitMatch {
  assert(a.rows === b.rows, `states of ${a.rows} and ${b.rows} rows`);
  assert(shift >= 0 && shift < Math.max(1, a.rows), `a shift of ${shift} around ${a.rows} rows`);
  const isTurned = a.units > b.units;
  const [high, wide] = isTurned ? [b.units, a.units] : [a.units, b.units];
  const costs = new Float64Array(high * wide);
  const correlations = new Float64Array(a.units * b.units);
  for (let i = 0; i < a.units; i++) {
    for (let j = 0; j < b.units; j++) {
      const scale = a.lengths[i]! * b.lengths[j]!;
      const r = scale > 0 ? shiftedDot(a, i, b, j, shift) / scale : 0;
      correlations[i * b.units + j] = r;
      costs[isTurned ? j * wide + i : i * wide + j] = 1 - (mayTurn ? Math.abs(r) : r);
    }
  }
  const of = new Int32Array(a.units).fill(-1);
  leastCostAssignment(costs, high, wide).forEach((to, from) => {
    if (isTurned) of[to] = from;
    else of[from] = to;
  });
  const correlation = Float64Array.from(of, (j, i) => (j < 0 ? 0 : correlations[i * b.units + j]!));
  const strength = (i: number) => (mayTurn ? Math.abs(correlation[i]!) : correlation[i]!);
  const order = Int32Array.from({ length: a.units }, (_, i) => i).sort((i, j) => strength(j) - strength(i) || i - j);
  const matched = order.reduce((count, i) => count + (of[i]! >= 0 && strength(i) >= LEAST_MATCH ? 1 : 0), 0);
  let sum = 0;
  for (let i = 0; i < a.units; i++) sum += strength(i);
  return { of, correlation, order, matched, mean: sum / high };
}

/** Σ of column i of `a` times column j of `b`, whose rows begin `shift` later. */
function shiftedDot(a: UnitColumns, i: number, b: UnitColumns, j: number, shift: number): number {
  const { rows } = a;
  const before = rows - shift;
  const sum = dot(a.columns, i * rows, b.columns, j * rows + shift, before);
  return shift === 0 ? sum : sum + dot(a.columns, i * rows + before, b.columns, j * rows, shift);
}
