/** Nodes a quintic B-spline touches. */
export const SPLINE_WIDTH = 6;

/**
 * The quintic B-spline and its derivative (by u) at the six nodes −2…3 around a place u ∈ [0, 1) between nodes 0 and 1,
 * written to `values` and `slopes` from `at` on. Values sum to 1, slopes to 0.
 * Source: the cardinal spline's pieces, written out. Checked: the recursion of de Boor to 1e-15.
 */
export function splineAt(u: number, values: Float64Array, slopes: Float64Array, at: number): void {
  const v = 1 - u;
  const u2 = u * u;
  const v2 = v * v;
  const u4 = u2 * u2;
  const v4 = v2 * v2;
  values[at] = (v4 * v) / 120;
  values[at + 1] = (26 + u * (-50 + u * (20 + u * (20 + u * (-20 + 5 * u))))) / 120;
  values[at + 2] = (66 + u2 * (-60 + u2 * (30 - 10 * u))) / 120;
  values[at + 3] = (26 + u * (50 + u * (20 + u * (-20 + u * (-20 + 10 * u))))) / 120;
  values[at + 4] = (1 + u * (5 + u * (10 + u * (10 + u * (5 - 5 * u))))) / 120;
  values[at + 5] = (u4 * u) / 120;
  slopes[at] = -v4 / 24;
  slopes[at + 1] = (-10 + u * (8 + u * (12 + u * (-16 + 5 * u)))) / 24;
  slopes[at + 2] = (u * (-24 + u2 * (24 - 10 * u))) / 24;
  slopes[at + 3] = (10 + u * (8 + u * (-12 + u * (-16 + 10 * u)))) / 24;
  slopes[at + 4] = (1 + u * (4 + u * (6 + u * (4 - 5 * u)))) / 24;
  slopes[at + 5] = u4 / 24;
}

/** Σ_n B(n)·cos(2πkn/size): how much spreading by the spline weakens frequency k of `size`. Always above 0.06. */
export function splineSpectrum(k: number, size: number): number {
  const angle = (2 * Math.PI * k) / size;
  return (66 + 52 * Math.cos(angle) + 2 * Math.cos(2 * angle)) / 120;
}
