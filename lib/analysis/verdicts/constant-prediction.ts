import { assert } from '../../base/errors.ts';
import { median } from '../quantiles.ts';

/** Targets as they are given to `fit`, row-major; the first axis is the sequence. */
export interface Targets {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/**
 * The smallest loss a prediction can have that is the same for every sequence, i.e. ignores the input: what a network
 * reaches that has learned nothing but the frequencies. In the loss' own unit (nats for cross-entropies), averaged over
 * output positions as tfjs does:
 * - categoricalCrossentropy: −Σ_c q_c ln q_c with q the mean target; sparseCategoricalCrossentropy: the same of class ids
 * - binaryCrossentropy: mean over outputs of −q ln q − (1−q) ln(1−q)
 * - meanSquaredError: mean over outputs of the variance; meanAbsoluteError: of the mean distance from the median
 *
 * In targets with time, every step has its own best prediction. Regularisation and class weights are not in it.
 * null for any other loss, for no targets, and for targets that are not finite. `targets` may be a sample of those
 * trained on; with n of them the estimate is low by about (classes − 1)/2n nats.
 * Source: entropy is the minimum of cross-entropy (Gibbs), mean and median those of squares and distances. Checked:
 * numerical minimisation in SciPy to 1e-6.
 */
export function constantPredictionLoss(loss: string | null, targets: Targets): number | null {
  const of = loss === null ? undefined : BEST_CONSTANT[loss];
  const count = targets.shape[0] ?? 0;
  if (of === undefined || count === 0 || targets.values.length === 0) return null;
  assert(targets.values.length % count === 0, `${targets.values.length} targets do not make ${count} sequences`);
  const best = of(targets, count);
  return Number.isFinite(best) ? best : null;
}

type BestConstant = (targets: Targets, count: number) => number;

const BEST_CONSTANT: { readonly [loss: string]: BestConstant | undefined } = {
  categoricalCrossentropy(targets, count) {
    const classes = targets.shape[targets.shape.length - 1]!;
    const outputs = targets.values.length / count;
    // entropies of the classes at one position add up; positions are averaged
    return (sumOverOutputs(targets, count, (column) => entropyTerm(mean(column))) * classes) / outputs;
  },
  sparseCategoricalCrossentropy: (targets, count) => meanOverOutputs(targets, count, entropyOfIds),
  binaryCrossentropy: (targets, count) =>
    meanOverOutputs(targets, count, (column) => entropyTerm(mean(column)) + entropyTerm(1 - mean(column))),
  meanSquaredError: (targets, count) =>
    meanOverOutputs(targets, count, (column) => {
      const centre = mean(column);
      return mean(column.map((value) => (value - centre) ** 2));
    }),
  meanAbsoluteError: (targets, count) =>
    meanOverOutputs(targets, count, (column) => {
      const centre = median(column);
      return mean(column.map((value) => Math.abs(value - centre)));
    }),
};

/** A function of each output's values over the sequences, summed over outputs. */
function sumOverOutputs(targets: Targets, count: number, of: (column: Float64Array) => number): number {
  const outputs = targets.values.length / count;
  const column = new Float64Array(count);
  let sum = 0;
  for (let output = 0; output < outputs; output++) {
    for (let i = 0; i < count; i++) column[i] = targets.values[i * outputs + output]!;
    sum += of(column);
  }
  return sum;
}

function meanOverOutputs(targets: Targets, count: number, of: (column: Float64Array) => number): number {
  return (sumOverOutputs(targets, count, of) * count) / targets.values.length;
}

function entropyOfIds(ids: Float64Array): number {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  let entropy = 0;
  for (const [id, count] of counts) entropy += Number.isFinite(id) ? entropyTerm(count / ids.length) : Number.NaN;
  return entropy;
}

/** −q ln q, 0 at q = 0; NaN outside 0…1 (but for rounding), where it is no frequency. */
function entropyTerm(share: number): number {
  if (!(share >= -1e-6 && share <= 1 + 1e-6)) return Number.NaN;
  return share > 0 ? -share * Math.log(share) : 0;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
