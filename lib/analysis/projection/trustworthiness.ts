import { assert } from '../../base/errors.ts';
import { type Rows, requireFinite, squaredDistance } from '../linalg/rows.ts';

/** Rows whose neighbours are looked for at once: 8 of 512 units are 32 KB, which stay near the processor. */
const BLOCK = 8;

/** How far a layout keeps neighbourhoods, 1 being perfectly and about 0.5 by chance. */
export interface NeighbourhoodQuality {
  /** Are neighbours in the picture neighbours in truth? NaN with fewer than 4 points. */
  readonly trustworthiness: number;
  /** Are true neighbours neighbours in the picture? */
  readonly continuity: number;
  /** The neighbours looked at: lowered where there are few points, as k must be below N/2. */
  readonly k: number;
}

export interface QualityOptions {
  /** Default 12. */
  readonly k?: number;
  /** Only these rows ask for their neighbours (among all): for many points. Default all. */
  readonly queries?: ArrayLike<number>;
}

/**
 * Trustworthiness and continuity of a layout [N × d] of `points` [N × cols], Euclidean; among equal distances the smaller
 * row counts as nearer. With queries, the mean over those rows. O(queries·N·cols). Throws `not-finite`.
 * Source: Venna & Kaski 2001. Checked: `sklearn.manifold.trustworthiness` to 1e-12, continuity as the same function with
 * its arguments exchanged.
 */
export function neighbourhoodQuality(
  points: Rows,
  layout: Rows,
  { k = 12, queries }: QualityOptions = {},
): NeighbourhoodQuality {
  assert(points.rows === layout.rows, `a layout of ${layout.rows} rows for ${points.rows} points`);
  requireFinite(points, 'trustworthiness');
  requireFinite(layout, 'trustworthiness');
  const n = points.rows;
  const used = Math.min(k, Math.ceil(n / 2) - 1);
  if (n < 4 || used < 1) return { trustworthiness: Number.NaN, continuity: Number.NaN, k: Math.max(0, used) };
  const asked = queries ?? Int32Array.from({ length: n }, (_, i) => i);
  const high = new Float64Array(BLOCK * n);
  const low = new Float64Array(BLOCK * n);
  let intruders = 0;
  let lost = 0;
  for (let first = 0; first < asked.length; first += BLOCK) {
    const block = Array.from({ length: Math.min(BLOCK, asked.length - first) }, (_, i) => asked[first + i]!);
    distancesFrom(points, block, high);
    distancesFrom(layout, block, low);
    for (let q = 0; q < block.length; q++) {
      const inPoints = high.subarray(q * n, (q + 1) * n);
      const inLayout = low.subarray(q * n, (q + 1) * n);
      intruders += excessRanks(inPoints, nearest(inLayout, used), used);
      lost += excessRanks(inLayout, nearest(inPoints, used), used);
    }
  }
  const scale = 2 / (asked.length * used * (2 * n - 3 * used - 1));
  return { trustworthiness: 1 - scale * intruders, continuity: 1 - scale * lost, k: used };
}

/** Squared distances [block, N] from some rows to all; ∞ to themselves. Every row is read once for the whole block. */
function distancesFrom(points: Rows, block: readonly number[], out: Float64Array): void {
  for (let j = 0; j < points.rows; j++) {
    for (let q = 0; q < block.length; q++) {
      out[q * points.rows + j] = j === block[q] ? Infinity : squaredDistance(points, block[q]!, points, j);
    }
  }
}

/** The k nearest, by (distance, row). */
function nearest(distances: Float64Array, k: number): number[] {
  const best: number[] = [];
  for (let j = 0; j < distances.length; j++) {
    if (best.length === k && distances[j]! >= distances[best[k - 1]!]!) continue;
    let at = best.length;
    while (at > 0 && distances[best[at - 1]!]! > distances[j]!) at--;
    best.splice(at, 0, j);
    if (best.length > k) best.pop();
  }
  return best;
}

/** Σ (rank − k) over those of `chosen` that are not among the k nearest by `distances` (ranks from 1). */
function excessRanks(distances: Float64Array, chosen: readonly number[], k: number): number {
  const within = new Set(nearest(distances, k));
  let sum = 0;
  for (const j of chosen) {
    if (within.has(j)) continue;
    let rank = 1;
    const distance = distances[j]!;
    for (let i = 0; i < distances.length; i++) {
      if (distances[i]! < distance || (distances[i] === distance && i < j)) rank++;
    }
    sum += rank - k;
  }
  return sum;
}
