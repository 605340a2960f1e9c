import { assert } from '../../base/errors.ts';
import { pickRows, type Rows, requireFinite, squaredDistance } from '../linalg/rows.ts';

/**
 * Mean silhouette of labelled points [N × cols], Euclidean: (b − a)/max(a, b) with a the mean distance to the own class and
 * b to the nearest other; 0 for a class of one and for points that coincide with both. −1…1; NaN unless there are at least
 * 2 classes. O(N²·cols). Throws `not-finite`.
 * Source: Rousseeuw 1987. Checked: `sklearn.metrics.silhouette_score` to 1e-12.
 */
export function silhouette(points: Rows, labels: ArrayLike<number>): number {
  assert(labels.length === points.rows, `${labels.length} labels for ${points.rows} points`);
  requireFinite(points, 'silhouette');
  const classes = [...new Set(Array.from(labels))];
  if (classes.length < 2) return Number.NaN;
  const classOf = Int32Array.from(labels, (label) => classes.indexOf(label));
  const sizes = new Float64Array(classes.length);
  for (const c of classOf) sizes[c]!++;
  const sums = distanceSums(points, classOf, classes.length);
  let total = 0;
  for (let i = 0; i < points.rows; i++) {
    const own = classOf[i]!;
    if (sizes[own]! < 2) continue;
    const within = sums[i * classes.length + own]! / (sizes[own]! - 1);
    let between = Infinity;
    for (let c = 0; c < classes.length; c++) {
      if (c !== own) between = Math.min(between, sums[i * classes.length + c]! / sizes[c]!);
    }
    total += (between - within) / Math.max(between, within) || 0;
  }
  return total / points.rows;
}

/**
 * When does the network know: the silhouette of the classes at each timestep of `states` [sequences·steps × units] (sequence
 * by sequence), with one label per sequence. `lengths` says how many steps of each sequence are valid (default all); at
 * each t only sequences that still run count. NaN where fewer than 2 classes are left.
 */
export function separationByStep(
  states: Rows,
  steps: number,
  labels: ArrayLike<number>,
  lengths?: ArrayLike<number>,
): Float64Array {
  assert(
    labels.length * steps === states.rows,
    `${labels.length} sequences of ${steps} steps, got ${states.rows} states`,
  );
  return Float64Array.from({ length: steps }, (_, t) => {
    const running = Array.from(labels, (_, s) => s).filter((s) => t < (lengths?.[s] ?? steps));
    const rows = running.map((s) => s * steps + t);
    return silhouette(
      pickRows(states, rows),
      running.map((s) => labels[s]!),
    );
  });
}

/** Sum of distances from each point to each class [N × classes]. */
function distanceSums(points: Rows, classOf: Int32Array, classes: number): Float64Array {
  const sums = new Float64Array(points.rows * classes);
  for (let i = 0; i < points.rows; i++) {
    for (let j = i + 1; j < points.rows; j++) {
      const distance = Math.sqrt(squaredDistance(points, i, points, j));
      sums[i * classes + classOf[j]!]! += distance;
      sums[j * classes + classOf[i]!]! += distance;
    }
  }
  return sums;
}
