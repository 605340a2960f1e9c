import type { SaliencyBaseline, SaliencyMethod } from './request.ts';

/**
 * What of the output is explained: the number before the final softmax or sigmoid; its logarithm, where an output of
 * probabilities does not come out of one we can find; or the output as it is.
 */
export type OutputSpace = 'logit' | 'log-probability' | 'output';

/** How much every part of an input matters for one number of the output; plain data. */
export interface SaliencyMap {
  readonly method: SaliencyMethod;
  readonly baseline: SaliencyBaseline;
  /** What the attributions belong to: the dimensions of a word's embedding, or the features of an input frame. */
  readonly scope: 'embedding' | 'input';
  /** [sequence, time, feature]; `occlusion` has one feature. */
  readonly shape: readonly [number, number, number];
  /** Row-major; NaN on padded steps. */
  readonly values: Float32Array;
  /** What is explained: a logit, or, where none was found, the logarithm of a probability, or the output itself. */
  readonly space: OutputSpace;
  /** The class explained, per sequence. */
  readonly classes: readonly number[];
  /** The output step explained, per sequence; null where the output has no time axis. */
  readonly steps: readonly number[] | null;
  /** The number explained, per sequence. */
  readonly scores: readonly number[];
  /** f(x₀), the number at the baseline, per sequence; only of integrated gradients. */
  readonly baselineScores: readonly number[] | null;
  /** Per sequence, |Σ − (f(x) − f(x₀))| / |f(x) − f(x₀)|; only of integrated gradients. Above 0.05: do not believe it. */
  readonly completeness: readonly number[] | null;
  /** Points of the path used, per sequence; only of integrated gradients. */
  readonly points: readonly number[] | null;
}
