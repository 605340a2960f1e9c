import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import { statesMessages } from '../messages.ts';

/** What goes into the model at each timestep of one probe sequence. */
export type ExampleInput =
  | {
      readonly kind: 'frames';
      readonly time: number;
      readonly features: number;
      /** 0…1 of the feature's own range over the whole probe. */
      readonly share: (feature: number, timestep: number) => number;
    }
  | { readonly kind: 'tokens' | 'ids'; readonly time: number; readonly tokens: readonly string[] };

/** The input of a sequence; null where the probe's shape is none we can draw. */
export function exampleInput(data: RunData, x: DecodedTensor, sequence: number): ExampleInput | null {
  const { shape } = x.info;
  const given = data.info.probe?.tokens?.[sequence];
  const [count = 0, time = 0, features = 1] = shape;
  if (sequence >= count || shape.length < 2 || shape.length > 3) return null;
  if (given) return { kind: 'tokens', time, tokens: Array.from({ length: time }, (_, t) => given[t] ?? '') };
  if (shape.length === 2) {
    const row = Array.from({ length: time }, (_, t) => String(x.values[sequence * time + t]));
    return { kind: 'ids', time, tokens: row };
  }
  const ranges = featureRanges(x.values, features);
  const share = (feature: number, timestep: number) => {
    const value = x.values[(sequence * time + timestep) * features + feature]!;
    const [low, high] = [ranges.low[feature]!, ranges.high[feature]!];
    return high > low ? (value - low) / (high - low) : 0.5;
  };
  return { kind: 'frames', time, features, share };
}

function featureRanges(values: ArrayLike<number>, features: number) {
  const low = new Float64Array(features).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(features).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i += 1) {
    const [feature, value] = [i % features, values[i]!];
    if (value < low[feature]!) low[feature] = value;
    if (value > high[feature]!) high[feature] = value;
  }
  return { low, high };
}

/** The output of a model for one sequence, one value per class; null where it is not of that form. */
export function classScores(output: DecodedTensor, sequence: number): ArrayLike<number> | null {
  const [count = 0, classes = 0] = output.info.shape;
  if (output.info.shape.length !== 2 || classes < 2 || sequence >= count) return null;
  return output.values.subarray(sequence * classes, (sequence + 1) * classes);
}

/** Index of the largest value; −1 where none is a number. */
export function largestAt(scores: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < scores.length; i += 1) if (best < 0 ? scores[i]! >= -1e38 : scores[i]! > scores[best]!) best = i;
  return best;
}

/** The true class of a sequence out of one-hot targets or class numbers; null where the targets are neither. */
export function trueClass(y: DecodedTensor | undefined, sequence: number, classes: number): number | null {
  if (!y) return null;
  const [count = 0, width = 1] = y.info.shape;
  if (sequence >= count) return null;
  if (width === classes) return largestAt(y.values.subarray(sequence * width, (sequence + 1) * width));
  const number = width === 1 ? y.values[sequence]! : Number.NaN;
  return Number.isInteger(number) && number >= 0 && number < classes ? number : null;
}

/** The name of a class as given, else its number. */
export function className(data: RunData, index: number): string {
  return data.info.probe?.classNames?.[index] ?? statesMessages.example.classOf(index);
}
