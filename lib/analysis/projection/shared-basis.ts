import { type Rows, rowsOf, stackRows } from '../linalg/rows.ts';
import { evenIndices } from './epoch-sample.ts';
import { fitPca, type Pca, shareInBasis, transformPca } from './pca.ts';
import { applyProcrustes, procrustes } from './procrustes.ts';

/** A basis from earlier epochs is fitted anew when it holds less than this share of what the newest's own would hold. */
export const REFIT_BELOW = 0.9;
/** Multiplications that a fit may take: fewer states of each epoch go into it beyond. */
const MOST_PRODUCTS = 1e9;
const MOST_STATES = 10_000;

/** One basis for the states of all epochs pooled; of many epochs evenly spaced states of each go into it. */
export function pooledBasis(epochs: readonly Rows[], components = 3): Pca {
  const { rows = 0, cols = 1 } = epochs[0] ?? {};
  const most = Math.max(cols + 1, Math.min(MOST_STATES, MOST_PRODUCTS / cols ** 2));
  const each = Math.max(2, Math.floor(most / Math.max(1, epochs.length)));
  return fitPca(stackRows(epochs.map((epoch) => (rows <= each ? epoch : evenRowsOf(epoch, each)))), components);
}

/**
 * Whether a basis of earlier epochs no longer shows the newest one: its first two components hold less than 90 % of the
 * variance that the newest epoch's own first two would. False where nothing varies.
 */
export function needsRefit(basis: Pca, newest: Rows): boolean {
  const own = fitPca(newest, 2).ratios.reduce((sum, ratio) => sum + ratio, 0);
  const held = shareInBasis(firstTwo(basis), newest);
  return own > 0 && held < REFIT_BELOW * own;
}

/**
 * The same span as `basis`, turned (perhaps mirrored) in its first two directions so that `points` lie as near as they can
 * to where `before` shows them; a third direction keeps its side. The ratios are those along the turned directions.
 */
export function turnedOnto(basis: Pca, before: Pca, points: Rows): Pca {
  const turn = procrustes(transformPca(firstTwo(basis), points), transformPca(firstTwo(before), points)).rotation;
  const { data, rows, cols } = basis.components;
  if (rows < 2) return basis;
  const turned = data.slice();
  for (let c = 0; c < cols; c++) {
    for (let to = 0; to < 2; to++) {
      turned[to * cols + c] = turn.data[to]! * data[c]! + turn.data[2 + to]! * data[cols + c]!;
    }
  }
  if (rows > 2 && before.components.rows > 2) {
    const along = data
      .subarray(2 * cols, 3 * cols)
      .reduce((sum, x, c) => sum + x * before.components.data[2 * cols + c]!, 0);
    if (along < 0) for (let c = 2 * cols; c < 3 * cols; c++) turned[c] = -turned[c]!;
  }
  const mixed = (of: Float64Array) =>
    of.map((value, i) => (i < 2 ? turn.data[i]! ** 2 * of[0]! + turn.data[2 + i]! ** 2 * of[1]! : value));
  return {
    ...basis,
    components: { data: turned, rows, cols },
    variances: mixed(basis.variances),
    ratios: mixed(basis.ratios),
  };
}

/** A layout laid over another of the same points: turned, mirrored and shifted, never scaled. */
export function laidOver(layout: Rows, onto: Rows): Rows {
  return applyProcrustes(procrustes(layout, onto), layout);
}

function firstTwo(basis: Pca): Pca {
  const { data, rows, cols } = basis.components;
  const kept = Math.min(2, rows);
  return { ...basis, components: { data: data.slice(0, kept * cols), rows: kept, cols } };
}

function evenRowsOf({ data, rows, cols }: Rows, count: number): Rows {
  const picked = evenIndices(rows, count);
  const values = new Float64Array(count * cols);
  for (const [i, row] of picked.entries()) values.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  return rowsOf(values, count, cols);
}
