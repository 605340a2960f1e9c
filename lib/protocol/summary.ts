import type { RunInfo } from './run.ts';

/**
 * How an epoch did. `warned`: a verdict of another kind (learning rate, attention). `none`: no snapshot at this epoch;
 * `ahead`: not reached. Worst first when several hold: nan, exploding, vanishing, saturated, warned.
 */
export type Health = 'healthy' | 'vanishing' | 'exploding' | 'saturated' | 'warned' | 'nan' | 'none' | 'ahead';

/** One value of a metric over the epochs of a run. */
export interface MetricSummary {
  /** `loss`, `accuracy`, … */
  readonly name: string;
  readonly subset: 'train' | 'val';
  readonly last: number;
  /** Smallest for losses and errors, largest otherwise; NaN never is best. */
  readonly best: number;
  /** Smallest and largest finite value; NaN when there is none. */
  readonly min: number;
  readonly max: number;
}

/** A row of the run list. */
export interface RunSummary {
  readonly info: RunInfo;
  /** Last finished epoch, 0 before the first ended. */
  readonly epoch: number;
  readonly step: number;
  /** One per finished epoch, in order. */
  readonly health: readonly Health[];
  readonly metrics: readonly MetricSummary[];
  /** Rules of its verdicts that are no mere facts, each once, in the order of onset. */
  readonly verdicts: readonly string[];
  /** Where it was taken up again, or its steps went back: first step and time (ms) of each segment but the first. */
  readonly resumes: readonly { readonly step: number; readonly startedMs: number }[];
}
