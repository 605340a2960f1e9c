import { SALIENCY_METHODS, type SaliencyMethodName } from '../../../lib/client/page-state.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import type { JsonObject } from '../../../lib/protocol/json.ts';

export type Method = SaliencyMethodName;

export const SPACES = ['logit', 'log-probability', 'output'] as const;
export type Space = (typeof SPACES)[number];

/** How much every step of one sequence matters for one number of the output, at one epoch. */
export interface ExampleSaliency {
  readonly epoch: number;
  readonly method: Method;
  /** `zero`, `mean`. */
  readonly baseline: string;
  readonly scope: 'embedding' | 'input';
  /** What the number is: a logit, the logarithm of a probability, or the output itself. */
  readonly space: Space;
  readonly sequence: number;
  readonly classIndex: number;
  /** 0-based output step; null where the output has no time axis. */
  readonly step: number | null;
  readonly time: number;
  readonly features: number;
  /** [time, feature]; NaN on padded steps. */
  readonly values: ArrayLike<number>;
  /** f(x), and f(x₀) where it is known. */
  readonly score: number;
  readonly baselineScore: number | null;
  /** Points of the path; only of integrated gradients. */
  readonly points: number | null;
  /** While training; from the kept weights in an earlier visit, or in this one. */
  readonly origin: 'recorded' | 'kept' | 'computed';
}

/** The probe sequences a recorded tensor is about. */
export function sequencesOf({ shape, attributes }: StoredTensor): readonly number[] {
  const { sequences } = attributes;
  if (Array.isArray(sequences) && sequences.every((each) => typeof each === 'number')) return sequences as number[];
  return Array.from({ length: shape[0] ?? 0 }, (_, index) => index);
}

/** The method of a recorded tensor; null where it is none we know. */
export function methodOf({ attributes }: StoredTensor): Method | null {
  return SALIENCY_METHODS.find((each) => each === attributes.method) ?? null;
}

/** The number a recorded tensor explains for a sequence: output step where there is one, else class. */
export function targetOf(stored: StoredTensor, sequence: number): number | null {
  const at = sequencesOf(stored).indexOf(sequence);
  const target = stored.attributes.target as JsonObject | null | undefined;
  return at < 0 ? null : (entry(target?.steps, at) ?? entry(target?.classes, at));
}

/** What was recorded of a sequence; null where it was not among those recorded, or the tensor is none of ours. */
export function recordedSaliency({ info, values }: DecodedTensor, sequence: number): ExampleSaliency | null {
  const { shape, attributes } = info;
  const at = sequencesOf(info).indexOf(sequence);
  const method = methodOf(info);
  const [count = 0, time = 0, features = 0] = shape;
  if (method === null || shape.length !== 3 || at < 0 || at >= count) return null;
  const target = (attributes.target ?? {}) as JsonObject;
  return {
    epoch: info.epoch,
    ...{ method, sequence, time, features },
    baseline: String(attributes.baseline ?? 'zero'),
    scope: attributes.scope === 'embedding' ? 'embedding' : 'input',
    space: SPACES.find((each) => each === target.space) ?? 'output',
    classIndex: entry(target.classes, at) ?? 0,
    step: entry(target.steps, at),
    values: values.subarray(at * time * features, (at + 1) * time * features),
    score: entry(attributes.scores, at) ?? Number.NaN,
    baselineScore: entry(attributes.baselineScores, at),
    points: entry(attributes.points, at),
    origin: 'recorded',
  };
}

function entry(list: unknown, at: number): number | null {
  const value: unknown = Array.isArray(list) ? list[at] : null;
  return typeof value === 'number' ? value : null;
}

/** Whether a method says for or against. The others say how much alone. */
export function isSigned(method: Method): boolean {
  return method !== 'gradient' && method !== 'smooth-grad';
}

/**
 * One number a step: the sum over its features where signs mean for and against, else their length ‖·‖₂. NaN on padded
 * steps, and where any feature is NaN.
 */
export function stepScores({ method, time, features, values }: ExampleSaliency): Float64Array {
  const signed = isSigned(method);
  return Float64Array.from({ length: time }, (_, t) => {
    let sum = 0;
    for (let f = 0; f < features; f++) {
      const value = values[t * features + f]!;
      sum += signed ? value : value * value;
    }
    return signed ? sum : Math.sqrt(sum);
  });
}

/** Steps that count, 1-based, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** From the first step with a value to the last. All steps where none has one: then nothing is known of padding. */
export function validSpan(scores: ArrayLike<number>): Span {
  let first = 0;
  let last = 0;
  for (let t = 0; t < scores.length; t++) {
    if (Number.isNaN(scores[t]!)) continue;
    if (first === 0) first = t + 1;
    last = t + 1;
  }
  return first === 0 ? { first: 1, last: Math.max(1, scores.length) } : { first, last };
}

/** The largest finite magnitude, 0 of none. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > most && size < Number.POSITIVE_INFINITY) most = size;
  }
  return most;
}

/** The steps that matter most, 1-based, most first. */
export function strongest(scores: ArrayLike<number>, count: number): readonly number[] {
  return Array.from({ length: scores.length }, (_, t) => t + 1)
    .filter((t) => Number.isFinite(scores[t - 1]!))
    .sort((a, b) => Math.abs(scores[b - 1]!) - Math.abs(scores[a - 1]!))
    .slice(0, count);
}
