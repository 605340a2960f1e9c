import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import { largestAt } from '../select/example.ts';

/** The class of every timestep of every sequence: [sequence · time]; −1 where there is none. */
export interface StepClasses {
  readonly classes: number;
  readonly of: Int32Array;
  /** One class for a whole sequence, or one at each timestep. */
  readonly perStep: boolean;
}

/** The classes a model's output says: the largest of [sequence, class], or of [sequence, time, class]. Null of other outputs. */
export function guessedClasses(output: DecodedTensor | undefined, sequences: number, time: number): StepClasses | null {
  if (!output) return null;
  const { shape } = output.info;
  const classes = shape.at(-1) ?? 0;
  const perStep = shape.length === 3 && shape[1] === time;
  if (classes < 2 || !(perStep || shape.length === 2)) return null;
  const width = perStep ? time * classes : classes;
  const at = (sequence: number, t: number) => {
    const from = sequence * width + (perStep ? t * classes : 0);
    return from + classes <= output.values.length ? largestAt(output.values.subarray(from, from + classes)) : -1;
  };
  return { classes, perStep, of: filled(sequences, time, perStep, at) };
}

/** The true classes out of targets: one-hot, or class numbers, of whole sequences or of timesteps. Null of other targets. */
export function trueClasses(
  y: DecodedTensor | undefined,
  classes: number,
  sequences: number,
  time: number,
): StepClasses | null {
  if (!y || classes < 2) return null;
  const { shape } = y.info;
  const isOneHot = shape.at(-1) === classes && shape.length > 1;
  const inner = isOneHot ? shape.slice(1, -1) : shape.slice(1).filter((size) => size !== 1);
  const perStep = inner.length === 1 && inner[0] === time;
  if (inner.length > 0 && !perStep) return null;
  const width = isOneHot ? classes : 1;
  const at = (sequence: number, t: number) => {
    const from = (sequence * (perStep ? time : 1) + (perStep ? t : 0)) * width;
    if (from + width > y.values.length) return -1;
    if (isOneHot) return largestAt(y.values.subarray(from, from + width));
    const number = y.values[from]!;
    return Number.isInteger(number) && number >= 0 && number < classes ? number : -1;
  };
  return { classes, perStep, of: filled(sequences, time, perStep, at) };
}

function filled(sequences: number, time: number, perStep: boolean, at: (sequence: number, t: number) => number) {
  const of = new Int32Array(sequences * time);
  for (let sequence = 0; sequence < sequences; sequence += 1) {
    for (let t = 0; t < time; t += 1)
      of[sequence * time + t] = perStep || t === 0 ? at(sequence, t) : of[sequence * time]!;
  }
  return of;
}

/** Shapes and colours a scatter has for classes; the last is for all the rest. */
export const CLASS_LOOKS = 4;

/**
 * The look of each class: up to four have one each; of more, those named first in `wanted` get one, the rest share the last.
 */
export function classLooks(classes: number, wanted: readonly number[]): Uint8Array {
  const rest = CLASS_LOOKS - 1;
  if (classes <= CLASS_LOOKS) return Uint8Array.from({ length: classes }, (_, index) => index);
  const looks = new Uint8Array(classes).fill(rest);
  const chosen = [...new Set(wanted)].filter((index) => index >= 0 && index < classes).slice(0, rest);
  for (const [look, index] of chosen.entries()) looks[index] = look;
  return looks;
}
