import { type Cell, gateSize, stateSize } from './cell.ts';
import { cellJacobian } from './cell-jacobian.ts';
import { type Eigenvalues, eigenvalues, largestModulus } from './eigenvalues.ts';
import { type ComesTo, comesTo, distance, newton } from './newton.ts';
import { settle, slowDown } from './slow-down.ts';
import { speedAt } from './speed.ts';

/** A state that stays (q < 1e-8), or hardly moves (q < 1e-4: `slow`). */
export interface FixedPoint {
  /** Joint state. */
  readonly state: Float64Array;
  /** q = ½ ‖F(s) − s‖². */
  readonly speed: number;
  /** `stable` where every |λ| < 1, `saddle` where one is not. */
  readonly kind: 'stable' | 'saddle' | 'slow';
  /** max |λ| of the Jacobian there. */
  readonly largest: number;
  readonly eigenvalues: Eigenvalues;
}

export interface FixedPoints {
  /** Slowest first. */
  readonly points: readonly FixedPoint[];
  /** Starts that were followed, of those given: as many as `work` allows. */
  readonly starts: number;
  /** States that starts came to and that could not be followed to their point within `work`. */
  readonly unfinished: number;
}

export interface FixedPointOptions {
  /** Adam iterations per start. */
  readonly iterations: number;
  readonly learningRate: number;
  /** About how many multiplications this may take; some 1e9 a second. */
  readonly work: number;
}

const FIXED = 1e-8;
const SLOW = 1e-4;
/** Points nearer to each other than this are one. */
const SAME = 1e-3;
/** Points further from the starts' centroid than so many times the starts' own mean distance are no finding. */
const OUTLIER = 10;
const NEWTON_STEPS = 30;
/** Every so many-th start is also let go: states come to stable points by themselves, which Adam passes by at times. */
const LET_GO = 4;
/** The chord method costs about so many n². */
const CHORD_WORK = 20;
/** Eigenvalues cost about so many n³. */
const EIGEN_WORK = 20;

/**
 * Fixed and slow points of a cell under a constant input, whose x* K + b is `drive` (Sussillo & Barak 2013): q is
 * minimised by Adam from every start, then Newton finishes those that differ; stability by the eigenvalues there.
 * Which ones are found depends on the starts: what is not found may still be there. Equal to a root finder of SciPy on
 * small SimpleRNN, GRU and LSTM cells, and to the published points of the test nets of FixedPointFinder.
 */
export function findFixedPoints(
  cell: Cell,
  drive: Float64Array,
  starts: readonly Float64Array[],
  { iterations, learningRate, work }: FixedPointOptions,
): FixedPoints {
  const n = stateSize(cell);
  const perStart = iterations * 2.5 * gateSize(cell) * cell.units;
  const followed = starts.slice(0, Math.max(4, Math.floor(work / 2 / perStart)));
  const reach = reachOf(starts);
  const slowed = followed.map((start) => slowDown(cell, drive, start, { iterations, learningRate }));
  const settled = followed
    .filter((_, i) => i % LET_GO === 0)
    .map((start) => settle(cell, drive, start, 2 * iterations));
  const candidates = [...settled, ...slowed].filter(({ q }) => Number.isFinite(q)).sort((a, b) => a.q - b.q);
  let left = work - followed.length * perStart;
  const points: FixedPoint[] = [];
  const known: { readonly state: Float64Array; readonly attracts: ComesTo | null }[] = [];
  let unfinished = 0;
  const isKnown = (state: Float64Array) => known.some((one) => distance(one.state, state) < SAME);
  for (const candidate of candidates) {
    const [nearest] = known.toSorted((a, b) => distance(a.state, candidate.state) - distance(b.state, candidate.state));
    left -= CHORD_WORK * n * n;
    if (isKnown(candidate.state) || nearest?.attracts?.(candidate.state, SAME)) continue;
    if (left <= 0 && known.length > 0) {
      unfinished++;
      continue;
    }
    const { steps, ...finished } = newton(cell, drive, candidate.state, NEWTON_STEPS);
    left -= steps * newtonWork(cell);
    // where Newton does not arrive, the state that Adam came to is a slow point or none
    const { state, q } = finished.q < FIXED ? finished : candidate;
    if (!(q < SLOW) || !reach(state) || isKnown(state)) continue;
    known.push({ state, attracts: q < FIXED ? comesTo(cell, drive, state) : null });
    points.push(classify(cell, drive, state));
    left -= EIGEN_WORK * n ** 3;
  }
  points.sort((a, b) => a.speed - b.speed);
  return { points, starts: followed.length, unfinished };
}

function classify(cell: Cell, drive: Float64Array, state: Float64Array): FixedPoint {
  const { q, gates, next } = speedAt(cell, drive, state);
  const found = eigenvalues(cellJacobian(cell, { gates, previous: state, state: next }), stateSize(cell));
  const largest = largestModulus(found);
  const kind = q >= FIXED ? 'slow' : largest < 1 ? 'stable' : 'saddle';
  return { state, speed: q, kind, largest, eigenvalues: found };
}

function newtonWork(cell: Cell): number {
  const n = stateSize(cell);
  // an elimination of n³ / 3, and its steps are slow ones
  return n ** 3 + (cell.kind === 'GRU' ? cell.units ** 3 : 0) + 4 * gateSize(cell) * cell.units;
}

/** Whether a state is no outlier with respect to the starts. */
function reachOf(starts: readonly Float64Array[]): (state: Float64Array) => boolean {
  const centre = new Float64Array(starts[0]?.length ?? 0);
  for (const start of starts) for (let i = 0; i < centre.length; i++) centre[i]! += start[i]! / starts.length;
  const mean = starts.reduce((sum, start) => sum + distance(start, centre) / starts.length, 0);
  return (state) => mean === 0 || distance(state, centre) <= OUTLIER * mean;
}
