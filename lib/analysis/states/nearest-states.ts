import { assert } from '../../base/errors.ts';
import type { Rows } from '../linalg/rows.ts';

export interface NearState {
  readonly row: number;
  /** −1…1. */
  readonly cosine: number;
}

/**
 * The rows of `states` [N × units] whose direction is nearest to `query` [units], nearest first, equal ones by row. Rows
 * without a direction (zero, NaN or ±∞) are left out; a query without one has no neighbours. `except` is left out as well.
 * Checked: `sklearn.metrics.pairwise.cosine_similarity` to 1e-12.
 */
export function nearestStates(states: Rows, query: ArrayLike<number>, count: number, except = -1): NearState[] {
  assert(query.length === states.cols, `a query of ${query.length} units among states of ${states.cols}`);
  const length = Math.sqrt(Array.from(query).reduce((sum, x) => sum + x * x, 0));
  const found: NearState[] = [];
  for (let row = 0; row < states.rows; row++) {
    let product = 0;
    let square = 0;
    for (let k = 0; k < states.cols; k++) {
      const x = states.data[row * states.cols + k]!;
      product += x * query[k]!;
      square += x * x;
    }
    const cosine = product / Math.sqrt(square) / length;
    if (row !== except && Number.isFinite(cosine)) found.push({ row, cosine: Math.max(-1, Math.min(1, cosine)) });
  }
  return found.sort((a, b) => b.cosine - a.cosine || a.row - b.row).slice(0, count);
}
