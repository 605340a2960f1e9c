import type { SeriesInfo } from './delta.ts';
import type { ReadOnly, StoreState } from './socket-events.ts';
import type { RunSummary } from './summary.ts';

/** Path all endpoints begin with. Version 1 only ever gains fields and endpoints. */
export const API_BASE = '/api/v1';

/** Every failure: `{ error }` with an HTTP status. `requestId` is in the server's log too. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly requestId: string };
}

/** `GET /health`. */
export interface HealthAnswer {
  readonly version: string;
  readonly instance: string;
  /** Schema version this server reads. */
  readonly schema: number;
  readonly dir: string;
  /** One run in a file is shown; null: a data folder. */
  readonly readOnly: ReadOnly | null;
  readonly store: StoreState;
}

/** `GET /runs`: newest first. */
export type RunsAnswer = readonly RunSummary[];

/** `GET /runs/:id`. */
export interface RunAnswer extends RunSummary {
  readonly series: readonly SeriesInfo[];
}

/** `POST /runs/import`. `here`: the very same was there already, and nothing was done; `bin`: it was, but deleted. */
export interface ImportAnswer {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly outcome: 'imported' | 'here' | 'bin';
  readonly digest: string;
}

/** Headers of `GET /tensors/:id`. */
export const TENSOR_HEADERS = {
  dtype: 'x-unrolled-dtype',
  shape: 'x-unrolled-shape',
  name: 'x-unrolled-name',
} as const;
