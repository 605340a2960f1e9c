import { readFileSync } from 'node:fs';

type Written = number | string;
type Points = readonly Written[];

interface Reference {
  readonly relativeTolerance: number;
  readonly quantiles: readonly {
    readonly values: Points;
    readonly levels: readonly number[];
    readonly expected: Points;
  }[];
  readonly theilSen: readonly { readonly x: Points; readonly y: Points; readonly slope: number }[];
  readonly averages: readonly { readonly values: Points; readonly beta: number; readonly expected: Points }[];
  readonly decays: readonly {
    readonly profile: Points;
    readonly slope: number;
    readonly horizon: number;
    readonly lowerBound: boolean;
    readonly flowRatio: number;
    readonly explosionRatio: number;
  }[];
  readonly constantLosses: {
    readonly [loss: string]: { readonly y: readonly Points[]; readonly loss: number };
  } & { readonly labels: Points; readonly tolerance: number };
}

/** The numbers scripts/reference/analysis.py wrote. */
export const reference: Reference = JSON.parse(
  readFileSync(new URL('../../../data/reference/analysis.json', import.meta.url), 'utf8'),
);

/** Numbers out of the reference file, where NaN and infinities are strings. */
export function numbers(points: Points): Float64Array {
  return Float64Array.from(points, Number);
}

/** Largest |a − b| / max(|b|, 1e-300) over the entries; entries that are NaN on both sides agree. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i]!;
    const b = expected[i]!;
    if (Object.is(a, b) || a === b) continue;
    const error = Math.abs(a - b) / Math.max(Math.abs(b), 1e-300);
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }
  return worst;
}
