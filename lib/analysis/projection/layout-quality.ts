import { lessRow } from '../linalg/products.ts';
import { columnMeans, pickRows, type Rows } from '../linalg/rows.ts';
import { median } from '../quantiles.ts';
import { spearman } from '../rank-correlation.ts';
import { movesOf } from './drift.ts';
import { evenIndices } from './epoch-sample.ts';
import { fullDivergence } from './kl.ts';
import { neighbourhoodQuality } from './trustworthiness.ts';

/** Multiplications that the neighbourhoods of one epoch may take. */
const MOST_PRODUCTS = 1e8;
/** States of which the complete KL is taken. */
export const DIVERGENCE_UP_TO = 800;

/** How far one epoch's picture can be believed. NaN where a number can't be had. */
export interface LayoutQuality {
  /** Are neighbours in the picture neighbours in truth, 0…1; of `k` neighbours. */
  readonly trustworthiness: number;
  readonly k: number;
  /** KL(P‖Q) over the complete P, of at most {@link DIVERGENCE_UP_TO} evenly spaced states; NaN unless asked for. */
  readonly divergence: number;
  /** Median move since the epoch before, as a share of the root mean square distance from the mean; NaN at the first. */
  readonly drift: number;
  /** Spearman's ρ of each state's move in the picture with its true move since the epoch before; NaN at the first. */
  readonly trueMovement: number;
}

/** One epoch: its states, and where they are laid. */
export interface LaidOut {
  readonly states: Rows;
  readonly layout: Rows;
}

/** Judges the layout of an epoch, beside the one before it. `perplexity`: of a t-SNE, whose KL is wanted. */
export function layoutQuality(now: LaidOut, before: LaidOut | null, perplexity: number | null): LayoutQuality {
  const { states, layout } = now;
  const asked = Math.max(1, Math.min(states.rows, Math.floor(MOST_PRODUCTS / Math.max(1, states.rows * states.cols))));
  const { trustworthiness, k } = neighbourhoodQuality(states, layout, { queries: evenIndices(states.rows, asked) });
  const moves = before ? movesOf(before.layout, layout) : null;
  const spread = spreadOf(layout);
  return {
    trustworthiness,
    k,
    divergence: perplexity === null ? Number.NaN : divergenceOf(now, perplexity),
    drift: moves && spread > 0 ? median(moves) / spread : Number.NaN,
    trueMovement: before && moves ? spearman(movesOf(before.states, states), moves) : Number.NaN,
  };
}

function divergenceOf({ states, layout }: LaidOut, perplexity: number): number {
  if (states.rows <= DIVERGENCE_UP_TO) return fullDivergence(states, layout, perplexity);
  const picked = evenIndices(states.rows, DIVERGENCE_UP_TO);
  return fullDivergence(pickRows(states, picked), pickRows(layout, picked), perplexity);
}

/** Root mean square distance from the mean. */
function spreadOf(points: Rows): number {
  const squares = lessRow(points, columnMeans(points)).data.reduce((sum, x) => sum + x * x, 0);
  return Math.sqrt(squares / Math.max(1, points.rows));
}
