import { COMPLETENESS_NOTE, completenessError } from '../../analysis/attribution/completeness.ts';
import { gaussLegendre } from '../../analysis/attribution/gauss-legendre.ts';
import { normal, type Random, seededRandom } from '../../base/random.ts';
import type { Evaluator, Variant } from './evaluator.ts';
import type { ExplainedInput } from './explained-input.ts';
import type { SaliencyBaseline, SaliencyRequest } from './request.ts';

/** Attributions of all examples: [sequence, time, feature], and how good they are. */
export interface Attribution {
  readonly values: Float32Array;
  readonly features: number;
  /** f(x) per example. */
  readonly scores: Float64Array;
  /** f(x₀) per example; only of integrated gradients. */
  readonly baselineScores: Float64Array | null;
  /** Completeness error and points used per example; only of integrated gradients. */
  readonly completeness: Float64Array | null;
  readonly points: Int32Array | null;
}

/** Of methods whose attributions need not add up to anything. */
const INCOMPLETE = { baselineScores: null, completeness: null, points: null } as const;

/** Computes the attributions a request asks for. */
export function attribute(input: ExplainedInput, evaluator: Evaluator, request: SaliencyRequest): Attribution {
  switch (request.method) {
    case 'gradient':
      return gradient(input, evaluator);
    case 'gradient×input':
      return gradientTimesInput(input, evaluator);
    case 'smooth-grad':
      return smoothGrad(input, evaluator, request);
    case 'integrated-gradients':
      return integratedGradients(input, evaluator, request);
    case 'occlusion':
      return occlusion(input, evaluator, request);
  }
}

function gradient(input: ExplainedInput, evaluator: Evaluator): Attribution {
  evaluator.expect(input.sequences);
  const { values: scores, gradients } = evaluator.evaluate(unchanged(input), true);
  return { values: gradients!, features: input.features, scores, ...INCOMPLETE };
}

function gradientTimesInput(input: ExplainedInput, evaluator: Evaluator): Attribution {
  const found = gradient(input, evaluator);
  return { ...found, values: found.values.map((g, i) => g * input.values[i]!) };
}

/**
 * Mean gradient over noisy copies (Smilkov et al. 2017); σ is a share of each example's own range. Each example draws from
 * a generator of its own by the seed, so its map is the same alone and in company, while training and afterwards.
 */
function smoothGrad(input: ExplainedInput, evaluator: Evaluator, request: SaliencyRequest): Attribution {
  evaluator.expect(input.sequences * (request.samples + 1));
  const values = new Float32Array(input.values.length);
  const weights = new Float64Array(request.samples).fill(1 / request.samples);
  for (const group of groups(allExamples(input), evaluator.rows / request.samples)) {
    const variants = group.flatMap((example) => {
      const random = seededRandom(request.seed);
      return Array.from(weights, () => noisy(input, example, request.noise * rangeOf(input, example), random));
    });
    const { gradients } = evaluator.evaluate(variants, true);
    for (const [place, b] of group.entries())
      values.set(weightedMean(input, gradients!, weights, place), b * sizeOf(input));
  }
  const { values: scores } = evaluator.evaluate(unchanged(input), false);
  return { values, features: input.features, scores, ...INCOMPLETE };
}

/** A copy with noise on its valid steps, drawn once: a variant may be evaluated more often. */
function noisy(input: ExplainedInput, example: number, sigma: number, random: Random): Variant {
  const noise = Float64Array.from({ length: sizeOf(input) }, (_, j) =>
    isValid(input, example, Math.floor(j / input.features)) ? sigma * normal(random) : 0,
  );
  return {
    example,
    change(row) {
      for (let j = 0; j < row.length; j++) row[j]! += noise[j]!;
    },
  };
}

/**
 * (x − x₀)·∫∇f(x₀ + α(x − x₀))dα (Sundararajan et al. 2017) by Gauss–Legendre, with twice the points for the examples
 * whose attributions do not add up to f(x) − f(x₀) within 1 %.
 */
function integratedGradients(input: ExplainedInput, evaluator: Evaluator, request: SaliencyRequest): Attribution {
  const size = sizeOf(input);
  const baseline = baselineOf(input, request.baseline);
  const examples = allExamples(input);
  evaluator.expect(2 * input.sequences);
  const { values: scores } = evaluator.evaluate(unchanged(input), false);
  const start = evaluator.evaluate(towards(input, baseline, examples, Float64Array.of(0)), false).values;
  const values = new Float32Array(input.values.length);
  const completeness = new Float64Array(input.sequences).fill(Number.NaN);
  const points = new Int32Array(input.sequences);
  let open = examples;
  for (let count = request.points; open.length > 0; count = Math.min(request.maxPoints, count * 2)) {
    evaluator.expect(open.length * count);
    const { nodes, weights } = gaussLegendre(count);
    for (const group of groups(open, evaluator.rows / count)) {
      const { gradients } = evaluator.evaluate(towards(input, baseline, group, nodes), true);
      for (const [place, b] of group.entries()) {
        const own = input.values.subarray(b * size, (b + 1) * size);
        const attributed = weightedMean(input, gradients!, weights, place).map((g, j) => (own[j]! - baseline[j]!) * g);
        values.set(attributed, b * size);
        const sum = attributed.reduce((s, a, j) => s + (isValid(input, b, Math.floor(j / input.features)) ? a : 0), 0);
        completeness[b] = completenessError(sum, scores[b]! - start[b]!);
        points[b] = count;
      }
    }
    if (count >= request.maxPoints) break;
    open = open.filter((b) => completeness[b]! > COMPLETENESS_NOTE);
  }
  return { values, features: input.features, scores, baselineScores: start, completeness, points };
}

/** Σ weights[i]·gradient of the i-th variant of the example at `place`, [time, feature]. */
function weightedMean(
  input: ExplainedInput,
  gradients: Float32Array,
  weights: Float64Array,
  place: number,
): Float64Array {
  const size = sizeOf(input);
  const mean = new Float64Array(size);
  for (const [i, weight] of weights.entries()) {
    const from = (place * weights.length + i) * size;
    for (let j = 0; j < size; j++) mean[j]! += weight * gradients[from + j]!;
  }
  return mean;
}

/** f(x) − f(x with steps t … t + window − 1 replaced by the baseline), one number a step. Forward passes only. */
function occlusion(input: ExplainedInput, evaluator: Evaluator, request: SaliencyRequest): Attribution {
  const baseline = baselineOf(input, request.baseline);
  const { sequences, time, features } = input;
  const places: { readonly b: number; readonly t: number }[] = [];
  for (let b = 0; b < sequences; b++) for (let t = 0; t < time; t++) if (isValid(input, b, t)) places.push({ b, t });
  const variants = places.map(
    ({ b, t }): Variant => ({
      example: b,
      change(row) {
        for (let at = t; at < Math.min(time, t + request.window); at++) {
          if (isValid(input, b, at)) row.set(baseline.subarray(at * features, (at + 1) * features), at * features);
        }
      },
    }),
  );
  evaluator.expect(input.sequences + places.length);
  const { values: scores } = evaluator.evaluate(unchanged(input), false);
  const without = evaluator.evaluate(variants, false).values;
  const values = new Float32Array(sequences * time);
  for (const [i, { b, t }] of places.entries()) values[b * time + t] = scores[b]! - without[i]!;
  return { values, features: 1, scores, ...INCOMPLETE };
}

/** Parts of a list of about so many, at least one. */
function groups(list: readonly number[], size: number): number[][] {
  const length = Math.max(1, Math.floor(size));
  return Array.from({ length: Math.ceil(list.length / length) }, (_, i) => list.slice(i * length, (i + 1) * length));
}

function sizeOf({ time, features }: ExplainedInput): number {
  return time * features;
}

function allExamples({ sequences }: ExplainedInput): number[] {
  return Array.from({ length: sequences }, (_, b) => b);
}

function unchanged({ sequences }: ExplainedInput): Variant[] {
  return Array.from({ length: sequences }, (_, example) => ({ example, change: () => {} }));
}

/** Points on the straight way from the baseline (0) to the input (1); padded steps stay what they are. */
function towards(
  input: ExplainedInput,
  baseline: Float64Array,
  examples: readonly number[],
  at: Float64Array,
): Variant[] {
  return examples.flatMap((example) =>
    Array.from(at, (alpha) => ({
      example,
      change(row: Float32Array) {
        for (let j = 0; j < row.length; j++) {
          if (!isValid(input, example, Math.floor(j / input.features))) continue;
          row[j] = baseline[j]! + alpha * (row[j]! - baseline[j]!);
        }
      },
    })),
  );
}

/** [time, feature] of the baseline: zeros, or each feature's mean over the valid steps of all examples. */
function baselineOf(input: ExplainedInput, kind: SaliencyBaseline): Float64Array {
  const { sequences, time, features, values } = input;
  const means = new Float64Array(time * features);
  if (kind === 'zero') return means;
  const sums = new Float64Array(features);
  let count = 0;
  for (let b = 0; b < sequences; b++) {
    for (let t = 0; t < time; t++) {
      if (!isValid(input, b, t)) continue;
      count++;
      for (let f = 0; f < features; f++) sums[f]! += values[(b * time + t) * features + f]!;
    }
  }
  return means.map((_, j) => sums[j % features]! / Math.max(1, count));
}

function rangeOf(input: ExplainedInput, b: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < input.time; t++) {
    if (!isValid(input, b, t)) continue;
    for (let f = 0; f < input.features; f++) {
      const value = input.values[(b * input.time + t) * input.features + f]!;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high > low ? high - low : 0;
}

function isValid({ valid, time }: ExplainedInput, b: number, t: number): boolean {
  return valid === null || valid[b * time + t] === 1;
}
