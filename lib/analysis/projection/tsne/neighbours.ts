import type { Rows } from '../../linalg/rows.ts';
import { LEAF_BOX, type LeafOrder } from './leaf-order.ts';

/** The `count` nearest other points of every point, in no particular order within a point. */
export interface Neighbours {
  readonly count: number;
  /** Row of the neighbour, [points × count]. */
  readonly ids: Int32Array;
  /** Squared Euclidean distance to it, [points × count]. */
  readonly squares: Float64Array;
}

/** Room for the search of one point: a heap of the best so far, and the leaves in the order they are looked at. */
interface Search {
  readonly heap: Float64Array;
  readonly heapIds: Int32Array;
  readonly leafDistance: Float64Array;
  readonly leaves: Int32Array;
}

/**
 * Exact nearest neighbours of points that lie leaf by leaf ({@link LeafOrder}), Euclidean. Looks at near leaves first,
 * skips leaves whose box on the leading dimensions is too far, and leaves a distance as soon as it is too large.
 * Yields the share done after each leaf; the widths must be a multiple of 8. Needs 1 ≤ count < points.
 * Checked: brute force, ties and duplicates included.
 */
export function* nearestNeighbours(points: Rows, order: LeafOrder, count: number): Generator<number, Neighbours, void> {
  const ids = new Int32Array(points.rows * count);
  const squares = new Float64Array(points.rows * count);
  const leafCount = order.starts.length - 1;
  const search: Search = {
    heap: new Float64Array(count),
    heapIds: new Int32Array(count),
    leafDistance: new Float64Array(leafCount),
    leaves: new Int32Array(leafCount),
  };
  for (let leaf = 0; leaf < leafCount; leaf++) {
    sortLeaves(order, points.cols, leaf, search);
    for (let i = order.starts[leaf]!; i < order.starts[leaf + 1]!; i++) {
      nearestOf(points, order, i, search);
      ids.set(search.heapIds, i * count);
      squares.set(search.heap, i * count);
    }
    yield (leaf + 1) / leafCount;
  }
  return { count, ids, squares };
}

function sortLeaves({ centres }: LeafOrder, cols: number, leaf: number, { leafDistance, leaves }: Search): void {
  for (let other = 0; other < leaves.length; other++) {
    let sum = 0;
    for (let k = 0; k < cols; k++) {
      const difference = centres[leaf * cols + k]! - centres[other * cols + k]!;
      sum += difference * difference;
    }
    leafDistance[other] = sum;
    leaves[other] = other;
  }
  leaves.sort((a, b) => leafDistance[a]! - leafDistance[b]!);
}

function nearestOf(points: Rows, order: LeafOrder, i: number, search: Search): void {
  const { data, cols } = points;
  const { heap, heapIds, leaves } = search;
  const count = heap.length;
  let filled = 0;
  let worst = Infinity;
  for (let n = 0; n < leaves.length; n++) {
    const leaf = leaves[n]!;
    if (boxDistance(points, order, i, leaf) >= worst) continue;
    const end = order.starts[leaf + 1]!;
    for (let j = order.starts[leaf]!; j < end; j++) {
      if (j === i) continue;
      const square = squareUpTo(data, i * cols, j * cols, cols, worst);
      if (square >= worst) continue;
      if (filled < count) {
        siftUp(heap, heapIds, filled++, square, j);
        if (filled === count) worst = heap[0]!;
      } else {
        siftDown(heap, heapIds, square, j);
        worst = heap[0]!;
      }
    }
  }
}

/** The squared distance, or anything no smaller than `limit` once it is clear that it is not below. */
function squareUpTo(data: Float64Array, a: number, b: number, cols: number, limit: number): number {
  let sum = 0;
  for (let k = 0; k < cols; k += 8, a += 8, b += 8) {
    const d0 = data[a]! - data[b]!;
    const d1 = data[a + 1]! - data[b + 1]!;
    const d2 = data[a + 2]! - data[b + 2]!;
    const d3 = data[a + 3]! - data[b + 3]!;
    const d4 = data[a + 4]! - data[b + 4]!;
    const d5 = data[a + 5]! - data[b + 5]!;
    const d6 = data[a + 6]! - data[b + 6]!;
    const d7 = data[a + 7]! - data[b + 7]!;
    sum += d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3) + (d4 * d4 + d5 * d5 + (d6 * d6 + d7 * d7));
    if (sum >= limit) return sum;
  }
  return sum;
}

function boxDistance({ data, cols }: Rows, { lows, highs }: LeafOrder, i: number, leaf: number): number {
  let sum = 0;
  const at = i * cols;
  const box = leaf * LEAF_BOX;
  for (let k = 0; k < LEAF_BOX; k++) {
    const x = data[at + k]!;
    const below = lows[box + k]! - x;
    const above = x - highs[box + k]!;
    if (below > 0) sum += below * below;
    else if (above > 0) sum += above * above;
  }
  return sum;
}

function siftUp(heap: Float64Array, ids: Int32Array, from: number, square: number, id: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]! >= square) break;
    heap[at] = heap[parent]!;
    ids[at] = ids[parent]!;
    at = parent;
  }
  heap[at] = square;
  ids[at] = id;
}

/** Replaces the largest of a full heap. */
function siftDown(heap: Float64Array, ids: Int32Array, square: number, id: number): void {
  const size = heap.length;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child + 1]! > heap[child]!) child++;
    if (heap[child]! <= square) break;
    heap[at] = heap[child]!;
    ids[at] = ids[child]!;
    at = child;
  }
  heap[at] = square;
  ids[at] = id;
}
