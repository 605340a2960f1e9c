import { normal, type Random, seededRandom } from '../../../base/random.ts';
import type { Rows } from '../../linalg/rows.ts';
import { fitPca, transformPca } from '../pca.ts';
import { LEAF_BOX } from './leaf-order.ts';

/** Beyond this width a full turn into principal axes costs more than the neighbour search gains by it. */
const TURN_UP_TO = 256;
/** Standard deviation of the first axis of a fresh layout. */
const START_SPREAD = 1e-4;
/** Noise on it, so that duplicates and flat directions can part. */
const JITTER = 0.01;

/** Points ready for the neighbour search, and their leading principal coordinates. */
export interface Prepared {
  /** The same distances as the given points; zeros fill the width up to a multiple of 8. */
  readonly points: Rows;
  /** [points × dimensions]; missing components are 0. */
  readonly principal: Float64Array;
}

export function prepare(points: Rows, dimensions: 2 | 3): Prepared {
  const all = points.cols <= TURN_UP_TO;
  const scores = transformPca(fitPca(points, all ? points.cols : dimensions), points);
  // fewer points than columns span fewer directions: nothing is lost by leaving out the rest
  const turned = all ? scores : points;
  const width = Math.max(LEAF_BOX, Math.ceil(turned.cols / 8) * 8);
  return { points: widened(turned, width), principal: widened(scores, dimensions).data };
}

/** Principal coordinates scaled to a first standard deviation of 1e-4, plus 1 % noise; noise alone where nothing varies. */
export function startLayout(principal: Float64Array, dimensions: 2 | 3, seed: number): Float64Array {
  const random: Random = seededRandom(seed);
  let squares = 0;
  for (let i = 0; i < principal.length; i += dimensions) squares += principal[i]! ** 2;
  const deviation = Math.sqrt((squares * dimensions) / principal.length);
  const scale = deviation > 0 ? START_SPREAD / deviation : 0;
  const noise = (deviation > 0 ? JITTER : 1) * START_SPREAD;
  return principal.map((x) => x * scale + noise * normal(random));
}

/** Columns cut off or zeros put behind. */
function widened({ data, rows, cols }: Rows, width: number): Rows {
  if (width === cols) return { data, rows, cols };
  const wide = new Float64Array(rows * width);
  const kept = Math.min(cols, width);
  for (let r = 0; r < rows; r++) wide.set(data.subarray(r * cols, r * cols + kept), r * width);
  return { data: wide, rows, cols: width };
}
