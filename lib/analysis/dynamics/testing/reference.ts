import { readFileSync } from 'node:fs';
import { activationOf } from '../activation.ts';
import type { Cell, CellKind } from '../cell.ts';

interface CellNumbers {
  readonly kind: CellKind;
  readonly units: number;
  readonly recurrentKernel: readonly number[];
}

interface Reference {
  readonly absoluteTolerance: number;
  readonly cells: readonly (CellNumbers & {
    readonly activation: string;
    readonly recurrentActivation: string;
    readonly kernel: readonly number[];
    readonly bias: readonly number[] | null;
    readonly x: readonly number[];
    readonly state: readonly number[];
    readonly next: readonly number[];
    readonly jacobian: readonly number[];
  })[];
  readonly spectra: readonly {
    readonly n: number;
    readonly matrix: readonly number[];
    readonly real: readonly number[];
    readonly imaginary: readonly number[];
    readonly radius: number;
    readonly largest: number;
    readonly smallest: number;
    readonly nonOrthogonality: number;
    readonly henrici: number;
  }[];
  readonly lyapunov: readonly (CellNumbers & {
    readonly features: number;
    readonly time: number;
    readonly warmUp: number;
    readonly k: number;
    readonly kernel: readonly number[];
    readonly bias: readonly number[];
    readonly sequences: readonly (readonly number[])[];
    readonly exponents: readonly number[];
    readonly standardErrors: readonly number[];
    readonly meanLogDeterminant: number;
  })[];
  readonly fixedPoints: readonly (CellNumbers & {
    readonly drive: readonly number[];
    readonly points: readonly (readonly number[])[];
    readonly largest: readonly number[];
  })[];
  readonly orthonormal: readonly {
    readonly n: number;
    readonly k: number;
    readonly matrix: readonly number[];
    readonly q: readonly number[];
    readonly diagonal: readonly number[];
  }[];
  readonly lagNorms: readonly {
    readonly n: number;
    readonly jacobians: readonly (readonly number[])[];
    readonly logSpectral: readonly number[];
    readonly logFrobenius: readonly number[];
  }[];
}

/** The numbers scripts/reference/dynamics.py wrote. */
export const reference: Reference = JSON.parse(
  readFileSync(new URL('../../../../data/reference/dynamics.json', import.meta.url), 'utf8'),
);

/** A cell of the reference. */
export function cellOf(numbers: CellNumbers, activation = 'tanh', recurrentActivation = 'sigmoid'): Cell {
  return {
    kind: numbers.kind,
    units: numbers.units,
    recurrentKernel: Float64Array.from(numbers.recurrentKernel),
    activation: activationOf(activation)!,
    recurrentActivation: activationOf(recurrentActivation)!,
  };
}

/** Largest |a − b|; Infinity where lengths differ or a value is NaN. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  return worst;
}
