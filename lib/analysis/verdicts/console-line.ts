import type { Evidence, Remedy, RuleId, Verdict } from '../../protocol/verdict.ts';

const SAYS: { readonly [rule in RuleId]: string } = {
  'VAN-T': 'gradients vanish through time and learning has stalled',
  'VAN-H': 'the gradient does not reach as far back as the task needs',
  'EXP-T': 'gradients explode through time',
  'VAN-L': 'gradients vanish between the layers',
  'EXP-S': 'the gradient norm jumps',
  CHA: 'the recurrent dynamics are chaotic',
  SAT: 'gates or states are saturated',
  DEAD: 'units are dead or frozen',
  UWR: 'weights move too little or too much in a step',
  OSC: 'steps point back and forth',
  ATT: 'attention does not sum to 1, lies on padding or stays flat',
  NAN: 'a loss, gradient or weight is NaN or infinite',
};

const NAMES: { readonly [quantity: string]: string | undefined } = {
  'flow-ratio': 'share of the gradient that reaches the first step',
  'loss-improvement': 'improvement of the loss',
  'loss-of-constant': 'loss / loss of a constant prediction',
  coverage: 'share of the needed memory',
  'memory-horizon': 'memory horizon',
  'memory-needed': 'memory needed',
  'explosion-ratio': 'gradient at the first step / at the last',
  'loss-rise': 'loss above its best / loss of a constant prediction',
  'layer-ratio': 'gradient of the first layer / of the last',
  'first-layer-norm': 'gradient norm of the first layer',
  spike: 'z-score of the gradient norm',
  'spike-times-median': 'gradient norm / its median',
  lyapunov: 'largest Lyapunov exponent less two standard errors',
  saturated: 'share of saturated gates and states',
  'dead-or-frozen': 'share of units that do not move',
  dead: 'dead',
  frozen: 'frozen',
  'update-ratio': 'size of an update / of its weight',
  'gradient-norm': 'gradient norm',
  'gradient-cosine': 'cosine between consecutive gradients',
  'row-sum-error': 'largest error of a row sum',
  'pad-mass': 'share of attention on padding',
  'attention-entropy': 'entropy of attention, of the most possible',
  'non-finite-loss': 'losses',
  'non-finite-gradient': 'gradients',
  'non-finite-weight': 'weights',
};

/** Remedies whose code has several lines, in words. */
const IN_WORDS: { readonly [key: string]: ((values: Remedy['values']) => string) | undefined } = {
  'chrono-bias': ({ bias }) => `a forget gate bias of ${bias}`,
  'update-gate-bias': ({ bias }) => `an update gate bias of ${bias}`,
  'normalise-input': () => 'inputs of mean 0 and deviation 1',
  reinitialise: () => 'new weights for the layer',
};

/**
 * One English line for the training console: what, where, since when, by which numbers, and the first thing to try.
 * Never contains a line break, however the layer is named. `link` leads to the epoch in the dashboard, when there is one.
 */
export function consoleLine(verdict: Verdict, link: string | null = null): string {
  const where = verdict.layer === null ? '' : ` in ${verdict.layer}`;
  const when =
    verdict.endEpoch === null
      ? `since epoch ${verdict.onsetEpoch}`
      : `from epoch ${verdict.onsetEpoch}, over at epoch ${verdict.endEpoch}`;
  const numbers = verdict.evidence.map(numberOf).join('; ');
  const [first] = verdict.remedies;
  const remedy = first === undefined ? '' : tryOut(first);
  const line = `unrolled ${verdict.severity}: ${verdict.rule}${where} ${when}: ${SAYS[verdict.rule]} (${numbers}).${remedy}`;
  // control characters of a layer's name must not reach the terminal
  return `${line}${link === null ? '' : ` ${link}`}`.replace(/[\s\p{Cc}]+/gu, ' ');
}

function tryOut({ key, values, code }: Remedy): string {
  if (!code.includes('\n')) return ` Try ${code}`;
  return ` Try ${IN_WORDS[key]?.(values) ?? key.replaceAll('-', ' ')} (its code is with the verdict)`;
}

function numberOf({ quantity, value, limit, relation }: Evidence): string {
  const name = NAMES[quantity] ?? quantity.replace(/-/g, ' ');
  const against = limit === null ? '' : `, limit ${relation === 'below' ? '<' : '>'} ${limit}`;
  return `${name} ${Number(value.toPrecision(2))}${against}`;
}
