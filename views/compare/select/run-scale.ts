import { type Axis, logTicks, roundTicks } from '../../_kit/chart/axis.ts';
import { number, power } from '../../_kit/numbers.ts';
import type { RunValue } from './dimensions.ts';

/** Where what runs have lies along an axis. */
export interface RunScale {
  readonly kind: 'number' | 'category';
  /** Positions are log10 of the values. */
  readonly log: boolean;
  /** Whether the axis may be logarithmic: every value is above 0. */
  readonly canLog: boolean;
  /** Positions of the ends, with air beyond the outermost values. */
  readonly domain: readonly [number, number];
  /** Categories in order; empty of numbers. */
  readonly names: readonly string[];
  /** Positions of ticks, each with its text. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** Position of a value; NaN of what has no place: nothing, what is not finite, what has no logarithm. */
  position(value: RunValue): number;
  /** Inverse of `position`: a number, or the index of a category. */
  valueAt(position: number): number;
}

/** Values beyond these decades are laid out by their logarithm unless asked otherwise. */
const LOG_DECADES = 2;
/** So many different values get a tick each. */
const MOST_VALUES = 7;
/** Two ticks are this share of the axis apart at least. */
const LEAST_APART = 0.07;
const AIR = 0.06;

const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Whether what a run has is there but no number: NaN or infinite. */
export function isBad(value: RunValue): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

/** The scale of what some runs have. `turned`: logarithmic where it would open linear, and the other way round. */
export function scaleOf(values: readonly RunValue[], turned = false): RunScale {
  if (values.some((value) => typeof value === 'string')) return categories(values);
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  return numberScale(numbers, turned);
}

function categories(values: readonly RunValue[]): RunScale {
  const names = [...new Set(values.filter((value) => value !== undefined).map(String))].sort(BY_NAME.compare);
  const places = new Map(names.map((name, at) => [name, at]));
  return {
    ...{ kind: 'category', log: false, canLog: false, names },
    domain: [-0.5, names.length - 0.5],
    ticks: names.map((label, at) => ({ at, label })),
    position: (value) => (value === undefined ? Number.NaN : (places.get(String(value)) ?? Number.NaN)),
    valueAt: (position) => position,
  };
}

function numberScale(numbers: readonly number[], turned: boolean): RunScale {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const canLog = numbers.length > 0 && least > 0;
  const opensLog = canLog && most / least > 10 ** LOG_DECADES;
  const log = canLog && opensLog !== turned;
  const to = (value: number) => (log ? Math.log10(value) : value);
  const domain = numbers.length === 0 ? ([0, 1] as const) : withAir(to(least), to(most));
  const position = (value: RunValue) => (typeof value === 'number' && Number.isFinite(value) ? to(value) : Number.NaN);
  return {
    ...{ kind: 'number', log, canLog, names: [], domain },
    ticks: ticksOf(numbers, domain, log),
    position: (value) => {
      const at = position(value);
      return Number.isFinite(at) ? at : Number.NaN;
    },
    valueAt: (at) => (log ? 10 ** at : at),
  };
}

function withAir(low: number, high: number): readonly [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // what differs by rounding only, or is too small to be divided, is one value
  if (!(high - low > size * 1e-9 && size > 1e-300)) {
    const half = size > 1e-300 ? size * 0.1 : 1;
    return [low - half, high + half];
  }
  const air = (high - low) * AIR;
  return [low - air, high + air];
}

/** A tick at each value where there are few of few digits, else at round values. */
function ticksOf(numbers: readonly number[], domain: readonly [number, number], log: boolean): RunScale['ticks'] {
  const label = (at: number) =>
    log && Number.isInteger(at) && Math.abs(at) > 3
      ? power(at)
      : number(Number((log ? 10 ** at : at).toPrecision(6)), 4);
  const different = [...new Set(numbers)].sort((a, b) => a - b).map((value) => (log ? Math.log10(value) : value));
  const apart = (domain[1] - domain[0]) * LEAST_APART;
  const areApart = different.every((at, i) => i === 0 || at - different[i - 1]! >= apart);
  const areShort = numbers.every((value) => value === Number(value.toPrecision(3)));
  const isFew = different.length > 0 && different.length <= MOST_VALUES && areApart && areShort;
  const powers = log ? logTicks(domain, 6) : [];
  const round = powers.length >= 2 ? powers : log ? insideDecade(domain) : roundTicks(domain, 6);
  // rounding may put the outermost a hair beyond the ends
  const within = (isFew ? different : round).filter((at) => at >= domain[0] && at <= domain[1]);
  return within.map((at) => ({ at, label: label(at) }));
}

/** Round values where less than two powers of ten lie on a logarithmic axis. */
function insideDecade([low, high]: readonly [number, number]): readonly number[] {
  return roundTicks([10 ** low, 10 ** high], 5).flatMap((value) => (value > 0 ? [Math.log10(value)] : []));
}

/** The axis of a chart along a scale, with room for what has no place on it: `below` and `above` as shares of its length. */
export function axisOf(scale: RunScale, title: string, below = 0, above = 0): Axis {
  const [low, high] = scale.domain;
  const span = high - low;
  const labels = new Map(scale.ticks.map(({ at, label }) => [at, label]));
  return {
    domain: [low - below * span, high + above * span],
    ticks: scale.ticks.map(({ at }) => at),
    label: (at) => labels.get(at) ?? '',
    title,
  };
}
