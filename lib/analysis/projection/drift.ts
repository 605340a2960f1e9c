import { assert } from '../../base/errors.ts';
import { lessRow } from '../linalg/products.ts';
import { columnMeans, type Rows, squaredDistance, stackRows } from '../linalg/rows.ts';
import { median } from '../quantiles.ts';
import { spearman } from '../rank-correlation.ts';

/** How far every point moved from one epoch to the next: ‖b_i − a_i‖ [N], both [N × d] in the same order. */
export function movesOf(a: Rows, b: Rows): Float64Array {
  assert(a.rows === b.rows && a.cols === b.cols, 'moves are between the same points');
  return Float64Array.from({ length: a.rows }, (_, i) => Math.sqrt(squaredDistance(a, i, b, i)));
}

/**
 * How restless a picture still is late in training: the median move between neighbouring epochs over the last `last`
 * steps, divided by the root mean square distance of those epochs' points from their common mean. Unit-free; computed on
 * the hidden states themselves it says what the true value is. NaN for fewer than 2 epochs or where nothing varies.
 */
export function lateMove(epochs: readonly Rows[], last = 4): number {
  const late = epochs.slice(-(last + 1));
  if (late.length < 2) return Number.NaN;
  const moves = late.slice(1).flatMap((epoch, i) => [...movesOf(late[i]!, epoch)]);
  const pooled = stackRows(late);
  const apart = lessRow(pooled, columnMeans(pooled)).data.reduce((sum, x) => sum + x * x, 0);
  return apart > 0 ? median(moves) / Math.sqrt(apart / pooled.rows) : Number.NaN;
}

/**
 * Does what moves in the picture move in truth: Spearman's correlation of each point's move between neighbouring epochs in
 * the layouts with its move in the hidden states, over all points and epochs. −1…1; NaN where either does not vary.
 */
export function trueMovement(states: readonly Rows[], layouts: readonly Rows[]): number {
  assert(states.length === layouts.length, `layouts of ${layouts.length} epochs for states of ${states.length}`);
  const moves = (epochs: readonly Rows[]) => epochs.slice(1).flatMap((epoch, i) => [...movesOf(epochs[i]!, epoch)]);
  return spearman(moves(states), moves(layouts));
}
