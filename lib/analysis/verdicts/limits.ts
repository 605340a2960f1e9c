/**
 * A limit a number is held against. `clear` is where it counts as well again, away from the limit so that a verdict
 * does not flicker: ten times the limit for ratios over orders of magnitude, half the disease for shares.
 */
export interface Limit {
  readonly warning: number;
  readonly critical: number;
  readonly clear: number;
  /** Where the numbers come from; a verdict carries it. */
  readonly source: string;
}

/** A limit of one level: a condition beside the one that sets the severity. */
export interface Condition {
  readonly limit: number;
  readonly clear: number;
  readonly source: string;
}

/** How many snapshots (NAN: epochs) in a row it takes. */
export interface Persistence {
  /** To announce a verdict. */
  readonly announce: number;
  /** To end it. */
  readonly clear: number;
}

/** All limits of the rules, as data: settings replace any of them. */
export interface Limits {
  readonly 'VAN-T': {
    /** p_{T−1} / max p, below. */
    readonly flowRatio: Limit;
    /** (L_{i−2} − L_i) / L_{i−2} of the training loss over three snapshots, below. */
    readonly lossImprovement: Condition;
    /** Training loss ÷ loss of a constant prediction, above. */
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly 'VAN-H': {
    /** Memory horizon ÷ declared memory, below. */
    readonly coverage: Limit;
    readonly persistence: Persistence;
  };
  readonly 'EXP-T': {
    /** p_{T−1} / p_0, above. */
    readonly explosionRatio: Limit;
    readonly persistence: Persistence;
  };
  readonly NAN: {
    /** Non-finite losses, gradients or weights in an epoch, above. */
    readonly nonFinite: Condition;
    readonly persistence: Persistence;
  };
}

const OURS = 'Unrolled';

/**
 * The limits of the project's research notes §2.22. `clear` follows its rule (10 × for log quantities, half for
 * shares) with two readings of it: the share of memory that is *missing* halves (coverage .5 → .75), and a loss that
 * falls to .7 of a constant prediction is learning: half (.4) would keep a network that has half learned its task sick.
 */
export const DEFAULT_LIMITS: Limits = {
  'VAN-T': {
    flowRatio: {
      warning: 1e-3,
      critical: 1.2e-7,
      clear: 1e-2,
      source: 'AUTOTRAINER, ICSE 2021 (layers, here time steps); float32 epsilon',
    },
    lossImprovement: { limit: 0.02, clear: 0.04, source: OURS },
    lossOfConstant: { limit: 0.8, clear: 0.7, source: OURS },
    persistence: { announce: 3, clear: 3 },
  },
  'VAN-H': {
    coverage: { warning: 0.5, critical: 0.2, clear: 0.75, source: OURS },
    persistence: { announce: 3, clear: 3 },
  },
  'EXP-T': {
    explosionRatio: {
      warning: 70,
      critical: 1e4,
      clear: 7,
      source: 'AUTOTRAINER, ICSE 2021 (layers, here time steps)',
    },
    persistence: { announce: 2, clear: 3 },
  },
  NAN: {
    nonFinite: { limit: 0, clear: 0, source: 'any' },
    persistence: { announce: 1, clear: 3 },
  },
};
