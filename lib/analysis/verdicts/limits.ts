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
    /** How far the loss was thrown back over three readings ÷ loss of a constant prediction: above it the rule is silent. */
    readonly lossRise: Condition;
    readonly persistence: Persistence;
  };
  readonly 'VAN-H': {
    /** Memory horizon ÷ declared memory, below. */
    readonly coverage: Limit;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly 'EXP-T': {
    /** p_{T−1} / p_0, above. */
    readonly explosionRatio: Limit;
    /** Training loss ÷ loss of a constant prediction, above: below it the task is learned, and the rule silent. */
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly 'VAN-L': {
    /** ‖g_first‖ / ‖g_last‖ over the recurrent layers of a stack, below. */
    readonly layerRatio: Limit;
    /** ‖g_first‖, below. */
    readonly firstNorm: Condition;
    readonly lossImprovement: Condition;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly 'EXP-S': {
    /** ‖g‖ over its running median, above. */
    readonly timesMedian: Limit;
    /** z of ln‖g‖, above: critical whatever the multiple of the median is. */
    readonly spike: Condition;
    /** How far the loss stays above its best ÷ loss of a constant prediction, above. */
    readonly lossRise: Condition;
    readonly lossImprovement: Condition;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly CHA: {
    /** Largest Lyapunov exponent less two standard errors, nats per step, above. */
    readonly largest: Limit;
    readonly lossRise: Condition;
    readonly lossImprovement: Condition;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly SAT: {
    /** Share of saturated (unit, gate) pairs, above. */
    readonly saturated: Limit;
    readonly lossRise: Condition;
    readonly lossImprovement: Condition;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly DEAD: {
    /** Share of dead and frozen units, above. */
    readonly deadOrFrozen: Limit;
    readonly lossRise: Condition;
    readonly lossImprovement: Condition;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly UWR: {
    /** Median update:weight ratio over the weights, below. */
    readonly tooSmall: Limit;
    /** Its peak since it has been above `largeStill`, above. */
    readonly tooLarge: Limit;
    /** …and now, above: weights grow under large steps, so that the ratio falls though the rate stays. */
    readonly largeStill: Condition;
    /** ‖g‖ over the weights, above: without a gradient a small update is not the learning rate's fault. */
    readonly gradientNorm: Condition;
    readonly lossRise: Condition;
    readonly lossImprovement: Condition;
    /** For updates that are too small. */
    readonly lossOfConstant: Condition;
    /** For updates that are too large, as the two above: a network may learn on under them, slowly, to a worse end. */
    readonly lossImprovementOfLarge: Condition;
    readonly lossOfConstantOfLarge: Condition;
    readonly persistence: Persistence;
  };
  readonly OSC: {
    /** Moving average of the cosine between consecutive gradients, below. */
    readonly cosine: Limit;
    readonly lossImprovement: Condition;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly ATT: {
    /** Largest |Σ row − 1|, above. */
    readonly rowSumError: Limit;
    /** Share of the weight on padding, above. */
    readonly padMass: Limit;
    /** Normalised entropy after half of the training, above. */
    readonly entropy: Limit;
    readonly lossImprovement: Condition;
    readonly lossOfConstant: Condition;
    readonly persistence: Persistence;
  };
  readonly NAN: {
    /** Non-finite losses, gradients or weights in an epoch, above. */
    readonly nonFinite: Condition;
    readonly persistence: Persistence;
  };
}

const OURS = 'Unrolled';

/** Learning stands still: less than 2 % better over three readings, and above 80 % of a constant prediction's loss. */
const STALL = {
  lossImprovement: { limit: 0.02, clear: 0.04, source: OURS },
  lossOfConstant: { limit: 0.8, clear: 0.7, source: OURS },
};
/** The loss is above three tenths of a constant prediction's: what is out of use is missed. */
const NOT_LEARNED: Condition = { limit: 0.3, clear: 0.2, source: 'diagnosis bench' };
/** Learning is slow, if it goes on at all: less than a quarter better over three readings, and not learned yet. */
const SLOW = {
  lossImprovement: { limit: 0.25, clear: 0.4, source: 'diagnosis bench' },
  lossOfConstant: NOT_LEARNED,
};
/** The loss was thrown back by more than a tenth of a constant prediction's loss. */
const LOSS_RISE: Condition = { limit: 0.1, clear: 0.05, source: OURS };

/**
 * The limits verdicts are judged by unless a project has its own; `source` names where each comes from. Hysteresis:
 * `clear` lies a factor of 10 away for log quantities, of 2 for shares, with two readings of that: the share of memory that is *missing* halves (coverage .5 → .75), and a loss that
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
    ...STALL,
    lossRise: LOSS_RISE,
    persistence: { announce: 3, clear: 3 },
  },
  'VAN-H': {
    coverage: { warning: 0.5, critical: 0.2, clear: 0.75, source: OURS },
    lossOfConstant: { limit: 0.5, clear: 0.25, source: OURS },
    persistence: { announce: 3, clear: 3 },
  },
  'EXP-T': {
    explosionRatio: {
      warning: 70,
      critical: 1e4,
      clear: 7,
      source: 'AUTOTRAINER, ICSE 2021 (layers, here time steps)',
    },
    lossOfConstant: { limit: 0.5, clear: 0.25, source: OURS },
    persistence: { announce: 2, clear: 3 },
  },
  'VAN-L': {
    layerRatio: { warning: 1e-3, critical: 1e-5, clear: 1e-2, source: 'AUTOTRAINER, ICSE 2021' },
    firstNorm: { limit: 1e-4, clear: 1e-3, source: 'AUTOTRAINER, ICSE 2021' },
    ...STALL,
    persistence: { announce: 3, clear: 3 },
  },
  'EXP-S': {
    timesMedian: { warning: 10, critical: 100, clear: 5, source: 'Pascanu et al., ICML 2013; diagnosis bench' },
    spike: { limit: 6, clear: 3, source: 'ZClip' },
    lossRise: LOSS_RISE,
    ...STALL,
    persistence: { announce: 2, clear: 3 },
  },
  CHA: {
    largest: { warning: 0.02, critical: 0.1, clear: 0.01, source: OURS },
    lossRise: LOSS_RISE,
    ...STALL,
    persistence: { announce: 2, clear: 3 },
  },
  SAT: {
    saturated: { warning: 0.5, critical: 0.8, clear: 0.25, source: 'SageMaker Debugger (share of units)' },
    lossRise: LOSS_RISE,
    ...SLOW,
    persistence: { announce: 3, clear: 3 },
  },
  DEAD: {
    deadOrFrozen: { warning: 0.3, critical: 0.6, clear: 0.15, source: OURS },
    lossRise: LOSS_RISE,
    ...SLOW,
    persistence: { announce: 3, clear: 3 },
  },
  UWR: {
    tooSmall: { warning: 1e-4, critical: 1e-7, clear: 1e-3, source: 'CS231n; diagnosis bench' },
    tooLarge: { warning: 0.08, critical: 0.5, clear: 1e-2, source: 'diagnosis bench' },
    largeStill: { limit: 1e-2, clear: 1e-3, source: 'CS231n' },
    gradientNorm: { limit: 1e-6, clear: 1e-7, source: OURS },
    lossRise: LOSS_RISE,
    lossImprovement: { limit: 0.05, clear: 0.1, source: 'diagnosis bench' },
    lossOfConstant: NOT_LEARNED,
    lossImprovementOfLarge: SLOW.lossImprovement,
    lossOfConstantOfLarge: { limit: 0.2, clear: 0.1, source: 'diagnosis bench' },
    persistence: { announce: 2, clear: 3 },
  },
  OSC: {
    cosine: { warning: -0.35, critical: -0.6, clear: -0.15, source: 'diagnosis bench' },
    ...SLOW,
    persistence: { announce: 3, clear: 3 },
  },
  ATT: {
    rowSumError: { warning: 1e-4, critical: 1e-2, clear: 5e-5, source: OURS },
    padMass: { warning: 0.1, critical: 0.5, clear: 0.05, source: OURS },
    entropy: { warning: 0.98, critical: 0.999, clear: 0.95, source: OURS },
    ...STALL,
    persistence: { announce: 3, clear: 3 },
  },
  NAN: {
    nonFinite: { limit: 0, clear: 0, source: 'any' },
    persistence: { announce: 1, clear: 3 },
  },
};
