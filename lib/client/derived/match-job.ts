import { circleShifts, matchesByChance } from '../../analysis/compare/match-chance.ts';
import { matchUnits, type UnitMatch, unitColumns } from '../../analysis/compare/match-units.ts';
import { finiteMask } from '../../analysis/projection/epoch-sample.ts';
import { UnrolledError } from '../../base/errors.ts';
import type { Job } from './jobs.ts';
import type { MatchInput, MatchResult } from './match.ts';
import { pickedRows, rowsOfMask, sharedSequences, wholeSequences } from './shared-steps.ts';

/** Ways the steps are turned around the circle to see what chance does. */
export const SHIFTS = 20;
/** Units of a side that are matched; of more those that move most: the assignment takes their number to the third. */
export const MOST_UNITS = 512;
/** Multiplications that all correlations together may take: some seconds. */
const MOST_WORK = 1.5e9;
/** Steps that are looked at however many units there are. */
const FEWEST_STEPS = 400;
/** Fewer steps tell nothing. */
export const LEAST_STEPS = 20;

/** Matches the units of two snapshots of the same probe, then the same with steps turned around the circle. */
export const matchJob: Job<'match'> = async function* ({ left, right }, read) {
  const ofSequences = sharedSequences([left, right]);
  const time = left.shape[1] ?? 0;
  const units = [left.shape[2] ?? 1, right.shape[2] ?? 1] as const;
  if (ofSequences === 0 || time === 0) throw unlike(left, right);
  const looked = [Math.min(units[0], MOST_UNITS), Math.min(units[1], MOST_UNITS)] as const;
  const most = Math.max(FEWEST_STEPS, Math.floor(MOST_WORK / (looked[0] * looked[1] * (SHIFTS + 1))));
  const wanted = wholeSequences(ofSequences, time, most);
  const states = [await read(left, wanted), await read(right, wanted)] as const;
  yield { phase: 'loading', done: 0.1 };
  const masks = [finiteMask(states[0], units[0]), finiteMask(states[1], units[1])] as const;
  const rows = rowsOfMask(masks[0].map((one, row) => one & masks[1][row]!));
  if (rows.length < LEAST_STEPS) {
    throw new UnrolledError(
      'no-points',
      `matching of units: ${rows.length} steps at which both have finite states — ${LEAST_STEPS} are needed`,
    );
  }
  const kept = [mostMoving(states[0], units[0], rows), mostMoving(states[1], units[1], rows)] as const;
  const picked = [
    pickedRows(states[0], units[0], rows, kept[0]),
    pickedRows(states[1], units[1], rows, kept[1]),
  ] as const;
  const mayTurn = picked.some((values) => values.some((value) => value < 0));
  const a = unitColumns(picked[0], rows.length, looked[0]);
  const b = unitColumns(picked[1], rows.length, looked[1]);
  const match = matchUnits(a, b, { mayTurn });
  yield { phase: 'scores', done: 0.15 };
  const shifts = circleShifts(rows.length, SHIFTS);
  const chance: { readonly mean: number; readonly matched: number }[] = [];
  for (const { mean, matched } of matchesByChance(a, b, shifts, { mayTurn })) {
    chance.push({ mean, matched });
    yield { phase: 'scores', done: 0.15 + (0.85 * chance.length) / shifts.length };
  }
  return {
    ...{ units, looked, mayTurn, ofSequences, steps: rows.length, sequences: wanted.length / time },
    ...amongAll(match, kept, units[0]),
    chanceMean: Float64Array.from(chance, ({ mean }) => mean),
    chanceMatched: Int32Array.from(chance, ({ matched }) => matched),
  };
};

/** At most {@link MOST_UNITS} units of largest variance over `rows`, rising. */
function mostMoving(values: ArrayLike<number>, units: number, rows: Int32Array): Int32Array {
  const all = Int32Array.from({ length: units }, (_, unit) => unit);
  if (units <= MOST_UNITS) return all;
  const found = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    let [sum, squares] = [0, 0];
    for (const row of rows) {
      const value = values[row * units + unit]!;
      sum += value;
      squares += value * value;
    }
    found[unit] = squares - (sum * sum) / rows.length;
  }
  return all
    .sort((i, j) => found[j]! - found[i]! || i - j)
    .slice(0, MOST_UNITS)
    .sort();
}

/** A match of some units as one of all: those that were not looked at have no partner and come last. */
function amongAll(
  match: UnitMatch,
  [left, right]: readonly [Int32Array, Int32Array],
  units: number,
): Pick<MatchResult, 'of' | 'correlation' | 'order' | 'matched' | 'mean'> {
  const of = new Int32Array(units).fill(-1);
  const correlation = new Float64Array(units);
  const isIn = new Uint8Array(units);
  for (const [place, unit] of left.entries()) {
    const partner = match.of[place]!;
    of[unit] = partner < 0 ? -1 : right[partner]!;
    correlation[unit] = match.correlation[place]!;
    isIn[unit] = 1;
  }
  const rest = Array.from({ length: units }, (_, unit) => unit).filter((unit) => isIn[unit] === 0);
  const order = Int32Array.from([...Array.from(match.order, (place) => left[place]!), ...rest]);
  return { of, correlation, order, matched: match.matched, mean: match.mean };
}

function unlike({ shape: a }: MatchInput['left'], { shape: b }: MatchInput['right']): UnrolledError {
  return new UnrolledError(
    'bad-shape',
    `matching of units: states of [${a.join(', ')}] and of [${b.join(', ')}] — both must be of as many timesteps`,
  );
}
