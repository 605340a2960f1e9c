import { assert } from '../base/errors.ts';
import { dot } from './dot.ts';
import { median } from './quantiles.ts';

/** Bits of what a unit is. */
export const UNIT = { dead: 1, frozen: 2, redundant: 4, noGradient: 8 } as const;

/** From which on a unit is one of these. */
export const UNIT_LIMITS = {
  /** Dead: a standard deviation below this share of the layer's median… */
  deadDeviation: 1e-3,
  /** …or this still, whatever the others do: float32 rounding… */
  flat: 1e-7,
  /** …or never beyond this magnitude… */
  deadMagnitude: 0.01,
  /** …or exactly 0 in more than this share of the steps (a closed gate, a ReLU that never fires). */
  deadZeroShare: 0.95,
  /** Frozen: beyond this magnitude… */
  frozenMagnitude: 0.99,
  /** …in more than this share of the steps. */
  frozenShare: 0.95,
  /** Redundant: |correlation| with a unit of lower index above this. */
  correlation: 0.98,
  /** No gradient: below this share of the layer's median. */
  gradient: 1e-8,
} as const;

/** Multiplications that the search for redundant units may take. */
const MOST_PRODUCTS = 2 ** 25;
/** Layers of more units than this are not searched for redundant ones. */
export const MOST_UNITS_COMPARED = 512;

/** What is known of the units of one layer. */
export interface UnitStates {
  /** One byte a unit: sum of {@link UNIT}. */
  readonly bits: Uint8Array;
  /** Shares 0…1 of all units. A frozen unit is not dead, a dead or frozen one not redundant. */
  readonly dead: number;
  readonly frozen: number;
  /** Null where there are too many units to compare. */
  readonly redundant: number | null;
}

/** Activations of one layer: [step, unit], free of NaN, at least two steps. */
export interface UnitActivations {
  readonly values: Float32Array;
  readonly rows: number;
  readonly units: number;
  /** Whether ±1 are the ends of the state (tanh), so that a unit can be stuck there. */
  readonly bounded: boolean;
  /** How strongly the loss depends on each unit, any scale; absent where it is not known. */
  readonly gradients?: ArrayLike<number>;
}

/**
 * Dead, frozen, redundant units and those no gradient comes to. Source: ours. Checked: built cases, and correlations
 * against `numpy.corrcoef`.
 */
export function unitStates({ values, rows, units, bounded, gradients }: UnitActivations): UnitStates {
  assert(rows > 1 && values.length === rows * units, `${values.length} activations of ${rows} steps × ${units} units`);
  const moments = momentsOf(values, rows, units);
  const typical = median(moments.deviation);
  const bits = new Uint8Array(units);
  for (let unit = 0; unit < units; unit++) {
    const deviation = moments.deviation[unit]!;
    const still = deviation < Math.max(UNIT_LIMITS.flat, UNIT_LIMITS.deadDeviation * typical);
    const small = moments.largest[unit]! < UNIT_LIMITS.deadMagnitude;
    if (bounded && moments.atEnds[unit]! > UNIT_LIMITS.frozenShare) bits[unit] = UNIT.frozen;
    else if (still || small || moments.zeros[unit]! > UNIT_LIMITS.deadZeroShare) bits[unit] = UNIT.dead;
  }
  const compared = units <= MOST_UNITS_COMPARED;
  if (compared) markRedundant(values, rows, units, moments, bits);
  if (gradients !== undefined) markGradientless(gradients, bits);
  const share = (bit: number) => bits.reduce((sum, one) => sum + Number((one & bit) !== 0), 0) / units;
  return {
    bits,
    dead: share(UNIT.dead),
    frozen: share(UNIT.frozen),
    redundant: compared ? share(UNIT.redundant) : null,
  };
}

interface Moments {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly largest: Float64Array;
  /** Shares of steps beyond ±.99, and exactly 0. */
  readonly atEnds: Float64Array;
  readonly zeros: Float64Array;
}

function momentsOf(values: Float32Array, rows: number, units: number): Moments {
  const column = () => new Float64Array(units);
  const [mean, deviation, largest, atEnds, zeros] = [column(), column(), column(), column(), column()];
  for (let i = 0, unit = 0; i < values.length; i++, unit = unit + 1 === units ? 0 : unit + 1) {
    const value = values[i]!;
    const magnitude = Math.abs(value);
    mean[unit]! += value / rows;
    if (magnitude > largest[unit]!) largest[unit] = magnitude;
    if (magnitude > UNIT_LIMITS.frozenMagnitude) atEnds[unit]! += 1 / rows;
    if (value === 0) zeros[unit]! += 1 / rows;
  }
  for (let i = 0, unit = 0; i < values.length; i++, unit = unit + 1 === units ? 0 : unit + 1) {
    deviation[unit]! += (values[i]! - mean[unit]!) ** 2;
  }
  for (let unit = 0; unit < units; unit++) deviation[unit] = Math.sqrt(deviation[unit]! / rows);
  return { mean, deviation, largest, atEnds, zeros };
}

/** Compares each unit with those before it, over as many evenly spaced steps as the work allows. */
function markRedundant(
  values: Float32Array,
  rows: number,
  units: number,
  { mean, deviation }: Moments,
  bits: Uint8Array,
): void {
  const count = Math.max(2, Math.min(rows, Math.floor(MOST_PRODUCTS / (units * units))));
  const courses: Float64Array[] = [];
  for (let unit = 0; unit < units; unit++) {
    if (bits[unit]! !== 0 || !(deviation[unit]! > 0)) continue;
    const course = standardised(values, units, unit, Math.floor(rows / count), count, mean[unit]!);
    if (courses.some((earlier) => Math.abs(dot(earlier, 0, course, 0, count)) > UNIT_LIMITS.correlation)) {
      bits[unit] = UNIT.redundant;
    }
    courses.push(course);
  }
}

/** A unit's course over the chosen steps, mean 0 and length 1. */
function standardised(
  values: Float32Array,
  units: number,
  unit: number,
  stride: number,
  count: number,
  roughMean: number,
): Float64Array {
  const course = new Float64Array(count);
  let mean = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i * stride * units + unit]! - roughMean;
    course[i] = value;
    mean += value / count;
  }
  for (let i = 0; i < count; i++) course[i]! -= mean;
  const length = Math.sqrt(dot(course, 0, course, 0, count));
  for (let i = 0; i < count; i++) course[i]! /= length;
  return course;
}

function markGradientless(gradients: ArrayLike<number>, bits: Uint8Array): void {
  assert(gradients.length === bits.length, `gradients of ${gradients.length} units for ${bits.length}`);
  const limit = UNIT_LIMITS.gradient * median(gradients);
  for (let unit = 0; unit < bits.length; unit++) if (gradients[unit]! < limit) bits[unit]! |= UNIT.noGradient;
}
