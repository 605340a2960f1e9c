import type { WireError } from '../../protocol/socket-events.ts';
import type { ReadableStore } from '../readable-store.ts';
import type { JobInputs, JobKind, JobOutputs, JobProgress } from './jobs.ts';

/** What is to be derived. The same `identity` stands for the same result: it names all that the result depends on. */
export interface DeriveRequest<K extends JobKind> {
  readonly kind: K;
  readonly runId: string;
  readonly identity: string;
  readonly input: Omit<JobInputs[K], 'source'>;
  /** Nothing more comes of the run: worth keeping on the server for the next visitor. */
  readonly isLasting: boolean;
}

/** A result in the making. */
export interface DerivedState<T> {
  readonly status: 'working' | 'ready' | 'failed' | 'cancelled';
  readonly progress: JobProgress | null;
  /** What can be looked at before the work ends, or after it was given up: a result that lacks what takes longest. */
  readonly early: T | null;
  readonly result: T | null;
  readonly error: WireError | null;
}

/** Results derived in workers. Nothing here throws; what fails is a state. */
export interface Derivations {
  /** Begins, joins or finds a result; hold on to it until `release` was called as often as `derive`. */
  derive<K extends JobKind>(request: DeriveRequest<K>): ReadableStore<DerivedState<JobOutputs[K]>>;
  /** Lets go of it: work nobody waits for is given up, results stay for a while. */
  release<K extends JobKind>(request: DeriveRequest<K>): void;
  /** Gives the work up at once, for everybody who waits. */
  cancel<K extends JobKind>(request: DeriveRequest<K>): void;
  /** Begins again what failed or was cancelled. */
  again<K extends JobKind>(request: DeriveRequest<K>): void;
}
