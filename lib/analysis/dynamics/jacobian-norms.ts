import { orthonormalise } from './qr.ts';

/** How a disturbance of the state k steps ago arrives now, per lag. */
export interface LagNorms {
  /** ln of the spectral norm ‖∂s_T/∂s_{T−k}‖₂, k = 0…steps. −Infinity where nothing arrives. */
  readonly logSpectral: Float64Array;
  /** ln of the Frobenius norm. */
  readonly logFrobenius: Float64Array;
}

/**
 * Exact norms of the products J_T J_{T−1} … J_{T−k+1}: `jacobians` in the order of time, each [n, n] row-major. Products
 * are built from the right end with their scale kept apart, so that no lag underflows. n³ per lag. Checked: norms of the products by NumPy; g to the lag of g times an orthogonal matrix.
 */
export function lagNorms(jacobians: readonly Float64Array[], n: number): LagNorms {
  const steps = jacobians.length;
  const logSpectral = new Float64Array(steps + 1);
  const logFrobenius = new Float64Array(steps + 1);
  logFrobenius[0] = Math.log(n) / 2;
  let product: Float64Array = new Float64Array(n * n);
  for (let i = 0; i < n; i++) product[i * n + i] = 1;
  let logScale = 0;
  for (let k = 1; k <= steps; k++) {
    product = times(product, jacobians[steps - k]!, n);
    const norm = frobenius(product);
    logScale += Math.log(norm);
    if (norm > 0) product = product.map((value) => value / norm);
    logFrobenius[k] = logScale;
    logSpectral[k] = norm > 0 ? logScale + Math.log(spectralNorm(product, n)) : Number.NEGATIVE_INFINITY;
  }
  return { logSpectral, logFrobenius };
}

/** Mean over trajectories of ln ‖∂s_T/∂s_{T−k}‖₂ per lag; lags that only some reach average over those. */
export function meanLogNorms(perTrajectory: readonly LagNorms[]): Float64Array {
  const longest = Math.max(0, ...perTrajectory.map(({ logSpectral }) => logSpectral.length));
  return Float64Array.from({ length: longest }, (_, k) => {
    const reached = perTrajectory.filter(({ logSpectral }) => k < logSpectral.length);
    return reached.reduce((sum, { logSpectral }) => sum + logSpectral[k]!, 0) / reached.length;
  });
}

function times(A: Float64Array, B: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let m = 0; m < n; m++) {
      const by = A[a * n + m]!;
      for (let q = 0; q < n; q++) out[a * n + q]! += by * B[m * n + q]!;
    }
  }
  return out;
}

function frobenius(A: Float64Array): number {
  let squared = 0;
  for (const value of A) squared += value * value;
  return Math.sqrt(squared);
}

/** σ_max by orthogonal iteration on AᵀA with two vectors, until it stands still to 1e-12. */
function spectralNorm(A: Float64Array, n: number): number {
  const k = Math.min(2, n);
  let V = Float64Array.from({ length: n * k }, (_, i) => Math.cos(1 + 7 * i));
  orthonormalise(V, n, k);
  let norm = 0;
  for (let iteration = 0; iteration < 500; iteration++) {
    const image = apply(A, V, n, k, false);
    V = apply(A, image, n, k, true);
    const next = Math.sqrt(orthonormalise(V, n, k)[0]!);
    if (Math.abs(next - norm) <= 1e-12 * next) return next;
    norm = next;
  }
  return norm;
}

function apply(A: Float64Array, V: Float64Array, n: number, k: number, transposed: boolean): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n * k);
  for (let a = 0; a < n; a++) {
    for (let q = 0; q < n; q++) {
      const by = transposed ? A[q * n + a]! : A[a * n + q]!;
      for (let m = 0; m < k; m++) out[a * k + m]! += by * V[q * k + m]!;
    }
  }
  return out;
}
