import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';

/** What the model gave out for one sequence (at one output step). */
export interface OutputAt {
  /** One value per class. */
  readonly values: readonly number[];
  /** They are none below 0 and sum up to 1, or are a single sigmoid's two sides. */
  readonly areProbabilities: boolean;
  readonly best: number;
}

/** Whether a model gives out one number that is no share of anything: the last layer has one unit and no squashing activation. */
export function isSingleNumber({ info }: Pick<RunData, 'info'>): boolean {
  const last = info.model?.layers.at(-1);
  return last?.units === 1 && last.config.activation === 'linear' && !info.probe?.classNames;
}

/**
 * The output of a sequence: [sequence, class], or [sequence, step, class] at 0-based `step`; null of other forms.
 * `isNumber`: a single value is what it is, not a sigmoid's share.
 */
export function outputAt(
  { info, values }: DecodedTensor,
  sequence: number,
  step: number | null,
  isNumber = false,
): OutputAt | null {
  const { shape } = info;
  const [count = 0] = shape;
  const width = shape.at(-1) ?? 0;
  const steps = shape.length === 3 ? shape[1]! : 1;
  if (shape.length < 2 || shape.length > 3 || sequence >= count || width === 0) return null;
  const at = shape.length === 3 ? Math.min(steps - 1, Math.max(0, step ?? steps - 1)) : 0;
  const from = (sequence * steps + at) * width;
  const given = Array.from(values.subarray(from, from + width));
  const isOne = !isNumber && width === 1 && given[0]! >= 0 && given[0]! <= 1;
  const scores = isOne ? [1 - given[0]!, given[0]!] : given;
  const sum = scores.reduce((total, value) => total + value, 0);
  const areProbabilities = scores.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3 && scores.length > 1;
  return { values: scores, areProbabilities, best: indexOfLargest(scores) };
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}
