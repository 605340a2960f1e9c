import { readFileSync } from 'node:fs';

interface UnitsReference {
  readonly relativeTolerance: number;
  readonly digits: { readonly bytes: string; readonly firstColumns: number; readonly cka: number };
  readonly pairs: readonly {
    readonly rows: number;
    readonly left: number;
    readonly right: number;
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly cka: number;
  }[];
  readonly redundant: readonly {
    readonly rows: number;
    readonly units: number;
    readonly values: readonly number[];
    readonly redundant: readonly number[];
  }[];
  readonly gateShares: readonly {
    readonly s: number;
    readonly sigmoid: number;
    readonly hardSigmoid: number;
    readonly zeroGradient: number;
  }[];
}

/** The numbers scripts/reference/units.py wrote. */
export const unitsReference: UnitsReference = JSON.parse(
  readFileSync(new URL('../../../data/reference/units.json', import.meta.url), 'utf8'),
);
