import type { ScoresResult } from '../../../lib/client/derived/scores.ts';

/** One concept at one epoch, as it stands beside a map of units. */
export interface ConceptColumn {
  readonly key: string;
  readonly name: string;
  readonly measure: 'auroc' | 'spearman';
  /** The epoch that was scored: the playhead's, or the nearest before it. */
  readonly epoch: number;
  /** −1…1 for each unit: 2·(AUROC − ½), or ρ. */
  readonly values: Float32Array;
  /** 0…1: what the best unit reaches by chance. */
  readonly chance: number;
}

/** Index of the epoch that is shown: the one at or before, else the first; −1 without any. */
export function scoredAt({ epochs }: Pick<ScoresResult, 'epochs'>, epoch: number | null): number {
  if (epochs.length === 0) return -1;
  return epoch === null
    ? epochs.length - 1
    : Math.max(
        0,
        epochs.findLastIndex((each) => each <= epoch),
      );
}

/** Scores of all units for a concept at an epoch: a view, not a copy. */
export function scoresAt({ values, units, epochs }: ScoresResult, concept: number, at: number): Float32Array {
  const place = concept * epochs.length + at;
  return values.subarray(place * units, (place + 1) * units);
}

/** What the best unit reaches by chance, for a concept at an epoch. */
export function chanceAt({ chance, epochs }: ScoresResult, concept: number, at: number): number {
  return chance[concept * epochs.length + at] ?? Number.NaN;
}

/** What a unit follows at an epoch, and since when. */
export interface Followed {
  readonly concept: number;
  /** −1…1. */
  readonly value: number;
  /** First epoch from which on it was above chance, with the same sign, at every epoch up to this one. */
  readonly since: number;
}

/** The concept a unit follows most strongly, of those it follows beyond chance; null: none. */
export function followedBy(result: ScoresResult, unit: number, at: number): Followed | null {
  let best: Followed | null = null;
  for (let concept = 0; concept < result.concepts.length; concept += 1) {
    const value = scoresAt(result, concept, at)[unit] ?? Number.NaN;
    if (!(Math.abs(value) > chanceAt(result, concept, at))) continue;
    if (best && Math.abs(value) <= Math.abs(best.value)) continue;
    best = { concept, value, since: sinceEpoch(result, concept, unit, at) };
  }
  return best;
}

/** Since when a unit has followed a concept that it follows at `at`. */
export function sinceEpoch(result: ScoresResult, concept: number, unit: number, at: number): number {
  const sign = Math.sign(scoresAt(result, concept, at)[unit] ?? 0);
  let first = at;
  for (let e = at; e >= 0; e -= 1) {
    const value = scoresAt(result, concept, e)[unit] ?? Number.NaN;
    if (!(Math.abs(value) > chanceAt(result, concept, e)) || Math.sign(value) !== sign) break;
    first = e;
  }
  return result.epochs[first]!;
}

/** The concept that some unit follows most clearly beyond chance; the first one where none is. */
export function clearestConcept(result: ScoresResult, at: number): number {
  let [best, margin] = [0, Number.NEGATIVE_INFINITY];
  for (let concept = 0; concept < result.concepts.length; concept += 1) {
    const chance = chanceAt(result, concept, at);
    const strongest = scoresAt(result, concept, at).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
    if (strongest - chance > margin) [best, margin] = [concept, strongest - chance];
  }
  return best;
}

/** Units by their score, from +1 down to −1; those without one last. */
export function orderByScore(values: Float32Array): Int32Array {
  const key = (unit: number) => (Number.isNaN(values[unit]!) ? Number.POSITIVE_INFINITY : -values[unit]!);
  return Int32Array.from({ length: values.length }, (_, unit) => unit).sort((a, b) => key(a) - key(b) || a - b);
}
