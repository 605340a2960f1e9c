import type { SaliencyMap } from '../model/saliency/map.ts';
import type { SaliencyOptions } from '../model/saliency/request.ts';

/** A tensor as it crosses into the worker. */
export interface PlainTensor {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** A model's explanations at one epoch, to be computed. */
export interface ExplainJob {
  /** As `model.toJSON` gave it. */
  readonly topology: string;
  readonly weights: readonly PlainTensor[];
  readonly inputs: readonly PlainTensor[];
  /** Empty: no targets are known. */
  readonly targets: readonly PlainTensor[];
  /** Sequences of the probe that are explained. */
  readonly sequences: readonly number[];
  /** One map each. */
  readonly requests: readonly SaliencyOptions[];
}

/** Share of a job that is done, 0…1. */
export type OnShare = (share: number) => void;

/** To the worker. `wasm`: folder of the WASM binaries. */
export interface ToWorker {
  readonly id: number;
  readonly wasm: string;
  readonly job: ExplainJob;
}

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | { readonly kind: 'done'; readonly id: number; readonly maps: readonly SaliencyMap[]; readonly backend: string }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string };
