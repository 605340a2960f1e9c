import { assert } from '../base/errors.ts';

/** How much of its time each unit of a gate spends at its ends; shares 0…1 of the steps that are not NaN. */
export interface GateSides {
  /** Below the lower limit. */
  readonly left: Float32Array;
  /** Above the upper limit. */
  readonly right: Float32Array;
  /** Share of all (unit, step) exactly at an end, where the gradient through the gate is exactly 0; NaN without steps. */
  readonly zeroGradient: number;
}

/** Where a gate's ends are, and from where on it counts as near them. */
export interface GateRange {
  readonly lowest: number;
  readonly low: number;
  readonly high: number;
  readonly highest: number;
}

/** Sigmoid and hardSigmoid: 0…1, near an end below .1 and above .9. */
export const GATE_RANGE: GateRange = { lowest: 0, low: 0.1, high: 0.9, highest: 1 };
/** A tanh state: −1…1, near an end beyond ±.9. */
export const STATE_RANGE: GateRange = { lowest: -1, low: -0.9, high: 0.9, highest: 1 };

/** A unit is saturated when it is near an end in more than this share of the steps. */
export const SATURATED_SHARE = 0.95;

/**
 * Left and right share of every unit of a gate: `values` is [step, unit], padded steps NaN.
 * Source: Karpathy, Johnson and Fei-Fei 2015, arXiv:1506.02078. Checked: pre-activations N(0, s) give
 * Φ(−ln 9/s) by sigmoid, Φ(−2/s) and a zero gradient in 2Φ(−2.5/s) by hardSigmoid.
 */
export function gateSides(values: ArrayLike<number>, units: number, range: GateRange = GATE_RANGE): GateSides {
  assert(units > 0 && values.length % units === 0, `${values.length} activations of ${units} units`);
  const [left, right, steps] = [0, 1, 2].map(() => new Float32Array(units)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const { lowest, low, high, highest } = range;
  let atEnd = 0;
  for (let i = 0, unit = 0; i < values.length; i++, unit = unit + 1 === units ? 0 : unit + 1) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    steps[unit]!++;
    if (value < low) left[unit]!++;
    else if (value > high) right[unit]!++;
    if (value <= lowest || value >= highest) atEnd++;
  }
  const counted = steps.reduce((sum, count) => sum + count, 0);
  for (let unit = 0; unit < units; unit++) {
    left[unit]! /= steps[unit]!;
    right[unit]! /= steps[unit]!;
  }
  return { left, right, zeroGradient: atEnd / counted };
}

/**
 * How many units are near an end, whichever, in more than {@link SATURATED_SHARE} of the steps. A gate that jumps from
 * one end to the other counts as well as one that stays: it passes no gradient on, so it can't learn when to jump. The
 * diagnosis bench has LSTMs and GRUs that are sick of it and of which no gate stays at one end.
 */
export function saturatedUnits({ left, right }: GateSides): number {
  return left.reduce((sum, share, unit) => sum + Number(share + right[unit]! > SATURATED_SHARE), 0);
}
