/** What the oracle measured of a training, as plain numbers (`KEY.facts.json`); null where it is NaN. */
export interface Facts {
  readonly perEpoch: number;
  readonly epochs: number;
  /** Of each step: loss as `fit` saw it, non-finite anywhere, L2 norm of all gradients. */
  readonly loss: Values;
  readonly nonFinite: readonly boolean[];
  readonly gradient: Values;
  /** Of each weight (kernel, recurrent kernel, bias, head kernel, head bias) at each step. */
  readonly tensorGradient: readonly Values[];
  readonly tensorMeanAbs: readonly Values[];
  readonly tensorZero: readonly Values[];
  readonly update: readonly Values[];
  readonly constant: number;
  /** Of each epoch's end: loss on the sequences trained on. */
  readonly outcome: Values;
  /** Of each gate, at each epoch's end, per unit: share of pre-activations beyond SageMaker's limits, mean |activation|. */
  readonly outsideSageMaker: { readonly [gate: string]: readonly Values[] };
  readonly meanActivation: { readonly [gate: string]: readonly Values[] };
  /** Of each unit at each epoch's end. */
  readonly unitMax: readonly Values[];
}

export type Values = readonly (number | null)[];
