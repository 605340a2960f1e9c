/** Beyond it, attributions along a path have missed something: take more points. */
export const COMPLETENESS_NOTE = 0.01;
/** Beyond it, they should not be believed. */
export const COMPLETENESS_WARNING = 0.05;

/**
 * How far attributions are from adding up to what they explain: |Σ − (f(x) − f(x₀))| / |f(x) − f(x₀)|. 0 where both are 0,
 * Infinity where only the difference is.
 */
export function completenessError(sum: number, difference: number): number {
  const gap = Math.abs(sum - difference);
  return gap === 0 ? 0 : gap / Math.abs(difference);
}
