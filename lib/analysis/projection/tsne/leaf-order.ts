import { pickRows, type Rows } from '../../linalg/rows.ts';

/** How many leading dimensions the boxes of leaves have; the width of the points must be no smaller. */
export const LEAF_BOX = 8;
const LEAF_SIZE = 48;

/** Points in the order of the leaves of a k-d tree: near ones lie near in memory, which is what the speed comes from. */
export interface LeafOrder {
  /** The points, reordered [rows × cols]. */
  readonly points: Rows;
  /** Row of the given points that now stands at each place. */
  readonly order: Int32Array;
  /** First place of each leaf, and the number of points at the end. */
  readonly starts: Int32Array;
  /** Box of each leaf on the first 8 dimensions [leaves × 8]. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Mean of each leaf [leaves × cols]. */
  readonly centres: Float64Array;
}

/**
 * Splits points (≥ 1, width ≥ 8) at the median of the widest of the first 8 dimensions until at most 48 are left. Best
 * when the leading dimensions carry the variance, as after a PCA.
 */
export function leafOrder(points: Rows): LeafOrder {
  const order = Int32Array.from({ length: points.rows }, (_, i) => i);
  const starts: number[] = [];
  split(points, order, 0, points.rows, starts);
  starts.push(points.rows);
  const ordered = pickRows(points, order);
  const leaves = starts.length - 1;
  const lows = new Float64Array(leaves * LEAF_BOX).fill(Infinity);
  const highs = new Float64Array(leaves * LEAF_BOX).fill(-Infinity);
  const centres = new Float64Array(leaves * points.cols);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const size = starts[leaf + 1]! - starts[leaf]!;
    for (let i = starts[leaf]!; i < starts[leaf + 1]!; i++) {
      for (let k = 0; k < points.cols; k++) {
        const x = ordered.data[i * points.cols + k]!;
        centres[leaf * points.cols + k]! += x / size;
        if (k >= LEAF_BOX) continue;
        lows[leaf * LEAF_BOX + k] = Math.min(lows[leaf * LEAF_BOX + k]!, x);
        highs[leaf * LEAF_BOX + k] = Math.max(highs[leaf * LEAF_BOX + k]!, x);
      }
    }
  }
  return { points: ordered, order, starts: Int32Array.from(starts), lows, highs, centres };
}

function split(points: Rows, order: Int32Array, from: number, to: number, starts: number[]): void {
  if (to - from <= LEAF_SIZE) {
    starts.push(from);
    return;
  }
  const { data, cols } = points;
  const axis = widestAxis(points, order.subarray(from, to));
  order.subarray(from, to).sort((a, b) => data[a * cols + axis]! - data[b * cols + axis]!);
  const middle = (from + to) >> 1;
  split(points, order, from, middle, starts);
  split(points, order, middle, to, starts);
}

function widestAxis({ data, cols }: Rows, order: Int32Array): number {
  let axis = 0;
  let widest = -1;
  for (let k = 0; k < LEAF_BOX; k++) {
    let low = Infinity;
    let high = -Infinity;
    for (const row of order) {
      const x = data[row * cols + k]!;
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    if (high - low > widest) {
      widest = high - low;
      axis = k;
    }
  }
  return axis;
}
