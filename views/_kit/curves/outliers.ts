import { quantile } from '../../../lib/analysis/quantiles.ts';
import type { Curve } from './curve.ts';

/** Shares of the values between which the axis is laid when outliers are cut, and how far beyond in spans of it. */
const LOW = 0.05;
const HIGH = 0.95;
const BEYOND = 0.25;
/** So many values say where the middle lies. */
const MOST = 20_000;

/**
 * The extent of the middle of all finite values, [q05 − ¼ span, q95 + ¼ span], never beyond their own: a few values far out
 * do not flatten the rest. Null when there is none.
 */
export function middleExtent(curves: readonly Pick<Curve, 'ys' | 'length'>[]): readonly [number, number] | null {
  const all = curves.reduce((sum, { length }) => sum + length, 0);
  const every = Math.max(1, Math.ceil(all / MOST));
  const values: number[] = [];
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { ys, length } of curves) {
    for (let i = 0; i < length; i += 1) {
      const value = ys[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      if (i % every === 0) values.push(value);
    }
  }
  if (values.length === 0) return null;
  const [low, high] = [quantile(values, LOW), quantile(values, HIGH)];
  const room = BEYOND * (high - low);
  return [Math.max(lowest, low - room), Math.min(highest, high + room)];
}

/** How many finite values lie outside of a domain. */
export function outsideOf(
  curves: readonly Pick<Curve, 'ys' | 'length'>[],
  [low, high]: readonly [number, number],
): number {
  let count = 0;
  for (const { ys, length } of curves) {
    for (let i = 0; i < length; i += 1) if (ys[i]! < low || ys[i]! > high) count += Number.isFinite(ys[i]!) ? 1 : 0;
  }
  return count;
}
