import type { Rows } from '../linalg/rows.ts';
import { correlation } from '../rank-correlation.ts';
import { averageLink, leavesOf, type Merge } from './average-link.ts';

/** Units that go together: all units in the order of the tree, cut into clusters. */
export interface UnitClusters {
  /** The unit at each place; units that do not vary come last, by number. */
  readonly order: Int32Array;
  /** First place of each cluster, ascending; units that do not vary are the last cluster, where there are any. */
  readonly starts: Int32Array;
  /** How many units do not vary, so that nothing correlates with them. */
  readonly still: number;
}

/** Clusters are joined while their units correlate by at least this on average. */
export const CLUSTER_CORRELATION = 0.5;
/** More clusters than this can't be told apart beside a map: the tree is cut higher. */
const MOST_CLUSTERS = 12;

/**
 * Average-link clustering of units by 1 − r over the steps of `states` [steps × units]; steps with NaN must be left out
 * before. Cut where the mean correlation falls below .5, or higher up where that leaves more than 12 clusters.
 * O(units²·steps). Source: as unit-order.ts, whose order this is. Checked: built clusters; `orderByCorrelation`.
 */
export function unitClusters(states: Rows): UnitClusters {
  const columns = columnsOf(states);
  const varies = columns.map((column) => !Number.isNaN(correlation(column, column)));
  const varying = columns.flatMap((_, unit) => (varies[unit] ? [unit] : []));
  const still = columns.flatMap((_, unit) => (varies[unit] ? [] : [unit]));
  const merges = averageLink(distancesOf(varying.map((unit) => columns[unit]!)), varying.length);
  const leaves = leavesOf(merges, varying.length);
  const cluster = clusterOf(merges, varying.length);
  const starts = Array.from(leaves.keys()).filter(
    (place) => place === 0 || cluster[leaves[place]!] !== cluster[leaves[place - 1]!],
  );
  return {
    order: Int32Array.of(...Array.from(leaves, (leaf) => varying[leaf]!), ...still),
    starts: Int32Array.from(still.length > 0 ? [...starts, varying.length] : starts),
    still: still.length,
  };
}

/** Which cluster each leaf is in. */
function clusterOf(merges: readonly Merge[], n: number): Int32Array {
  const within = merges.filter(({ distance }) => distance <= 1 - CLUSTER_CORRELATION).length;
  const joined = Math.max(within, n - MOST_CLUSTERS);
  const parent = Int32Array.from({ length: n + merges.length }, (_, i) => i);
  const root = (node: number) => {
    let at = node;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  for (const [m, { left, right }] of merges.entries()) {
    if (m >= joined) break;
    parent[root(left)] = n + m;
    parent[root(right)] = n + m;
  }
  return Int32Array.from({ length: n }, (_, leaf) => root(leaf));
}

function distancesOf(columns: readonly Float64Array[]): Float64Array {
  const n = columns.length;
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const distance = 1 - correlation(columns[i]!, columns[j]!);
      distances[i * n + j] = distance;
      distances[j * n + i] = distance;
    }
  }
  return distances;
}

function columnsOf({ data, rows, cols }: Rows): Float64Array[] {
  return Array.from({ length: cols }, (_, c) => Float64Array.from({ length: rows }, (_, r) => data[r * cols + c]!));
}
