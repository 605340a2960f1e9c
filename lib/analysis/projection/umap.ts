import { UMAP } from 'umap-js';
import { UnrolledError } from '../../base/errors.ts';
import { seededRandom } from '../../base/random.ts';
import { type Rows, requireFinite } from '../linalg/rows.ts';

export const UMAP_FEWEST_POINTS = 4;

export interface UmapOptions {
  readonly dimensions?: 2 | 3;
  /** Default 15; never more than N − 1, which is what the result then says. */
  readonly neighbours?: number;
  /** Default 0.1. */
  readonly minDistance?: number;
  readonly seed?: number;
}

export interface UmapProgress {
  /** 0 once the neighbours are found, 1 at the end. */
  readonly done: number;
  readonly iteration: number;
}

export interface UmapResult {
  /** [N × dimensions]. */
  readonly layout: Rows;
  readonly neighbours: number;
}

/**
 * UMAP of `points` [N × cols] by umap-js, an iteration at a time. Approximate: its neighbours come from random trees, it
 * starts from a random layout (not the spectral one of umap-learn), so its picture is not umap-learn's; judge it by the
 * numbers of trustworthiness.ts. The first step finds the neighbours in one go. Deterministic by seed on one machine.
 * Throws `not-finite`, `too-few-points` (N < 4).
 * Checked: separated clusters stay apart; trustworthiness beside umap-learn (scripts/reference/projection.py).
 */
export function* umap(points: Rows, options: UmapOptions = {}): Generator<UmapProgress, UmapResult, void> {
  const { dimensions = 2, minDistance = 0.1, seed = 1 } = options;
  requireFinite(points, 'UMAP');
  const n = points.rows;
  if (n < UMAP_FEWEST_POINTS) {
    throw new UnrolledError('too-few-points', `UMAP: ${n} points — needs at least 4; PCA shows any number`);
  }
  const neighbours = Math.max(2, Math.min(options.neighbours ?? 15, n - 1));
  const run = new UMAP({
    nComponents: dimensions,
    nNeighbors: neighbours,
    minDist: minDistance,
    random: seededRandom(seed),
  });
  const total = run.initializeFit(nested(points));
  yield { done: 0, iteration: 0 };
  for (let iteration = 1; iteration <= total; iteration++) {
    run.step();
    yield { done: iteration / total, iteration };
  }
  const layout = { data: Float64Array.from(run.getEmbedding().flat()), rows: n, cols: dimensions };
  return { layout, neighbours };
}

function nested({ data, rows, cols }: Rows): number[][] {
  return Array.from({ length: rows }, (_, r) => Array.from(data.subarray(r * cols, (r + 1) * cols)));
}
