import type { ExplainJob } from '../../../lib/compute/job.ts';
import type { SavedModel, SavedWeights } from '../../../lib/compute/saved-model.ts';
import type { Method } from './example-saliency.ts';

/** What of an example is explained, and how. */
export interface Subject {
  readonly sequence: number;
  readonly method: Method;
  /** Class, or output step where the output has any. */
  readonly target: number;
  readonly hasSteps: boolean;
}

/** What is asked to be computed, at each of some epochs in this order. */
export interface Asked extends Subject {
  readonly model: SavedModel;
  readonly epochs: readonly SavedWeights[];
  /** Epochs whose occlusion is known already. */
  readonly occluded: ReadonlySet<number>;
}

/** One map to be computed. */
export type MapRequest = ExplainJob['requests'][number];

/** How a method is asked for. */
export function requestOf(method: Method, { target, hasSteps }: Subject): MapRequest {
  return { method, target: hasSteps ? { step: target } : { class: target } };
}

/** The methods an epoch is explained by: the wanted one, and occlusion as its check. */
export function methodsOf({ method }: Subject): readonly Method[] {
  return method === 'occlusion' ? [method] : [method, 'occlusion'];
}
