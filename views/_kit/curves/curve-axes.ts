import type { CurveX } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { type Axis, logTicks, roundTicks } from '../chart/axis.ts';
import { number } from '../numbers.ts';
import type { Curve } from './curve.ts';
import { curvesMessages as words } from './curves-messages.ts';
import { stepDomain } from './steps.ts';
import { clockTicks, secondsTicks } from './time-axis.ts';

/** How lines are laid out along x. */
export interface CurveXSettings {
  readonly mode: CurveX;
  readonly log: boolean;
  /** In the unit of the axis; null: all. */
  readonly zoom: readonly [number, number] | null;
}

/** All of an x axis: what was planned in steps and epochs, what was reached in time. `xs` as {@link xsOf} gives them. */
export function wholeDomain(
  mode: CurveX,
  runs: readonly RunData[],
  curves: readonly Pick<Curve, 'xs' | 'length'>[],
): readonly [number, number] {
  if (mode === 'step') return stepDomain(runs);
  if (mode === 'epoch') {
    return [0, Math.max(1, ...runs.map(({ info, epochs }) => Math.max(info.epochsPlanned ?? 0, epochs.length)))];
  }
  const firsts = curves.map(({ xs }) => xs[0] ?? Number.NaN).filter(Number.isFinite);
  const lasts = curves.map(({ xs, length }) => xs[length - 1] ?? Number.NaN).filter(Number.isFinite);
  if (firsts.length === 0) return mode === 'wall' ? [Date.now() - 60_000, Date.now()] : [0, 60];
  const [low, high] = [Math.min(...firsts), Math.max(...lasts)];
  return mode === 'relative' ? [0, Math.max(1, high)] : [low, Math.max(low + 1_000, high)];
}

/** The axis over `domain`; on a log axis the domain and all values are log10 of them. */
export function curveXAxis(mode: CurveX, log: boolean, [low, high]: readonly [number, number]): Axis {
  if (log) {
    const least = low > 0 ? low : Math.min(1, high / 1_000);
    const domain = [Math.log10(least), Math.log10(Math.max(high, least * 10))] as const;
    return { domain, log: true, title: titleOf(mode, 's'), ...(logTicks(domain).length > 1 ? {} : plainTicks(domain)) };
  }
  const domain = [low, high] as const;
  if (mode === 'relative') {
    const { ticks, unit, label } = secondsTicks(domain);
    return { domain, ticks, label, title: titleOf(mode, unit) };
  }
  if (mode === 'wall') return { domain, ...clockTicks(domain), title: titleOf(mode, '') };
  return { domain, title: titleOf(mode, '') };
}

/** The y axis; the domain of a logarithmic one is log10 of its values. */
export function curveYAxis(log: boolean, domain: readonly [number, number]): Axis {
  if (!log) return { domain };
  return { domain, log: true, ...(logTicks(domain).length > 1 ? {} : plainTicks(domain)) };
}

/** Numbers between two powers of ten, where there are no two powers to label. */
function plainTicks([low, high]: readonly [number, number]) {
  const ticks = roundTicks([10 ** low, 10 ** high], 5).map(Math.log10);
  return { ticks, label: (value: number) => number(10 ** value) };
}

function titleOf(mode: CurveX, unit: string): string {
  return mode === 'relative' ? words.titles.relative(unit) : words.titles[mode];
}

/** The zoom that two fingers ask for, within the whole axis; null: all of it. */
export function pinchedZoom(
  low: number,
  high: number,
  [first, last]: readonly [number, number],
): readonly [number, number] | null {
  const span = high - low;
  if (!(span < (last - first) * 0.999)) return null;
  const from = Math.max(first, Math.min(low, last - span));
  return roundedZoom(from, from + span);
}

/** A zoom as it is kept: as few digits as tell its ends apart. */
export function roundedZoom(from: number, to: number): readonly [number, number] {
  const digits = Math.max(0, 3 - Math.floor(Math.log10(to - from)));
  const round = (value: number) => Number(value.toFixed(Math.min(6, digits)));
  return [round(from), round(to)];
}

/** A y domain close around an extent, with a little air: of a part of a chart, or of its middle. */
export function closeDomain([low, high]: readonly [number, number]): readonly [number, number] {
  const room = high > low ? 0.06 * (high - low) : Math.max(1e-12, Math.abs(high) * 0.05);
  return [low - room, high + room];
}
