import { quantile } from '../quantiles.ts';
import { twoSidedP } from './student-t.ts';

/** Share of false alarms that is put up with, over all epochs compared together. */
export const PARTING_ALPHA = 0.05;
/** Consecutive epochs, or all that are left, in which a difference must hold. */
export const PARTING_PERSISTENCE = 3;
/** A run's own noise is never taken to be below this share of what it measures: losses are float32. */
const LEAST_NOISE = 1e-6;

/**
 * What a difference is held against. `welch`: the spread over seeds on both sides (Welch's t-test). `prediction`: several
 * seeds on one side, one run on the other (a prediction interval). `noise`: one run each, so only how much each jumps from
 * epoch to epoch is known, not how far two seeds lie apart. `not-finite`: one of the two is NaN or infinite.
 */
export type PartingTest = 'welch' | 'prediction' | 'noise' | 'not-finite';

/** Where two groups of runs part. */
export interface Parting {
  /** Index into the epochs compared. */
  readonly at: number;
  readonly test: PartingTest;
  /** The statistic there: t or z, positive where the second is above the first; ±∞ for `not-finite`. */
  readonly statistic: number;
  /** Its degrees of freedom; ∞ for z. */
  readonly freedom: number;
  /** Two-sided, not adjusted; significant below α divided by the epochs compared. */
  readonly p: number;
}

/** Values per epoch of the runs of a group; NaN and ±∞ are what was measured, `undefined` where nothing was. */
export type GroupSeries = readonly (readonly (number | undefined)[])[];

/** How two groups were compared, and where they part. */
export interface PartingResult {
  /** Null: they do not part within the epochs both have. */
  readonly parting: Parting | null;
  /** Epochs that both have: what α is divided by. */
  readonly compared: number;
  readonly test: Exclude<PartingTest, 'not-finite'>;
  /** Values were compared as log10: all are above 0. */
  readonly isLog: boolean;
}

/**
 * The first epoch from which on `b` differs from `a`: at which, and in the two epochs after it (fewer where the runs end),
 * the difference has one sign and a two-sided p below 0.05 / epochs compared (Bonferroni). Values are compared as log10 where
 * all are above 0, so that a loss of 0.01 and one of 0.02 are as far apart as 1 and 2.
 *
 * One run each: z = Δ / √(σ_a² + σ_b²), with σ̂ = 1.4826 · median|y_{i−1}/2 − y_i + y_{i+1}/2| / √1.5, the robust form of the
 * pseudo-residuals of Gasser, Sroka & Jennen-Steinmetz 1986, which a smooth trend leaves alone.
 * Checked: `scipy.stats.ttest_ind(equal_var=False)` and NumPy (scripts/reference/compare.py); equal runs never part, runs made
 * to part at an epoch do there.
 */
export function partingOf(a: GroupSeries, b: GroupSeries): PartingResult {
  const test = a.length > 1 && b.length > 1 ? 'welch' : a.length > 1 || b.length > 1 ? 'prediction' : 'noise';
  const isLog = [...a, ...b].every((run) => run.every((value) => !(Number.isFinite(value!) && value! <= 0)));
  const scale = (value: number) => (isLog ? Math.log10(value) : value);
  const length = Math.max(0, ...[...a, ...b].map((run) => run.length));
  const noise = test === 'noise' ? Math.hypot(noiseOf(a[0] ?? [], scale), noiseOf(b[0] ?? [], scale)) : Number.NaN;
  const epochs: number[] = [];
  const found: Omit<Parting, 'at'>[] = [];
  for (let at = 0; at < length; at++) {
    const [left, right] = [presentAt(a, at), presentAt(b, at)];
    if (left.length === 0 || right.length === 0) continue;
    epochs.push(at);
    found.push(compare(left, right, test, noise, scale));
  }
  const limit = PARTING_ALPHA / Math.max(1, epochs.length);
  const isPart = ({ p }: { readonly p: number }) => p < limit;
  for (let i = 0; i < found.length; i++) {
    const stretch = found.slice(i, i + PARTING_PERSISTENCE);
    const sign = Math.sign(stretch[0]!.statistic);
    const holds = stretch.every(
      (each) => isPart(each) && (each.test === 'not-finite' || Math.sign(each.statistic) === sign),
    );
    if (holds && (stretch.length > 1 || found[i]!.test === 'not-finite'))
      return { parting: { at: epochs[i]!, ...found[i]! }, compared: epochs.length, test, isLog };
  }
  return { parting: null, compared: epochs.length, test, isLog };
}

function presentAt(group: GroupSeries, at: number): readonly number[] {
  return group.flatMap((run) => run[at] ?? []);
}

function compare(
  a: readonly number[],
  b: readonly number[],
  test: PartingResult['test'],
  noise: number,
  scale: (value: number) => number,
): Omit<Parting, 'at'> {
  const finite = (values: readonly number[]) => values.filter(Number.isFinite).map(scale);
  const [left, right] = [finite(a), finite(b)];
  // a side of which nothing is finite has blown up; where both have there is nothing to tell apart
  if (left.length === 0 && right.length === 0) return { test, statistic: 0, freedom: Infinity, p: 1 };
  if (left.length === 0 || right.length === 0)
    return { test: 'not-finite', statistic: left.length === 0 ? -Infinity : Infinity, freedom: Infinity, p: 0 };
  const away = meanOf(right) - meanOf(left);
  if (test === 'noise') return tested(test, away, noise, Infinity);
  if (left.length > 1 && right.length > 1) return welch(left, right, away);
  // one of the seeds is left on a side: the spread of the other says where one more would lie
  const [many, lone] = left.length > 1 ? [left, right] : [right, left];
  if (many.length < 2) return { test: 'prediction', statistic: 0, freedom: Number.NaN, p: 1 };
  const error = Math.max(Math.sqrt(varianceOf(many) * (1 + 1 / lone.length)), floorOf([...left, ...right]));
  return tested('prediction', away, error, many.length - 1);
}

function welch(left: readonly number[], right: readonly number[], away: number): Omit<Parting, 'at'> {
  const [va, vb] = [varianceOf(left) / left.length, varianceOf(right) / right.length];
  const floor = floorOf([...left, ...right]);
  if (Math.sqrt(va + vb) <= floor) return tested('welch', away, floor, left.length + right.length - 2);
  const freedom = (va + vb) ** 2 / (va ** 2 / (left.length - 1) + vb ** 2 / (right.length - 1));
  return tested('welch', away, Math.sqrt(va + vb), freedom);
}

function tested(test: PartingTest, away: number, error: number, freedom: number): Omit<Parting, 'at'> {
  const statistic = away === 0 ? 0 : away / error;
  return { test, statistic, freedom, p: twoSidedP(statistic, freedom) };
}

/**
 * How much one run jumps from epoch to epoch around its own trend; never below rounding. Of fewer than three neighbouring
 * values nothing is known: infinite. Values are scaled first; gaps are left out.
 */
function noiseOf(run: readonly (number | undefined)[], scale: (value: number) => number): number {
  const values = run.map((value) => (value !== undefined && Number.isFinite(value) ? scale(value) : Number.NaN));
  const residuals: number[] = [];
  for (let i = 1; i < values.length - 1; i++) {
    const residual = Math.abs(values[i - 1]! / 2 - values[i]! + values[i + 1]! / 2);
    if (!Number.isNaN(residual)) residuals.push(residual);
  }
  if (residuals.length === 0) return Infinity;
  return Math.max((1.4826 * quantile(residuals, 0.5)) / Math.sqrt(1.5), floorOf(values));
}

function floorOf(values: readonly number[]): number {
  const sizes = values.filter((value) => !Number.isNaN(value)).map(Math.abs);
  return LEAST_NOISE * Math.max(1e-30, quantile(sizes, 0.5) || 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
