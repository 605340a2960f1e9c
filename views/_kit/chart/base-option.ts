import { number, powerParts } from '../numbers.ts';
import type { Tokens } from '../theme/tokens.ts';
import { SANS } from '../theme/tokens.ts';
import { type Axis, bandTicks, logTicks, roundTicks, type Tick } from './axis.ts';
import type { Insets } from './geometry.ts';

/** How the base draws the rectangle: lines along the axes, or a box around a heat map, or nothing. */
export type Frame = 'axes' | 'box' | 'none';

/** A base as plain data: equal specs are equal pictures, so ECharts is only asked when the JSON of it changed. */
export interface BaseSpec {
  readonly insets: Insets;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly frame: Frame;
}

interface AxisSpec {
  readonly domain: readonly [number, number];
  readonly inverse: boolean;
  readonly log: boolean;
  readonly band: boolean;
  readonly title: string;
  readonly ticks: readonly Tick[];
}

/** Px a label of each axis needs to itself. */
const X_PITCH = 56;
const Y_PITCH = 26;

/** Ticks of an axis that is `length` px long. */
export function ticksOf(axis: Axis, length: number, pitch: number): readonly Tick[] {
  const most = Math.max(2, Math.min(9, Math.floor(length / pitch)));
  const [low, high] = axis.domain;
  const values =
    axis.ticks ??
    (axis.log
      ? logTicks(axis.domain, most)
      : axis.band
        ? bandTicks(Math.ceil(low), Math.floor(high), most)
        : roundTicks(axis.domain, most));
  const label = axis.label ?? (axis.log ? String : number);
  return values.filter((value) => value >= low && value <= high).map((value) => ({ value, label: label(value) }));
}

/** The spec of a base `width` × `height` px. */
export function baseSpec(x: Axis, y: Axis, insets: Insets, frame: Frame, width: number, height: number): BaseSpec {
  const spec = (axis: Axis, length: number, pitch: number): AxisSpec => ({
    domain: axis.domain,
    inverse: axis.inverse ?? false,
    log: (axis.log ?? false) && axis.label === undefined,
    band: axis.band ?? false,
    title: axis.title ?? '',
    ticks: ticksOf(axis, length, pitch),
  });
  return {
    insets,
    frame,
    x: spec(x, width - insets.left - insets.right, X_PITCH),
    y: spec(y, height - insets.top - insets.bottom, Y_PITCH),
  };
}

/** Raised exponents are rich text of ECharts: the label is `{b|10}{e|−3}`. */
function labelOf(axis: AxisSpec): (value: number) => string {
  const labels = new Map(axis.ticks.map(({ value, label }) => [value, label]));
  return (value) => {
    if (!axis.log) return labels.get(value) ?? '';
    const { base, exponent } = powerParts(value);
    return `{b|${base}}{e|${exponent}}`;
  };
}

function axisOption(axis: AxisSpec, tokens: Tokens, which: 'x' | 'y', { insets, frame }: BaseSpec, family: string) {
  const values = axis.ticks.map(({ value }) => value);
  const isX = which === 'x';
  const isLined = frame === 'axes' && isX;
  return {
    type: 'value' as const,
    min: axis.domain[0],
    max: axis.domain[1],
    inverse: axis.inverse,
    name: axis.title,
    nameLocation: 'middle' as const,
    nameGap: isX ? insets.bottom - 11 : insets.left - 14,
    nameMoveOverlap: false,
    nameTextStyle: { color: tokens.fg2, fontSize: 11, fontFamily: family, lineHeight: 12 },
    axisLine: { show: isLined, onZero: false, lineStyle: { color: tokens.line2, width: 1 } },
    axisTick: { show: isLined, customValues: values, length: 3, lineStyle: { color: tokens.line2 } },
    axisLabel: {
      customValues: values,
      formatter: labelOf(axis),
      color: tokens.fg3,
      fontSize: 11,
      fontFamily: family,
      margin: isX ? 6 : 8,
      hideOverlap: false,
      showMinLabel: true,
      showMaxLabel: true,
      rich: {
        b: { fontSize: 11, lineHeight: 14, fontFamily: family },
        e: { fontSize: 9, fontFamily: family, verticalAlign: 'top' as const, padding: [-2, 0, 0, 0] },
      },
    },
    splitLine: { show: !isX && frame === 'axes' && !axis.band, lineStyle: { color: tokens.line, width: 1 } },
    minorTick: { show: false },
  };
}

/** The option of ECharts that draws a base: axes and grid at fixed insets, no data, no animation. */
export function baseOption(spec: BaseSpec, tokens: Tokens, family = SANS) {
  return {
    animation: false,
    grid: {
      ...spec.insets,
      containLabel: false,
      outerBoundsMode: 'none' as const,
      show: spec.frame === 'box',
      borderColor: tokens.line2,
      borderWidth: 1,
      backgroundColor: 'transparent',
    },
    xAxis: axisOption(spec.x, tokens, 'x', spec, family),
    yAxis: axisOption(spec.y, tokens, 'y', spec, family),
  };
}
