import type { RuleId } from '../../lib/protocol/verdict.ts';

/** Words of verdicts: by rule, by quantity of the evidence, by remedy. */
export const verdictMessages = {
  /** What a verdict says is wrong. */
  name: {
    'VAN-T': 'Vanishing',
    'VAN-H': 'Memory too short',
    'VAN-L': 'Vanishing between layers',
    'EXP-T': 'Exploding',
    'EXP-S': 'Gradient spike',
    CHA: 'Chaotic',
    SAT: 'Saturated',
    DEAD: 'Dead units',
    UWR: 'Learning rate off',
    OSC: 'Oscillating',
    ATT: 'Attention off',
    NAN: 'NaN or infinite',
  } satisfies Record<RuleId, string>,
  since: (name: string, onset: number) => `${name} since epoch ${onset}`,
  during: (name: string, onset: number, last: number) =>
    onset === last ? `${name} at epoch ${onset}` : `${name}, epochs ${onset} to ${last}`,
  /** What each number of the evidence is. */
  quantity: {
    'flow-ratio': 'Gradient reaching the first step, of its peak',
    'loss-improvement': 'Loss improved over 3 snapshots by',
    'loss-of-constant': 'Loss / loss of a constant prediction',
    coverage: 'Memory horizon / memory the task needs',
    'memory-horizon': 'Memory horizon',
    'memory-needed': 'Memory the task needs',
    'explosion-ratio': 'Gradient at the first step / at the last',
    'loss-rise': 'Loss above its best / loss of a constant prediction',
    'layer-ratio': 'Gradient of the first layer / of the last',
    'first-layer-norm': 'Gradient norm of the first layer',
    spike: 'z-score of the gradient norm',
    'spike-times-median': 'Gradient norm / its median',
    lyapunov: 'Largest Lyapunov exponent, less two standard errors',
    saturated: 'Gates and states at one end nearly always',
    'dead-or-frozen': 'Units that do not move',
    dead: 'Dead units',
    frozen: 'Frozen units',
    'update-ratio': 'Size of an update / of its weight',
    'gradient-norm': 'Gradient norm',
    'gradient-cosine': 'Cosine between consecutive gradients',
    'row-sum-error': 'Largest error of a row sum',
    'pad-mass': 'Attention that lies on padding',
    'attention-entropy': 'Entropy of attention, of the most possible',
    'non-finite-loss': 'Losses NaN or infinite',
    'non-finite-gradient': 'Gradients NaN or infinite',
    'non-finite-weight': 'Weights NaN or infinite',
  } as { readonly [quantity: string]: string | undefined },
  steps: (count: string) => `${count} steps`,
  /** What is said where nothing is wrong. */
  nothingWrong: (epoch: number) => `Nothing wrong at epoch ${epoch}`,
  noSnapshot: (epoch: number) => `No snapshot at epoch ${epoch}`,
  notReached: (epoch: number) => `Epoch ${epoch} is not reached yet`,
  beforeFirst: 'The first epoch has not ended yet',
  remembers: 'remembers',
  noGradient: 'has no gradient to measure',
  ofSteps: (horizon: string, steps: number | null, isLowerBound: boolean) =>
    `${isLowerBound ? '≥ ' : ''}${horizon}${steps === null ? '' : ` of ${steps}`} steps`,
  why: 'Why this helps',
  forThisModel: 'named for this model',
  measuredAt: (epoch: number) => `measured at epoch ${epoch}`,
  declared: 'as declared',
  /** Why a remedy helps, by its key. */
  remedy: {
    'forget-bias': () => 'Forget gates start half closed; a bias of 1 keeps c longer',
    'chrono-bias': ({ bias, steps }: RemedyValues) => `Forget bias ${bias} keeps c for about ${steps} steps`,
    'update-gate-bias': ({ bias, steps }: RemedyValues) => `Update gate bias ${bias} keeps h for about ${steps} steps`,
    'sigmoid-gates': () => 'The default gate has no gradient beyond ±2.5',
    orthogonal: () => 'An orthogonal recurrence keeps the gradient’s size at the start',
    'gated-layer': () => 'A gated layer carries its state past many steps',
    clip: ({ norm }: RemedyValues) => `Scale gradients down to the usual norm, ${norm}`,
    'lower-learning-rate': ({ rate, now }: RemedyValues) =>
      now ? `Lower the learning rate from ${now} to ${rate}` : `Lower the learning rate to ${rate}`,
    'raise-learning-rate': ({ rate, now }: RemedyValues) =>
      now ? `Raise the learning rate from ${now} to ${rate}` : `Raise the learning rate to ${rate}`,
    'larger-batch': () => 'More sequences a step: less noise in its direction',
    'layer-norm': () => 'Normalised outputs keep the gradient’s size on its way to the layer below',
    'weight-decay': () => 'A penalty on the recurrent weights holds them where the gates still answer',
    'normalise-input': () => 'Features of mean 0 and deviation 1 do not drive gates to their ends',
    reinitialise: () => 'Units that are stuck do not come back by themselves: new weights do',
    tanh: () => 'ReLU units that are 0 stay 0; tanh units come back',
    'softmax-last': () => 'A softmax over the sources sums to 1',
    'mask-padding': () => 'A mask keeps padding out of states and attention',
    'check-input': () => 'See whether every input is a finite number',
  } as { readonly [key: string]: ((values: RemedyValues) => string) | undefined },
  /** In place of code of several lines, by key. */
  short: {
    clip: ({ norm }: RemedyValues) => `clip gradients at norm ${norm}`,
    'chrono-bias': ({ bias }: RemedyValues) => `forget bias ${bias}`,
    'update-gate-bias': ({ bias }: RemedyValues) => `update gate bias ${bias}`,
    'normalise-input': () => 'normalise the input',
    reinitialise: ({ layer }: RemedyValues) => `new weights for ${layer}`,
  } as { readonly [key: string]: ((values: RemedyValues) => string) | undefined },
} as const;

/** Values a remedy's words need: `{ layer: 'lstm_1', bias: '3.7' }`. */
export type RemedyValues = { readonly [name: string]: string };
