import { UnrolledError } from '../../base/errors.ts';
import type { Tensor } from '../tfjs-internals.ts';
import type { ExplainedInput } from './explained-input.ts';
import type { FinalActivation } from './raw-output.ts';
import type { SaliencyTarget } from './request.ts';

/** The one number of each example's output that is explained. */
export interface ChosenOutput {
  readonly output: number;
  /** Shape of one example's output. */
  readonly shape: readonly number[];
  readonly classes: Int32Array;
  /** Null where the output has no time axis. */
  readonly steps: Int32Array | null;
  /** Where the number is in one example's output, flat. */
  readonly places: Int32Array;
  /** −1 for class 0 of a single sigmoid, whose logit is that of class 1 turned round; else 1. */
  readonly signs: Float32Array;
}

/** Settles step and class of every example. Throws an UnrolledError `bad-option` or `saliency-output`. */
export function chosenOutput(
  input: ExplainedInput,
  target: SaliencyTarget,
  targets: readonly Tensor[],
  final: FinalActivation,
): ChosenOutput {
  const output = target.output ?? 0;
  const given = input.outputs[output];
  if (given === undefined) throw bad('output', output, `the model has ${input.outputs.length} outputs, from 0 on`);
  const [, ...shape] = given.shape;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new UnrolledError(
      'saliency-output',
      `output: shape [${given.shape}] — only [sequence, class] and [sequence, time, class] can be explained`,
    );
  }
  const width = shape.at(-1)!;
  const time = shape.length === 2 ? shape[0]! : null;
  const steps = time === null ? null : stepsOf(input, target.step, time);
  const isBinary = width === 1 && final.kind === 'sigmoid';
  const offset = (b: number) => (steps === null ? 0 : steps[b]! * width);
  const row = (values: ArrayLike<number>, b: number, size: number, from: number) =>
    Array.from({ length: size }, (_, i) => values[b * (values.length / input.sequences) + from + i]!);
  const y = targets[output]?.dataSync();
  // targets of the output's own shape, else what the model says
  let scored: ArrayLike<number> | null = null;
  const decided = (b: number): number => {
    const chosen = target.class;
    if (chosen !== undefined) return typeof chosen === 'number' ? chosen : (chosen[b] ?? Number.NaN);
    const perExample = y === undefined ? 0 : y.length / input.sequences;
    const labels = time === null ? 1 : time;
    if (y !== undefined && width > 1 && perExample === labels) return y[b * labels + (steps?.[b] ?? 0)]!;
    scored ??= y !== undefined && perExample === (time ?? 1) * width ? y : given.values();
    const scores = row(scored, b, width, offset(b));
    return width === 1 ? Number(isBinary && scores[0]! >= 0.5) : scores.indexOf(Math.max(...scores));
  };
  const classes = Int32Array.from({ length: input.sequences }, (_, b) => checked(decided(b), isBinary ? 2 : width));
  return {
    ...{ output, shape, classes, steps },
    places: classes.map((c, b) => offset(b) + (isBinary ? 0 : c)),
    signs: Float32Array.from(classes, (c) => (isBinary && c === 0 ? -1 : 1)),
  };
}

function stepsOf({ sequences, time, valid }: ExplainedInput, wanted: number | undefined, length: number): Int32Array {
  if (wanted !== undefined) {
    const step = wanted < 0 ? length + wanted : wanted;
    if (step < 0 || step >= length) throw bad('step', wanted, `the output has ${length} steps, from 0 on`);
    return new Int32Array(sequences).fill(step);
  }
  return Int32Array.from({ length: sequences }, (_, b) => {
    const last = valid !== null && time === length ? valid.subarray(b * time, (b + 1) * time).lastIndexOf(1) : -1;
    return last < 0 ? length - 1 : last;
  });
}

function checked(chosen: number, classes: number): number {
  if (Number.isSafeInteger(chosen) && chosen >= 0 && chosen < classes) return chosen;
  throw bad('class', chosen, `the output has ${classes} classes, from 0 on: give one for all examples, or one each`);
}

function bad(what: string, value: unknown, advice: string): UnrolledError {
  return new UnrolledError('bad-option', `saliency.target.${what}: ${String(value)} — ${advice}`);
}
