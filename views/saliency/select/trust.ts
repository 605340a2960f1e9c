import {
  COMPLETENESS_NOTE,
  COMPLETENESS_WARNING,
  completenessError,
} from '../../../lib/analysis/attribution/completeness.ts';
import { spearman } from '../../../lib/analysis/rank-correlation.ts';
import { type ExampleSaliency, isSigned, stepScores } from './example-saliency.ts';

/** Whether attributions add up to what they explain: Σ against f(x) − f(x₀). */
export interface Completeness {
  readonly sum: number;
  /** Null where f(x₀) is not known. */
  readonly difference: number | null;
  readonly error: number | null;
  readonly level: 'unknown' | 'fine' | 'noted' | 'unreliable';
}

/** Only of integrated gradients; null of other methods, whose sum has nothing to come to. */
export function completenessOf(saliency: ExampleSaliency): Completeness | null {
  if (saliency.method !== 'integrated-gradients') return null;
  const sum = stepScores(saliency).reduce((total, value) => (Number.isNaN(value) ? total : total + value), 0);
  if (saliency.baselineScore === null) return { sum, difference: null, error: null, level: 'unknown' };
  const difference = saliency.score - saliency.baselineScore;
  const error = completenessError(sum, difference);
  // not `>`: an error that is NaN is no good either
  const level = !(error <= COMPLETENESS_WARNING) ? 'unreliable' : error > COMPLETENESS_NOTE ? 'noted' : 'fine';
  return { sum, difference, error, level };
}

/**
 * Spearman's ρ of the steps' scores with those of occlusion, over the steps both have; by size alone where a method has no
 * sign. Null with fewer than three steps, NaN where either does not vary.
 */
export function agreement(saliency: ExampleSaliency, occlusion: ExampleSaliency): number | null {
  const without = stepScores(occlusion);
  const size = isSigned(saliency.method) ? (value: number) => value : Math.abs;
  const pairs = [...stepScores(saliency)]
    .map((value, t) => [size(value), size(without[t] ?? Number.NaN)] as const)
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  if (pairs.length < 3) return null;
  return spearman(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
  );
}
