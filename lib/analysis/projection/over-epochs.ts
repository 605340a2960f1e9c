import { UnrolledError } from '../../base/errors.ts';
import { pickRows, type Rows, stackRows } from '../linalg/rows.ts';
import { type LaidOut, type LayoutQuality, layoutQuality } from './layout-quality.ts';
import { fitPca, type Pca, transformPca } from './pca.ts';
import { laidOver, needsRefit, pooledBasis, turnedOnto } from './shared-basis.ts';
import { tsne } from './tsne/tsne.ts';
import { umap } from './umap.ts';

/** How states are laid out. */
export type ProjectionMethod = 'pca' | 'tsne' | 'umap';

/** What is wanted of a projection of several epochs. */
export interface EpochsRequest {
  readonly method: ProjectionMethod;
  readonly dimensions: 2 | 3;
  /** t-SNE: never more than (N − 1)/3. */
  readonly perplexity: number;
  /** UMAP. */
  readonly neighbours: number;
  /**
   * t-SNE: all epochs in one layout (after training), or each started from the one before (while it goes on). PCA always
   * has one basis for all, UMAP one layout.
   */
  readonly joint: boolean;
}

/** What earlier epochs left behind, to go on from. */
export interface Continued {
  /** PCA: the basis so far. */
  readonly basis: Pca | null;
  /** t-SNE: the layout the first of the given epochs already has. */
  readonly layout: Rows | null;
}

export interface EpochsProgress {
  readonly phase: 'neighbours' | 'layout' | 'quality';
  /** 0…1 of everything. */
  readonly done: number;
  /** All layouts, told once, before any of them is judged: `quality` is empty. */
  readonly laid?: EpochsResult;
}

export interface EpochsResult {
  /** One layout [states × dimensions] per given epoch; PCA always has as many components as there are, up to 3. */
  readonly layouts: readonly Rows[];
  readonly quality: readonly LayoutQuality[];
  readonly basis: Pca | null;
  /** PCA went on from a basis that no longer shows the newest epoch: it was fitted anew, on the given epochs. */
  readonly refitted: boolean;
  /** The perplexity or number of neighbours that was used; NaN for PCA. */
  readonly parameter: number;
}

/** Share of the work that judging takes, for the progress. */
const JUDGING = 0.2;

/**
 * Lays out the same states [states × units] of several epochs so that the pictures can be compared: PCA in one basis,
 * t-SNE together or each from the one before, UMAP together. A step at a time; deterministic. States must be finite.
 * Throws `too-few-points`, `too-many-points`, `not-finite` as the methods do.
 * Source: which way of comparing keeps true movement was measured on spoken digits: docs/adr/0003.
 */
export function* projectEpochs(
  epochs: readonly Rows[],
  request: EpochsRequest,
  from: Continued = { basis: null, layout: null },
): Generator<EpochsProgress, EpochsResult, void> {
  if ((epochs[0]?.rows ?? 0) === 0) {
    throw new UnrolledError('no-points', 'projection: no states that are finite — look at an earlier epoch');
  }
  const laid = yield* METHODS[request.method](epochs, request, from);
  yield { phase: 'quality', done: 1 - JUDGING, laid: { ...laid, quality: [] } };
  const quality: LayoutQuality[] = [];
  for (const [e, layout] of laid.layouts.entries()) {
    const now: LaidOut = { states: epochs[e]!, layout: shown(layout, request.dimensions) };
    const before = e > 0 ? { states: epochs[e - 1]!, layout: shown(laid.layouts[e - 1]!, request.dimensions) } : null;
    quality.push(layoutQuality(now, before, request.method === 'tsne' ? laid.parameter : null));
    yield { phase: 'quality', done: 1 - JUDGING + (JUDGING * (e + 1)) / laid.layouts.length };
  }
  return { ...laid, quality };
}

type Laid = Omit<EpochsResult, 'quality'>;
type Method = (
  epochs: readonly Rows[],
  request: EpochsRequest,
  from: Continued,
) => Generator<EpochsProgress, Laid, void>;

const METHODS: { readonly [method in ProjectionMethod]: Method } = {
  *pca(epochs, _request, { basis: before }) {
    const newest = epochs[epochs.length - 1]!;
    const isStale = before !== null && needsRefit(before, newest);
    const basis = before !== null && !isStale ? before : pooledBasis(epochs);
    const turned = before !== null && isStale ? turnedOnto(basis, before, newest) : basis;
    const layouts = epochs.map((epoch) => transformPca(turned, epoch));
    return { layouts, basis: turned, refitted: isStale, parameter: Number.NaN };
  },

  *tsne(epochs, request, { layout }) {
    const { dimensions, perplexity } = request;
    if (request.joint && epochs.length > 1) {
      const result = yield* steps(tsne(stackRows(epochs), { dimensions, perplexity }), 0, 1);
      return { layouts: parted(result.layout, epochs), basis: null, refitted: false, parameter: result.perplexity };
    }
    const layouts: Rows[] = layout ? [layout] : [];
    let parameter = Math.max(1, Math.min(perplexity, (epochs[0]!.rows - 1) / 3));
    for (let e = layouts.length; e < epochs.length; e++) {
      const start = layouts.at(-1);
      const run = tsne(epochs[e]!, { dimensions, perplexity, ...(start ? { start } : {}) });
      const result = yield* steps(run, e / epochs.length, 1 / epochs.length);
      parameter = result.perplexity;
      layouts.push(result.layout);
    }
    return { layouts, basis: null, refitted: false, parameter };
  },

  *umap(epochs, { dimensions, neighbours }, { layout }) {
    const run = umap(stackRows(epochs), { dimensions, neighbours });
    let step = run.next();
    while (!step.done) {
      yield { phase: step.value.iteration === 0 ? 'neighbours' : 'layout', done: step.value.done * (1 - JUDGING) };
      step = run.next();
    }
    const { layout: whole, neighbours: parameter } = step.value;
    const layouts = parted(uprightBy(whole, layout), epochs);
    return { layouts, basis: null, refitted: false, parameter };
  },
};

/** Runs a t-SNE within a part of the whole progress. */
function* steps(
  run: ReturnType<typeof tsne>,
  from: number,
  share: number,
): Generator<EpochsProgress, { readonly layout: Rows; readonly perplexity: number }, void> {
  const weights = { neighbours: [0, 0.1], exaggerated: [0.1, 0.35], descent: [0.45, 0.55] } as const;
  let step = run.next();
  while (!step.done) {
    const { phase, done } = step.value;
    const [start, part] = weights[phase];
    const all = from + share * (start + part * done);
    yield { phase: phase === 'neighbours' ? 'neighbours' : 'layout', done: all * (1 - JUDGING) };
    step = run.next();
  }
  return step.value;
}

/** UMAP starts from a random layout: turned into its own principal axes, or onto an earlier one, it at least stands still. */
function uprightBy(layout: Rows, onto: Rows | null): Rows {
  if (onto && onto.rows === layout.rows && onto.cols === layout.cols) return laidOver(layout, onto);
  return transformPca(fitPca(layout, layout.cols), layout);
}

function parted(whole: Rows, epochs: readonly Rows[]): Rows[] {
  const size = epochs[0]!.rows;
  return epochs.map((_, e) =>
    pickRows(
      whole,
      Int32Array.from({ length: size }, (_, i) => e * size + i),
    ),
  );
}

/** The first `dimensions` columns: what of a PCA is in the picture. */
function shown(layout: Rows, dimensions: number): Rows {
  if (layout.cols <= dimensions) return layout;
  const data = new Float64Array(layout.rows * dimensions);
  for (let r = 0; r < layout.rows; r++) {
    for (let k = 0; k < dimensions; k++) data[r * dimensions + k] = layout.data[r * layout.cols + k]!;
  }
  return { data, rows: layout.rows, cols: dimensions };
}
