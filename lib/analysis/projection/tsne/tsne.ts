import { assert, UnrolledError } from '../../../base/errors.ts';
import { pickRows, type Rows, requireFinite } from '../../linalg/rows.ts';
import { affinitiesOf } from './affinities.ts';
import { divergence, pull } from './attraction.ts';
import { descend, startDescent } from './descent.ts';
import { leafOrder } from './leaf-order.ts';
import { meshRepulsion } from './mesh-repulsion.ts';
import { nearestNeighbours } from './neighbours.ts';
import { prepare, startLayout } from './prepare.ts';
import { exactRepulsion } from './repulsion.ts';

/** Up to this many points P and all sums are complete; beyond it P is of 3·perplexity neighbours. */
export const TSNE_EXACT_UP_TO = 600;
/** In 3-D repulsion is always by all pairs: more points than this would take minutes. */
export const TSNE_3D_UP_TO = 2500;
export const TSNE_FEWEST_POINTS = 4;
const EXAGGERATION = 12;
/** Below it a few hundred points hardly move in the exaggerated phase. */
const LEAST_RATE = 200;
const DIVERGENCE_EVERY = 50;

export interface TsneOptions {
  readonly dimensions?: 2 | 3;
  /** Default 30; never more than (N − 1)/3, which is what the result then says. */
  readonly perplexity?: number;
  readonly seed?: number;
  /** Iterations with P exaggerated 12 times; default 250, of a warm start always 0. */
  readonly exaggerated?: number;
  /** Iterations after it; default 500, of a warm start 150. */
  readonly iterations?: number;
  /** A warm start: the layout [N × dimensions] of the same points at another epoch, kept in scale. */
  readonly start?: Rows;
}

/** Where a running t-SNE is. */
export interface TsneProgress {
  readonly phase: 'neighbours' | 'exaggerated' | 'descent';
  /** 0…1 of the phase. */
  readonly done: number;
  /** Iterations made so far, of both phases. */
  readonly iteration: number;
  /** KL over the P in use (unexaggerated), of at most 50 iterations ago; NaN before the first. Not comparable between runs. */
  readonly divergence: number;
  /** A copy of the layout as it is now [N × dimensions], in the order of the given points. Valid until resumed. */
  layout(): Rows;
}

export interface TsneResult {
  /** [N × dimensions], centred, in the order of the given points. */
  readonly layout: Rows;
  /** The perplexity that was used. */
  readonly perplexity: number;
  /** KL over the P in use: complete where `exact`. */
  readonly divergence: number;
  /** Whether P and the sums were complete (N ≤ 600) or by neighbours and, in the plane, a mesh. */
  readonly exact: boolean;
}

/**
 * t-SNE of `points` [N × cols], a step at a time: each `next()` does one iteration (or one piece of the neighbour search)
 * and yields, so that a worker can report, or stop by not asking again. Deterministic: the same points and options give
 * the same bits on one machine. Throws `not-finite`, `too-few-points` (N < 4), `too-many-points` (3-D, N > 2500).
 * Duplicates and constant points are fine. Sizes of clusters and gaps between them mean nothing.
 * Source: van der Maaten & Hinton 2008; neighbours and rates as Belkina et al. 2019; the mesh: mesh-repulsion.ts.
 * Checked: KL over the full P and trustworthiness beside scikit-learn and openTSNE (tsne.test.ts, bench/projection.ts).
 */
export function* tsne(points: Rows, options: TsneOptions = {}): Generator<TsneProgress, TsneResult, void> {
  const { dimensions = 2, seed = 1, start } = options;
  refuse(points, dimensions, start);
  const n = points.rows;
  const exact = n <= TSNE_EXACT_UP_TO;
  const perplexity = Math.max(1, Math.min(options.perplexity ?? 30, (n - 1) / 3));
  const prepared = prepare(points, dimensions);
  const order = leafOrder(prepared.points);
  const search = nearestNeighbours(order.points, order, exact ? n - 1 : Math.ceil(3 * perplexity));
  const fresh = { data: startLayout(prepared.principal, dimensions, seed), rows: n, cols: dimensions };
  const layout = pickRows(start ?? fresh, order.order).data;
  const asGiven = () => inGivenOrder(layout, order.order, dimensions);

  let found = search.next();
  while (!found.done) {
    yield { phase: 'neighbours', done: found.value, iteration: 0, divergence: Number.NaN, layout: asGiven };
    found = search.next();
  }
  const affinities = affinitiesOf(found.value, perplexity);
  const repulsion = exact || dimensions === 3 ? exactRepulsion(dimensions) : meshRepulsion(n);
  const attracted = new Float64Array(layout.length);
  const pushed = new Float64Array(layout.length);
  const exaggerated = start ? 0 : (options.exaggerated ?? 250);
  const total = exaggerated + (options.iterations ?? (start ? 150 : 500));
  let descent = startDescent(layout.length);
  let latest = Number.NaN;
  for (let iteration = 1; iteration <= total; iteration++) {
    const early = iteration <= exaggerated;
    const exaggeration = early ? EXAGGERATION : 1;
    if (iteration === exaggerated + 1) descent = startDescent(layout.length);
    pull(affinities, layout, dimensions, attracted);
    const z = repulsion.push(layout, pushed);
    if (iteration % DIVERGENCE_EVERY === 1) latest = divergence(affinities, layout, dimensions, z);
    const rate = Math.max(LEAST_RATE, n / exaggeration);
    descend(descent, layout, dimensions, attracted, pushed, { exaggeration, z, rate });
    const done = early ? iteration / exaggerated : (iteration - exaggerated) / (total - exaggerated);
    yield { phase: early ? 'exaggerated' : 'descent', done, iteration, divergence: latest, layout: asGiven };
  }
  const last = divergence(affinities, layout, dimensions, repulsion.push(layout, pushed));
  return { layout: asGiven(), perplexity, divergence: last, exact };
}

function refuse(points: Rows, dimensions: 2 | 3, start: Rows | undefined): void {
  requireFinite(points, 't-SNE');
  const n = points.rows;
  if (n < TSNE_FEWEST_POINTS) {
    throw new UnrolledError('too-few-points', `t-SNE: ${n} points — needs at least 4; PCA shows any number`);
  }
  if (dimensions === 3 && n > TSNE_3D_UP_TO) {
    const most = `3-D goes up to ${TSNE_3D_UP_TO}`;
    throw new UnrolledError('too-many-points', `t-SNE: ${n} points — ${most}; take a sample, 2-D, or PCA in 3-D`);
  }
  if (!start) return;
  assert(
    start.rows === n && start.cols === dimensions,
    `a start of ${n} × ${dimensions}, got ${start.rows} × ${start.cols}`,
  );
  requireFinite(start, 't-SNE start');
}

function inGivenOrder(layout: Float64Array, order: Int32Array, dimensions: 2 | 3): Rows {
  const data = new Float64Array(layout.length);
  for (let i = 0; i < order.length; i++) {
    for (let k = 0; k < dimensions; k++) data[order[i]! * dimensions + k] = layout[i * dimensions + k]!;
  }
  return { data, rows: order.length, cols: dimensions };
}

/** Runs a generator to its end: for tests, scripts and small inputs. */
export function finish<Step, Result>(run: Generator<Step, Result, void>): Result {
  let step = run.next();
  while (!step.done) step = run.next();
  return step.value;
}
