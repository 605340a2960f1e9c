import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Eigenvalues of a real square matrix. */
export interface Eigenvalues {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** By QR iterations in Float64 (ml-matrix). `values` [n, n] row-major and finite: throws on NaN, which would never end. */
export function eigenvalues(values: Float64Array, n: number): Eigenvalues {
  if (!values.every(Number.isFinite)) throw new RangeError('eigenvalues: the matrix holds NaN or infinities');
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrixOf(values, n));
  return { real: Float64Array.from(realEigenvalues), imaginary: Float64Array.from(imaginaryEigenvalues) };
}

/** max |λ|; 0 of none. */
export function largestModulus({ real, imaginary }: Eigenvalues): number {
  let largest = 0;
  for (let i = 0; i < real.length; i++) largest = Math.max(largest, Math.hypot(real[i]!, imaginary[i]!));
  return largest;
}

/** Row-major values as a matrix of ml-matrix. */
export function matrixOf(values: Float64Array, n: number): Matrix {
  return Matrix.from1DArray(n, n, values);
}
