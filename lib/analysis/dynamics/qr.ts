/**
 * Thin QR by Householder reflections of `matrix`, [n, k] row-major with k ≤ n, which becomes Q (orthonormal columns,
 * in place). Returns the diagonal of R, made ≥ 0 by the signs of Q's columns. Where columns depend on each other Q is
 * orthonormal all the same, and the diagonal there is 0 up to rounding.
 */
export function orthonormalise(matrix: Float64Array, n: number, k: number): Float64Array {
  const diagonal = new Float64Array(k);
  const reflectors = new Float64Array(n * k);
  for (let j = 0; j < k; j++) {
    const length = columnNorm(matrix, n, k, j);
    const head = matrix[j * k + j]!;
    diagonal[j] = head > 0 ? -length : length;
    if (length === 0) continue;
    let squared = 0;
    for (let i = j; i < n; i++) {
      // over the length, so that squares neither overflow nor vanish
      const value = (matrix[i * k + j]! - (i === j ? diagonal[j]! : 0)) / length;
      reflectors[i * k + j] = value;
      squared += value * value;
    }
    const scale = 1 / Math.sqrt(squared);
    for (let i = j; i < n; i++) reflectors[i * k + j]! *= scale;
    reflect(matrix, reflectors, n, k, j, j);
  }
  matrix.fill(0);
  for (let j = 0; j < k; j++) matrix[j * k + j] = 1;
  for (let j = k - 1; j >= 0; j--) reflect(matrix, reflectors, n, k, j, j);
  for (let j = 0; j < k; j++) {
    if (diagonal[j]! >= 0) continue;
    diagonal[j] = -diagonal[j]!;
    for (let i = 0; i < n; i++) matrix[i * k + j] = -matrix[i * k + j]!;
  }
  return diagonal;
}

/** Norm of the part of column j from row j on, without overflow or underflow. */
function columnNorm(matrix: Float64Array, n: number, k: number, j: number): number {
  let largest = 0;
  for (let i = j; i < n; i++) largest = Math.max(largest, Math.abs(matrix[i * k + j]!));
  if (largest === 0) return 0;
  let squared = 0;
  for (let i = j; i < n; i++) squared += (matrix[i * k + j]! / largest) ** 2;
  return largest * Math.sqrt(squared);
}

/** Applies I − 2 v vᵀ, v = column j of `reflectors`, to the columns from `first` on. */
function reflect(matrix: Float64Array, reflectors: Float64Array, n: number, k: number, j: number, first: number): void {
  const dots = new Float64Array(k);
  for (let i = j; i < n; i++) {
    const v = reflectors[i * k + j]!;
    for (let m = first; m < k; m++) dots[m]! += v * matrix[i * k + m]!;
  }
  for (let i = j; i < n; i++) {
    const twice = 2 * reflectors[i * k + j]!;
    for (let m = first; m < k; m++) matrix[i * k + m]! -= twice * dots[m]!;
  }
}
