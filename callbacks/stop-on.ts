import type { RuleId, Verdict } from '../lib/protocol/verdict.ts';

/** Ends a training when a verdict it was told of is announced; a non-finite loss at once. Stops once per `fit`. */
export class StopOn {
  readonly #rules: readonly RuleId[];
  readonly #stop: (reason: string, rule: RuleId) => void;
  #reason: string | null = null;

  /** `stop` is called with a sentence that names the verdict, and ends the training. */
  constructor(rules: readonly RuleId[], stop: (reason: string, rule: RuleId) => void) {
    this.#rules = rules;
    this.#stop = stop;
  }

  /** Why this `fit` was stopped; null while it was not. */
  get reason(): string | null {
    return this.#reason;
  }

  /** A `fit` begins. */
  reset(): void {
    this.#reason = null;
  }

  /** The loss of a step: NAN need not wait for the end of the epoch. */
  loss(value: number, step: number): void {
    if (!Number.isFinite(value)) this.#end('NAN', `stopped on NAN: the loss of step ${step} is ${value}`);
  }

  /** A verdict that was announced. A stated fact stops nothing. */
  announced({ rule, severity, layer, onsetEpoch }: Verdict): void {
    if (severity === 'info') return;
    this.#end(rule, `stopped on ${rule}${layer === null ? '' : ` in ${layer}`}, since epoch ${onsetEpoch}`);
  }

  #end(rule: RuleId, reason: string): void {
    if (this.#reason !== null || !this.#rules.includes(rule)) return;
    this.#reason = reason;
    this.#stop(reason, rule);
  }
}
