import { createHash } from 'node:crypto';
import type { RuleId } from '../../lib/protocol/verdict.ts';
import type { TaskSpec } from './tasks.ts';

export type CellName = 'simpleRNN' | 'gru' | 'lstm';

/** How the weights begin; all drawn by the recipe's seed. */
export interface InitSpec {
  /**
   * Recurrent weights of each gate: orthogonal, a delay line (cyclic shift), the identity, normal of variance 1/units,
   * or as tfjs has them for gated cells: one orthogonal matrix over all gates, each of them half of what it should be.
   */
  readonly recurrent: 'orthogonal' | 'shift' | 'identity' | 'normal' | 'over-gates';
  /** Factor on the recurrent weights. Default 1. */
  readonly gain?: number;
  /** Factor on the (glorot uniform) input weights. Default 1. */
  readonly kernelGain?: number;
  /** Bias of LSTM's forget or GRU's update gate: how long the cell keeps what it holds. Default 0. */
  readonly keepBias?: number;
}

/** What is done to a training at the beginning of an epoch (1-based), or during one. */
export type Intervention =
  /** Inputs, or targets, of some batches of each epoch from `epoch` to `until` are multiplied. */
  | {
      readonly kind: 'scale' | 'targets';
      readonly epoch: number;
      readonly until: number;
      readonly factor: number;
      readonly batches: readonly number[];
    }
  /** One sequence of the batches holds NaN. */
  | { readonly kind: 'nan'; readonly epoch: number; readonly until: number; readonly batches: readonly number[] }
  /** The learning rate is multiplied. */
  | { readonly kind: 'rate'; readonly epoch: number; readonly factor: number }
  /** Recurrent weights are multiplied. */
  | { readonly kind: 'recurrent'; readonly epoch: number; readonly factor: number }
  /** Input weights and biases are multiplied. */
  | { readonly kind: 'kernel'; readonly epoch: number; readonly factor: number }
  /** A share of the units is pushed where it can no longer move. */
  | { readonly kind: 'kill'; readonly epoch: number; readonly share: number };

/** A label: a rule that has reason to speak at epochs onset ≤ e < end (null: to the end of the training). */
export interface Label {
  readonly rule: RuleId;
  readonly onset: number;
  readonly end: number | null;
}

/** A training as it can be done again: everything that it depends on. */
export interface Training {
  readonly seed: number;
  readonly task: TaskSpec;
  readonly cell: CellName;
  readonly units: number;
  readonly activation?: 'tanh' | 'relu' | 'linear';
  readonly gates?: 'hardSigmoid' | 'sigmoid';
  readonly init: InitSpec;
  readonly optimizer: { readonly name: 'adam' | 'sgd'; readonly rate: number; readonly momentum?: number };
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly batch: number;
  /** Every step sees the same sequences: gradient descent without the noise of batches. */
  readonly sameBatch?: true;
  /** The memory the task needs is declared. */
  readonly declared: boolean;
  readonly interventions: readonly Intervention[];
}

/** A training with what it is known for by the way it was made. */
export interface Case {
  readonly id: string;
  readonly condition: string;
  readonly split: 'calibration' | 'held-out';
  readonly training: Training;
  /** The same task and seed with sane settings; the training itself where it is a healthy one. */
  readonly twin: Training;
  /** Labels by construction: there for certain… */
  readonly must: readonly (Omit<Label, 'onset'> & { /** null: by the oracle. */ readonly onset: number | null })[];
  /** …and rules whose condition may come along, which the oracle alone decides. All others have no reason to speak. */
  readonly may: readonly RuleId[];
}

/** Raise when a recipe comes to mean another training. */
const VERSION = 1;

/** Name of a training in the cache: changes with anything it depends on. */
export function keyOf(training: Training): string {
  return createHash('sha256')
    .update(JSON.stringify([VERSION, training]))
    .digest('hex')
    .slice(0, 20);
}
