import type { Backend } from './backend.ts';

export const EXAMPLES = ['sentiment', 'translation', 'speech'] as const;
export type ExampleName = (typeof EXAMPLES)[number];

/** As it should be; with one thing done wrong; with that and what the verdict on it advises. */
export const VARIANTS = ['healthy', 'sick', 'remedied'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Share of the time watching may take: an example is trained to be looked at, every epoch of it. */
export const WATCHING = 0.5;

/** What a training is asked for. */
export interface Request {
  readonly backend: Backend;
  readonly variant: Variant;
  readonly seed: number;
  /** Fewer epochs and sequences than the example has: a glance, for tests. */
  readonly glance?: { readonly epochs: number; readonly rows: number };
  /** Prints one line for people. */
  readonly say: (line: string) => void;
}

/** What a training left. */
export interface Outcome {
  /** Id of the recorded run. */
  readonly run: string;
  /** Mean loss of every epoch on what was trained on, and on what was held out for validation. */
  readonly losses: readonly number[];
  readonly validationLosses: readonly number[];
  /** Shares on held-out data, 0…1, by name. */
  readonly figures: { readonly [name: string]: number };
}

/** One of the examples: what it is about, what its sick twin suffers from, and how to train it. */
export interface Example {
  readonly title: string;
  readonly illness: Illness;
  /** The view that shows most of it: `attention`. */
  readonly view: string;
  train(request: Request): Promise<Outcome>;
}

/** What is wrong with the sick twin, and what the remedied one does about it. */
export interface Illness {
  /** One line: what was done wrong. */
  readonly cause: string;
  /** The verdict that names it, such as `SAT`. */
  readonly rule: string;
  /** Those of the verdict's remedies that are followed, by key. */
  readonly remedies: readonly string[];
}
