import type { ExampleName, Outcome, Variant } from '../../examples/example.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';

/** Which training. */
export interface Trial {
  readonly name: ExampleName;
  readonly variant: Variant;
  readonly seed: number;
}

/** What it left, and what the dashboard would say of it. */
export interface Trained extends Outcome {
  readonly verdicts: readonly Verdict[];
  readonly seconds: number;
}
