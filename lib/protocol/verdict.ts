/** Rules of the verdicts; later ones only add names. What each says: lib/analysis/verdicts. */
export const RULE_IDS = [
  'NAN',
  'EXP-T',
  'EXP-S',
  'CHA',
  'VAN-T',
  'VAN-H',
  'VAN-L',
  'SAT',
  'DEAD',
  'UWR',
  'OSC',
  'ATT',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export type Severity = 'info' | 'warning' | 'critical';

/** One number a verdict rests on, with the limit it was judged by. */
export interface Evidence {
  /** Key of the quantity, e.g. `flow-ratio`, `coverage`, `loss-improvement`, `loss-of-constant`, `non-finite`. */
  readonly quantity: string;
  /** The epoch it was measured at, 1-based. */
  readonly epoch: number;
  readonly value: number;
  /** The limit it was held against, or null for a number that only informs. */
  readonly limit: number | null;
  readonly relation: 'below' | 'above' | null;
  readonly severity: Severity | null;
  /** Where the limit comes from: `AUTOTRAINER, ICSE 2021`, `float32 epsilon`, `project setting`. */
  readonly source: string;
}

/** What to do about it, for this model. */
export interface Remedy {
  /** Key of the message that explains it. */
  readonly key: string;
  /** Values the message and the code need: `{ layer: 'lstm_1', bias: '3.7' }`. */
  readonly values: { readonly [name: string]: string };
  /** The code to change: `unitForgetBias: true`. */
  readonly code: string;
}

/**
 * A named diagnosis. Epochs are 1-based. `info` is a stated fact, not a disease.
 * Onset = first snapshot of the streak; announced = the snapshot that made the streak long enough; end = the first
 * snapshot of the streak that cleared it, null while it holds. It holds at epochs onset ≤ e < end.
 * Severity is the worst that lasted long enough; the evidence is that of the snapshot that made it so.
 */
export interface Verdict {
  /** `${rule}:${layer ?? ''}:${onsetEpoch}`; unique within a run. */
  readonly id: string;
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly layer: string | null;
  readonly onsetEpoch: number;
  readonly announcedEpoch: number;
  readonly endEpoch: number | null;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
}
