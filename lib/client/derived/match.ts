import type { TensorRef, TensorSource } from './tensor-ref.ts';

/** Version of what a match is: a change makes kept results old. */
export const MATCH_VERSION = 1;

/** What a worker needs to match the units of two layers. */
export interface MatchInput {
  readonly source: TensorSource;
  /** State snapshots of the same probe: [sequence, time, unit] each, of as many timesteps. */
  readonly left: TensorRef;
  readonly right: TensorRef;
}

/** Which unit of the right layer does what a unit of the left one does, and how much of it chance would find. */
export interface MatchResult {
  /** Units of each side, and how many of them were looked at: those that move most. */
  readonly units: readonly [number, number];
  readonly looked: readonly [number, number];
  /** See `UnitMatch`. */
  readonly of: Int32Array;
  readonly correlation: Float64Array;
  readonly order: Int32Array;
  readonly matched: number;
  readonly mean: number;
  /** Whether a unit may be matched to one turned over: states of both signs. */
  readonly mayTurn: boolean;
  /** At each shift of the steps around the circle: see `matchesByChance`. */
  readonly chanceMean: Float64Array;
  readonly chanceMatched: Int32Array;
  /** Steps and sequences that were looked at, of so many sequences that both have. */
  readonly steps: number;
  readonly sequences: number;
  readonly ofSequences: number;
}
