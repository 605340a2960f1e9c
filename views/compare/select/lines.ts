import { type BandKind, meanBand } from '../../../lib/analysis/compare/mean-band.ts';
import { firstIndex } from '../../../lib/base/first-index.ts';
import type { Alignment } from '../../../lib/client/page-state.ts';
import { xsOf } from '../../_kit/curves/x-axis.ts';
import type { RunGroup } from './groups.ts';
import type { RunPoints } from './series.ts';

/** A line of a chart: a run, or the mean of a group with its band. All of the same length. */
export interface CompareLine {
  readonly group: RunGroup;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Null: one run. NaN where fewer than two runs are there. */
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
  /** Runs behind each point; null: one. */
  readonly n: Int32Array | null;
  /** Runs of the group that have the series. */
  readonly members: number;
  /** Points drawn or averaged, and stored points they stand for. */
  readonly held: number;
  readonly of: number;
  /** Runs were read between their own points, because they do not share their x. */
  readonly isInterpolated: boolean;
}

/** Lines of all groups. `points` gives a run's points, null while they are on their way. Groups without any are left out. */
export function linesOf(
  groups: readonly RunGroup[],
  points: (run: RunGroup['runs'][number]) => RunPoints | null,
  align: Alignment,
  band: BandKind,
): readonly CompareLine[] {
  return groups.flatMap((group): CompareLine[] => {
    const runs = group.runs.flatMap((run) => {
      const found = points(run);
      if (!found || found.steps.length === 0) return [];
      const xs = laidOf(align, run, found.steps);
      return [{ xs, ys: found.values, length: xs.length, of: found.of }];
    });
    const [first] = runs;
    if (!first) return [];
    const members = runs.length;
    const held = runs.reduce((sum, { length }) => sum + length, 0);
    const of = runs.reduce((sum, each) => sum + each.of, 0);
    if (group.runs.length === 1) {
      return [
        { group, xs: first.xs, ys: first.ys, low: null, high: null, n: null, isInterpolated: false, members, held, of },
      ];
    }
    const { mean, ...rest } = meanBand(runs, band);
    return [{ group, ...rest, ys: mean, members, held, of }];
  });
}

/** Where the steps of a run lie; of steps that were asked about before as they were, while the run told nothing new. */
const laid = new WeakMap<Float64Array, { readonly of: string; readonly xs: Float64Array }>();

function laidOf(align: Alignment, run: RunGroup['runs'][number], steps: Float64Array): Float64Array {
  const of = [align, run.info.stepsPerEpoch, run.epochs.length, run.moments.length].join();
  const before = laid.get(steps);
  if (before?.of === of) return before.xs;
  const xs = xsOf(align, run, steps);
  laid.set(steps, { of, xs });
  return xs;
}

/** The value of a line at or before a place; null before its first point. */
export function lineAt({ xs }: CompareLine, x: number): number | null {
  const after = firstIndex(xs.length, (index) => xs[index]! > x);
  return after > 0 ? after - 1 : null;
}

/** Smallest and largest finite value of lines and bands between two places; null where there is none. */
export function extentOf(
  lines: readonly CompareLine[],
  [from, to]: readonly [number, number],
): readonly [number, number] | null {
  let [least, most] = [Infinity, -Infinity];
  const take = (values: Float64Array, first: number, end: number) => {
    for (let i = first; i < end; i += 1) {
      const value = values[i]!;
      // written so that NaN and ±∞ are left out
      if (value < least && value > -Infinity) least = value;
      if (value > most && value < Infinity) most = value;
    }
  };
  for (const { xs, ys, low, high } of lines) {
    const first = firstIndex(xs.length, (index) => xs[index]! >= from);
    const end = firstIndex(xs.length, (index) => xs[index]! > to);
    take(ys, first, end);
    if (low) take(low, first, end);
    if (high) take(high, first, end);
  }
  return least <= most ? [least, most] : null;
}

/** Whether values span so much, all above 0, that a logarithmic axis shows more. */
export function spansDecades(lines: readonly Pick<CompareLine, 'ys'>[]): boolean {
  let [least, most] = [Infinity, -Infinity];
  for (const { ys } of lines) {
    for (const value of ys) {
      if (!Number.isFinite(value)) continue;
      if (value <= 0) return false;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return most / least > 20;
}

/** Values as log10; what has no logarithm is NaN, but for the lower side of a band, which goes below the axis. */
export function logOf(values: Float64Array, isLow = false): Float64Array {
  const logs = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (isLow && value <= 0) logs[i] = -300;
    else logs[i] = value > 0 && value < Infinity ? Math.log10(value) : Number.NaN;
  }
  return logs;
}
