import { readFileSync } from 'node:fs';
import { type Rows, rowsOf } from '../linalg/rows.ts';

/** A matrix as JSON holds it. */
export interface WrittenRows {
  readonly data: readonly number[];
  readonly rows: number;
  readonly cols: number;
}

interface WrittenPca {
  readonly variances: readonly number[];
  readonly ratios: readonly number[];
  readonly components: WrittenRows;
  readonly scores: WrittenRows;
  readonly participationRatio: number;
  readonly tolerance: number;
}

interface Layouts {
  readonly divergence: number;
  readonly trustworthiness: number;
}

interface ProjectionReference {
  readonly digits: WrittenRows & { readonly labels: readonly number[] };
  readonly pca: { readonly digits: WrittenPca; readonly wide: WrittenPca & { readonly points: WrittenRows } };
  readonly tsne: {
    readonly divergence: {
      readonly layout: WrittenRows;
      readonly expected: number;
      readonly perplexity: number;
      readonly tolerance: number;
    };
    readonly sklearnExact: Layouts;
    readonly openTsne: Layouts;
  };
  readonly umap: { readonly trustworthiness: number };
  readonly neighbourhoods: {
    readonly tolerance: number;
    readonly cases: readonly {
      readonly points: WrittenRows;
      readonly layout: WrittenRows;
      readonly k: number;
      readonly trustworthiness: number;
      readonly continuity: number;
    }[];
  };
  readonly procrustes: {
    readonly moving: WrittenRows;
    readonly fixed: WrittenRows;
    readonly rotation: WrittenRows;
    readonly scale: number;
    readonly residual: number;
    readonly tolerance: number;
  };
  readonly rankCorrelations: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly ranks: readonly number[];
    readonly spearman: number;
  }[];
  readonly concepts: {
    readonly states: WrittenRows;
    readonly binary: readonly number[];
    readonly numeric: readonly number[];
    readonly auroc: readonly number[];
    readonly spearman: readonly number[];
    readonly tolerance: number;
  };
  readonly stateSearch: {
    readonly states: WrittenRows;
    readonly starts: readonly number[];
    readonly units: readonly number[];
    readonly matches: readonly object[];
  };
  readonly unitOrders: {
    readonly states: WrittenRows;
    readonly merges: WrittenRows;
    readonly leaves: readonly number[];
    readonly tolerance: number;
  };
  readonly silhouettes: {
    readonly points: WrittenRows;
    readonly labels: readonly number[];
    readonly expected: number;
    readonly tolerance: number;
  };
  readonly nearest: {
    readonly states: WrittenRows;
    readonly row: number;
    readonly rows: readonly number[];
    readonly cosines: readonly number[];
    readonly tolerance: number;
  };
  readonly trajectories: {
    readonly states: WrittenRows;
    readonly steps: readonly number[];
    readonly path: readonly number[];
    readonly angles: readonly number[];
    readonly tolerance: number;
  };
  readonly drift: {
    readonly states: readonly WrittenRows[];
    readonly layouts: readonly WrittenRows[];
    readonly lastMoves: readonly number[];
    readonly lateMove: number;
    readonly trueMovement: number;
    readonly tolerance: number;
  };
  readonly repulsion: {
    readonly cases: readonly { readonly layout: WrittenRows; readonly z: number; readonly forces: readonly number[] }[];
    readonly tolerance: number;
  };
  readonly transforms: {
    readonly cases: readonly {
      readonly re: readonly number[];
      readonly im: readonly number[];
      readonly foundRe: readonly number[];
      readonly foundIm: readonly number[];
    }[];
    readonly tolerance: number;
  };
  readonly linearAlgebra: {
    readonly [name in
      | 'a'
      | 'b'
      | 'c'
      | 'timesTransposed'
      | 'transposedTimes'
      | 'symmetric'
      | 'eigenvectors']: WrittenRows;
  } & { readonly eigenvalues: readonly number[]; readonly tolerance: number };
  readonly rankTolerance: number;
}

/** The numbers scripts/reference/projection.py wrote. */
export const projectionReference: ProjectionReference = JSON.parse(
  readFileSync(new URL('../../../data/reference/projection.json', import.meta.url), 'utf8'),
);

/** A matrix out of the reference file. */
export function readRows({ data, rows, cols }: WrittenRows): Rows {
  return rowsOf(data, rows, cols);
}

/** The first 500 of the 8×8 digits, [500 × 64]. */
export const digits: Rows = readRows(projectionReference.digits);

/** Rows turned in their first two directions by `angle`, perhaps mirrored, and moved; distances stay as they are. */
export function moved({ data, rows, cols }: Rows, angle: number, mirror: boolean, by: number): Rows {
  const out = Float64Array.from(data);
  for (let i = 0; i < rows; i++) {
    const at = i * cols;
    const [x, y] = [data[at]!, data[at + 1]!];
    out[at] = x * Math.cos(angle) - y * Math.sin(angle);
    out[at + 1] = (x * Math.sin(angle) + y * Math.cos(angle)) * (mirror ? -1 : 1);
    for (let k = 0; k < cols; k++) out[at + k]! += by;
  }
  return { data: out, rows, cols };
}

/** Largest |a − b| over the entries; ∞ where lengths differ or NaN stands on one side alone. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  return worst;
}
