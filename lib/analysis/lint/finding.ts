import type { ModelInfo } from '../../protocol/run.ts';

/** Something the settings of a model or a call of `fit` get wrong, or leave at a default that is unusual. */
export interface Finding {
  /** `forget-bias`, `hard-sigmoid`, `no-clipping`, `stateful-shuffle`, `padding-unmasked`, `missing-softmax`, … */
  readonly id: string;
  /** Path of the layer it is about; null for the model or the call. */
  readonly layer: string | null;
  /** One sentence: what, and why it matters. */
  readonly message: string;
  /** The code to change. */
  readonly code: string;
  /** `warning`: most likely a mistake. `info`: worth knowing. */
  readonly level: 'info' | 'warning';
}

/** All that a linter may look at. null = not known, and nothing is said of it. */
export interface LintFacts {
  readonly model: ModelInfo;
  /** How many steps back the task needs, as declared. */
  readonly memory: number | null;
  /** Steps of an input sequence. */
  readonly steps: number | null;
  /** Whether gradients are clipped by `clipGradients`. */
  readonly clips: boolean | null;
  /** Whether `fit` shuffles its sequences; null for a dataset. */
  readonly shuffles: boolean | null;
  /** Whether token sequences end (or begin) with padding of id 0; null where inputs are not token ids. */
  readonly hasPadding: boolean | null;
  /** Path of the layer the model's only output comes from. */
  readonly outputLayer: string | null;
}
