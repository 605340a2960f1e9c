import type { ExampleSaliency, Span } from './example-saliency.ts';

/** What the panels over steps draw, with scales that are fixed over the run. */
export interface Shown {
  readonly saliency: ExampleSaliency;
  readonly scores: Float64Array;
  readonly span: Span;
  /** Occlusion of the same example, epoch and target, one number a step; null: there is none, or of another unit. */
  readonly outline: Float64Array | null;
  /** Largest step score and cell over all epochs, and the lowest and highest score an axis must hold. */
  readonly stepLimit: number;
  readonly cellLimit: number;
  readonly low: number;
  readonly high: number;
}
