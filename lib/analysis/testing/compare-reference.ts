import { readFileSync } from 'node:fs';

type Written = number | string;
type Points = readonly Written[];

interface CompareReference {
  readonly relativeTolerance: number;
  readonly student: {
    readonly p: readonly { readonly t: number; readonly freedom: number; readonly p: number }[];
    readonly critical: readonly { readonly p: number; readonly freedom: number; readonly t: number }[];
    readonly beta: readonly { readonly x: number; readonly a: number; readonly b: number; readonly value: number }[];
  };
  readonly bands: readonly {
    readonly runs: readonly { readonly xs: Points; readonly ys: Points }[];
    readonly xs: Points;
    readonly n: readonly number[];
    readonly mean: Points;
    readonly sd: readonly [Points, Points];
    readonly ci: readonly [Points, Points];
    readonly range: readonly [Points, Points];
  }[];
  readonly assignments: readonly {
    readonly rows: number;
    readonly cols: number;
    readonly costs: readonly number[];
    readonly to: readonly number[];
  }[];
  readonly matchings: readonly {
    readonly rows: number;
    readonly left: number;
    readonly right: number;
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly of: readonly number[];
    readonly correlation: readonly number[];
    readonly matched: number;
  }[];
  readonly partings: readonly {
    readonly a: readonly (readonly number[])[];
    readonly b: readonly (readonly number[])[];
    readonly test: string;
    readonly at: number | null;
    readonly statistic: number | null;
    readonly p: number | null;
  }[];
}

/** The numbers scripts/reference/compare.py wrote. */
export const compareReference: CompareReference = JSON.parse(
  readFileSync(new URL('../../../data/reference/compare.json', import.meta.url), 'utf8'),
);
