import { readFileSync } from 'node:fs';

/** Two sets of states [row, unit]. */
interface Pair {
  readonly rows: number;
  readonly left: number;
  readonly right: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
}

interface Strength {
  readonly mean: number;
  readonly matched: number;
}

interface SimilarityReference {
  readonly relativeTolerance: number;
  readonly pairs: readonly (Pair & {
    readonly biased: number;
    readonly debiased: number;
    readonly shift: number;
    readonly shifted: number;
  })[];
  readonly chance: readonly (Pair & {
    readonly shifts: readonly number[];
    readonly aligned: Strength;
    readonly byChance: readonly Strength[];
  })[];
}

/** The numbers scripts/reference/similarity.py wrote. */
export const similarityReference: SimilarityReference = JSON.parse(
  readFileSync(new URL('../../../data/reference/similarity.json', import.meta.url), 'utf8'),
);
