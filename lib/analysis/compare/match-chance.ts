import { type MatchOptions, matchUnits, type UnitColumns, type UnitMatch } from './match-units.ts';

/** How good a match is as a whole. */
export type MatchStrength = Pick<UnitMatch, 'matched' | 'mean'>;

/** Offset between neighbouring shifts as a share of their range: the golden ratio, so that none repeats the beat of a sequence. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** No shift is nearer to none than this share of the circle. */
const NEAREST = 0.05;

/** At most `count` different ways to turn `rows` steps around the circle, none of them near to where they belong. */
export function circleShifts(rows: number, count: number): Int32Array {
  const nearest = Math.max(1, Math.ceil(NEAREST * rows));
  const room = rows - 2 * nearest + 1;
  const shifts = Array.from({ length: count }, (_, k) => nearest + Math.floor((((k + 1) * GOLDEN) % 1) * room));
  return Int32Array.from(new Set(room > 0 ? shifts : []));
}

/**
 * What matching finds where there is nothing to be found: the assignment takes the best of all pairs, so noise correlates
 * too, the more the fewer the steps and the more units. The same matching with the rows of B turned around the circle: the
 * examples are exchanged and their times moved, while each unit keeps its values and how slowly it moves. Yields the
 * strength at each of `shifts`. Checked: NumPy `roll` and `corrcoef`, SciPy `linear_sum_assignment`
 * (scripts/reference/similarity.py); unrelated units match no better than this, related ones do.
 */
export function* matchesByChance(
  a: UnitColumns,
  b: UnitColumns,
  shifts: ArrayLike<number>,
  options: Omit<MatchOptions, 'shift'> = {},
): Generator<MatchStrength, void> {
  for (let k = 0; k < shifts.length; k++) yield matchUnits(a, b, { ...options, shift: shifts[k]! });
}
