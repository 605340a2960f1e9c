/** Nodes a cubic B-spline touches. */
export const SPLINE_WIDTH = 4;

/**
 * The cubic B-spline and its derivative (by u) at the four nodes −1…2 around a place u ∈ [0, 1) between nodes 0 and 1,
 * written to `values` and `slopes` from `at` on. Values sum to 1, slopes to 0.
 * Source: the cardinal spline's pieces, written out. Checked: the recursion of de Boor to 1e-13.
 */
export function splineAt(u: number, values: Float64Array, slopes: Float64Array, at: number): void {
  const v = 1 - u;
  const u2 = u * u;
  const v2 = v * v;
  values[at] = (v2 * v) / 6;
  values[at + 1] = (4 + u2 * (3 * u - 6)) / 6;
  values[at + 2] = (4 + v2 * (3 * v - 6)) / 6;
  values[at + 3] = (u2 * u) / 6;
  slopes[at] = -v2 / 2;
  slopes[at + 1] = u * (1.5 * u - 2);
  slopes[at + 2] = v * (2 - 1.5 * v);
  slopes[at + 3] = u2 / 2;
}

/** Σ_n B(n)·cos(2πkn/size): how much spreading by the spline weakens frequency k of `size`. Never below ⅓. */
export function splineSpectrum(k: number, size: number): number {
  return (2 + Math.cos((2 * Math.PI * k) / size)) / 3;
}
