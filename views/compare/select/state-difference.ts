import type { MatchResult } from '../../../lib/client/derived/match.ts';
import type { SequenceStates } from '../../states/select/sequence-states.ts';

/** States of one probe sequence in two runs, a row per unit of the reference, the best matched first. */
export interface StateDifference {
  readonly units: number;
  /** The first rows: units that have a partner. The others have none, and only the reference's states. */
  readonly matched: number;
  readonly time: number;
  /** The unit of the reference in each row, and its partner; −1: none. */
  readonly rows: Int32Array;
  readonly partners: Int32Array;
  /** −1 where the partner is turned over, else 1. */
  readonly signs: Int8Array;
  /** [timestep, row]: states of the reference, those of the partner (turned over where it says so), and their difference. */
  readonly reference: Float32Array;
  readonly other: Float32Array;
  readonly difference: Float32Array;
  /** Padded in either. */
  readonly isPadded: (timestep: number) => boolean;
  /** Root of the mean squared difference of matched units, and the largest |difference|; NaN without any. */
  readonly rms: number;
  readonly largest: number;
}

/** Holds the states of two runs against each other, unit by matched unit. */
export function stateDifference(left: SequenceStates, right: SequenceStates, match: MatchResult): StateDifference {
  const { units } = left;
  const time = Math.min(left.time, right.time);
  const { order: rows, matched } = match;
  const isPadded = (t: number) => left.isPadded(t) || right.isPadded(t);
  const partners = Int32Array.from(rows, (unit, row) => (row < matched ? match.of[unit]! : -1));
  const signs = Int8Array.from(rows, (unit) => (match.mayTurn && match.correlation[unit]! < 0 ? -1 : 1));
  const [reference, other, difference] = [0, 1, 2].map(() => new Float32Array(units * time).fill(Number.NaN)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  let [squares, count, largest] = [0, 0, 0];
  for (let t = 0; t < time; t += 1) {
    if (isPadded(t)) continue;
    for (let row = 0; row < units; row += 1) {
      const at = t * units + row;
      reference[at] = left.value(rows[row]!, t);
      if (row >= matched) continue;
      other[at] = signs[row]! * right.value(partners[row]!, t);
      difference[at] = reference[at] - other[at];
      const size = Math.abs(difference[at]);
      if (!(size < Number.POSITIVE_INFINITY)) continue;
      squares += size * size;
      count += 1;
      largest = Math.max(largest, size);
    }
  }
  const rms = count > 0 ? Math.sqrt(squares / count) : Number.NaN;
  return {
    ...{ units, matched, time, rows, partners, signs, reference, other, difference, isPadded, rms },
    largest: count > 0 ? largest : Number.NaN,
  };
}

/** What chance would have matched: the largest of the turned matches, and how many units it matched. */
export function byChance({ chanceMean, chanceMatched }: MatchResult): {
  readonly mean: number;
  readonly matched: number;
} {
  const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values));
  return chanceMean.length === 0
    ? { mean: Number.NaN, matched: Number.NaN }
    : { mean: largest(chanceMean), matched: largest(chanceMatched) };
}

/** The row of a unit of the run that is looked at: the reference itself or the other one; −1: it has none. */
export function rowOfUnit({ rows, partners }: StateDifference, unit: number | null, isReference: boolean): number {
  return unit === null ? -1 : (isReference ? rows : partners).indexOf(unit);
}
