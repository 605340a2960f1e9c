import type { MatchInput, MatchResult } from './match.ts';
import type { ProjectionInput, ProjectionResult } from './projection.ts';
import type { ScoresInput, ScoresResult } from './scores.ts';
import type { SearchInput, SearchResult } from './search.ts';
import type { SimilarityInput, SimilarityResult } from './similarity.ts';
import type { TensorRef } from './tensor-ref.ts';

/** What can be computed in a worker: kind → what goes in. */
export interface JobInputs {
  readonly projection: ProjectionInput;
  readonly scores: ScoresInput;
  readonly search: SearchInput;
  readonly match: MatchInput;
  readonly similarity: SimilarityInput;
}

/** Kind → what comes out. */
export interface JobOutputs {
  readonly projection: ProjectionResult;
  readonly scores: ScoresResult;
  readonly search: SearchResult;
  readonly match: MatchResult;
  readonly similarity: SimilarityResult;
}

export type JobKind = keyof JobInputs;

/** How far a job is. */
export interface JobProgress {
  readonly phase: 'loading' | 'neighbours' | 'layout' | 'quality' | 'scores';
  /** 0…1 of the whole job. */
  readonly done: number;
}

export type ToWorker = { readonly [K in JobKind]: { readonly kind: K; readonly input: JobInputs[K] } }[JobKind];

export type FromWorker =
  | { readonly type: 'progress'; readonly progress: JobProgress; readonly early: JobOutputs[JobKind] | null }
  | { readonly type: 'done'; readonly output: JobOutputs[JobKind] }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** What a job tells as it goes on. */
export interface JobStep<K extends JobKind> extends JobProgress {
  /** The result but for what takes longest, as soon as it can be looked at: told once, if at all. */
  readonly early?: JobOutputs[K];
}

/** A job as it runs in the worker: yields as it goes on, and gives the result. */
export type Job<K extends JobKind> = (
  input: JobInputs[K],
  read: ReadTensor,
) => AsyncGenerator<JobStep<K>, JobOutputs[K], void>;

/** The values of a tensor as numbers, or of `rows` of it alone (ascending; its last axis is one). Rejects with UnrolledError. */
export type ReadTensor = (tensor: TensorRef, rows?: Int32Array) => Promise<ArrayLike<number>>;
