import { assert, UnrolledError } from '../../base/errors.ts';
import { sampleOf, seededRandom } from '../../base/random.ts';
import { type Rows, requireFinite } from '../linalg/rows.ts';
import { quantile } from '../quantiles.ts';
import { ranksOf } from '../rank-correlation.ts';

/** How well one unit tells a concept. */
export interface UnitScore {
  readonly unit: number;
  /** AUROC of the unit for a binary label (above .5: higher where 1), Spearman's ρ for a numeric one. NaN: can't say. */
  readonly value: number;
  /** What units are ranked by: 2·|AUROC − .5| or |ρ|, 0…1; 0 where the value is NaN. */
  readonly strength: number;
  /** Whether the strength is above {@link ConceptScores.chance}. */
  readonly aboveChance: boolean;
}

/** All units for one concept at one epoch. */
export interface ConceptScores {
  readonly measure: 'auroc' | 'spearman';
  /** The strongest first; equal ones by unit. */
  readonly ranking: readonly UnitScore[];
  /** The 99.9 % quantile, over the shifted labels, of the best unit's strength; NaN where fewer than 19 shifts are possible: chance would pass as often as one in twenty. */
  readonly chance: number;
}

export interface ConceptOptions {
  /** How many circular shifts of the labels; default 200, fewer where the text has fewer steps. */
  readonly shifts?: number;
  readonly seed?: number;
}

/** With fewer, a unit that only happens to be the best is above all of them too often. */
const LEAST_SHIFTS = 19;

/**
 * Scores every unit of `states` [steps × units] (steps in the order of the text) against a label per step: AUROC where all
 * labels are 0 or 1, Spearman's ρ otherwise. The control shifts the labels around the circle, which keeps their
 * autocorrelation, and takes the best unit of each shift, so that having many units is no excuse. A concept that never
 * varies leaves all values NaN; so does, for ρ, a unit that never varies (its AUROC is .5). Throws `not-finite`.
 * Source: AUROC as in Hanley and McNeil 1982. Checked: `sklearn.metrics.roc_auc_score`, `scipy.stats.spearmanr` to 1e-12; a
 * unit equal to the label with noise comes first, a random label has none above chance.
 */
export function conceptScores(
  states: Rows,
  labels: ArrayLike<number>,
  { shifts = 200, seed = 1 }: ConceptOptions = {},
): ConceptScores {
  assert(labels.length === states.rows, `${labels.length} labels for ${states.rows} steps`);
  requireFinite(states, 'concept scores');
  const concept = finiteLabels(labels);
  const measure = concept.every((label) => label === 0 || label === 1) ? 'auroc' : 'spearman';
  const units = Array.from({ length: states.cols }, (_, unit) => ranksOf(columnOf(states, unit)));
  const score = measure === 'auroc' ? aurocScorer(concept) : spearmanScorer(concept, units);
  const strength = (value: number) => (measure === 'auroc' ? 2 * Math.abs(value - 0.5) : Math.abs(value)) || 0;

  const bests = shiftsOf(states.rows, shifts, seed).map((shift) =>
    units.reduce((best, ranks, unit) => Math.max(best, strength(score(ranks, unit, shift))), 0),
  );
  const chance = bests.length < LEAST_SHIFTS ? Number.NaN : quantile(bests, 0.999);
  const ranking = units.map((ranks, unit) => {
    const value = score(ranks, unit, 0);
    return { unit, value, strength: strength(value), aboveChance: strength(value) > chance };
  });
  return { measure, ranking: ranking.sort((a, b) => b.strength - a.strength || a.unit - b.unit), chance };
}

/** The value of one unit, given its ranks, with label t moved to step t + shift. */
type Scorer = (ranks: Float64Array, unit: number, shift: number) => number;

/** AUROC = (Σ ranks of the ones − n₁(n₁ + 1)/2) / (n₁·n₀), ties counting half (Mann & Whitney 1947). */
function aurocScorer(concept: Float64Array): Scorer {
  const steps = concept.length;
  const ones = Int32Array.from(Array.from(concept.keys()).filter((t) => concept[t] === 1));
  const pairs = ones.length * (steps - ones.length);
  const least = (ones.length * (ones.length + 1)) / 2;
  return (ranks, _unit, shift) => {
    if (pairs === 0) return Number.NaN;
    let sum = 0;
    for (const t of ones) sum += ranks[t + shift < steps ? t + shift : t + shift - steps]!;
    return (sum - least) / pairs;
  };
}

/** Pearson's r of the ranks, whose means and norms no shift changes. */
function spearmanScorer(concept: Float64Array, units: readonly Float64Array[]): Scorer {
  const steps = concept.length;
  const centred = (ranks: Float64Array) => ranks.map((rank) => rank - (steps + 1) / 2);
  const norm = (ranks: Float64Array) => Math.sqrt(centred(ranks).reduce((sum, x) => sum + x * x, 0));
  const targets = centred(ranksOf(concept));
  const targetNorm = norm(ranksOf(concept));
  const norms = units.map(norm);
  return (ranks, unit, shift) => {
    if (targetNorm === 0 || norms[unit] === 0) return Number.NaN;
    let sum = 0;
    for (let t = 0; t < steps; t++) sum += targets[t]! * ranks[t + shift < steps ? t + shift : t + shift - steps]!;
    return Math.max(-1, Math.min(1, sum / (targetNorm * norms[unit]!)));
  };
}

/** Different amounts of 1…steps − 1. */
function shiftsOf(steps: number, wanted: number, seed: number): number[] {
  const possible = Math.max(0, steps - 1);
  return Array.from(sampleOf(possible, Math.min(wanted, possible), seededRandom(seed)), (shift) => shift + 1);
}

function finiteLabels(labels: ArrayLike<number>): Float64Array {
  const concept = Float64Array.from(labels);
  const bad = concept.findIndex((label) => !Number.isFinite(label));
  if (bad < 0) return concept;
  throw new UnrolledError(
    'not-finite',
    `concept scores: label ${concept[bad]} at step ${bad} — leave out such steps first`,
  );
}

function columnOf({ data, rows, cols }: Rows, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, r) => data[r * cols + column]!);
}
