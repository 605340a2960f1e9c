import type { Translatable } from '../_kit/language/language.ts';
import { isolated } from '../_kit/marks/written.ts';
import { fixed, number, percent, scientific, whole } from '../_kit/numbers.ts';

/** Words of the Attention view. */
export const english = {
  strip: {
    label: 'Example',
    example: (n: number, of: number) => `Example ${n} of ${of}`,
    previous: 'Previous example',
    next: 'Next example',
    noWords: (sources: number, targets: number) =>
      `${sources} source ${sources === 1 ? 'step' : 'steps'}, ${targets} target ${targets === 1 ? 'step' : 'steps'}`,
    matches: 'matches reference',
    differs: 'differs from',
    atEpoch: (epoch: number) => `at epoch ${epoch}:`,
    decodedAt: (epoch: number) => `decoded at epoch ${epoch}`,
    reference: 'reference',
    empty: 'empty',
    target: 'looking for target',
    change: 'change target',
    to: 'becomes',
  },
  matrix: {
    title: 'Attention',
    unit: (areShares: boolean) => `weight of source step per target step${areShares ? ', rows sum to 1' : ''}`,
    source: 'source',
    targetAxis: 'target, top to bottom',
    sourceAxis: 'source step',
    entropy: 'entropy',
    sum: 'Σ row',
    padding: 'pad',
    paddingTitle: 'weight on padding',
    mode: 'Show as',
    modes: { matrix: 'matrix', bundles: 'bundles' },
    colours: 'Colours',
    colourNames: { seq: 'viridis', cividis: 'cividis' },
    head: 'Head',
    mean: (heads: number) => `mean of ${heads} heads`,
    headOf: (n: number, of: number) => `head ${n} of ${of}`,
    layer: 'Layer',
    caption: (hasGold: boolean, hasNumbers: boolean, largest: number) =>
      [
        hasGold ? 'corners: true alignment' : null,
        hasNumbers ? 'numbers below .05 not shown' : null,
        largest > 1.005 ? `weights go up to ${number(largest, 2)}, colours end at 1` : null,
        largest < 0.05 ? `no weight is above ${number(largest, 2)}: too small to see in colours of 0 to 1` : null,
      ]
        .filter((part) => part !== null)
        .join('; '),
    bundleCaption: (hasGold: boolean) =>
      `width: weight, 15 px = 1; below .02 not shown${hasGold ? '; dashed: off the true alignment' : ''}`,
    nearest: (epoch: number, nearest: number) => `no snapshot at epoch ${epoch}, nearest: epoch ${nearest}`,
    sampled: (kept: number, of: number) => `attention of the first ${kept} of ${of} examples was kept`,
    notKept: (n: number, kept: number, of: number) =>
      `The attention of example ${n} was not kept: the budget of an epoch holds the first ${kept} of ${of}.`,
    notKeptCode: 'unrolled(model, { budget: { epochBytes: 64e6 } })',
    pooledCols: (per: number, of: number) => `${whole(of)} source steps, each column the largest of ${per}`,
    pooledRows: (per: number, of: number) => `${whole(of)} target steps, each row the largest of ${per}`,
    badSums: (error: number) => `rows do not sum to 1: off by up to ${number(error)}`,
    badSumsOfProbe: (error: number) => `rows of other examples do not sum to 1: off by up to ${number(error)}`,
    badNumbers: (count: number) =>
      count === 1 ? '1 weight is NaN or infinite' : `${whole(count)} weights are NaN or infinite`,
    noSource: 'no source is valid: this example is padding alone',
    weight: (target: string, source: string, value: number) =>
      `${isolated(target)} → ${isolated(source)}: ${fixed(value, 3)}`,
    rowReadout: (target: string, source: string, value: number) =>
      `${isolated(target)} looks at ${isolated(source)}: ${fixed(value, 2)}`,
    summary: (targets: number, sources: number, rows: string) =>
      `Attention of ${targets} target over ${sources} source steps. ${rows}`,
    summaryRow: (target: string, source: string, value: number) =>
      `${target} looks most at ${source}, ${fixed(value, 2)}`,
    summaryMore: (count: number) => ` (${whole(count)} more)`,
    step: (n: number) => `step ${n}`,
  },
  epochs: {
    title: 'Same example across epochs',
    unit: 'alignment error under each',
    unitUnknown: 'true alignment not known',
    error: 'AER',
    go: (epoch: number) => `Go to epoch ${epoch}`,
    summary: (parts: string) => `Attention of this example by epoch, alignment error: ${parts}`,
    one: (epoch: number, error: number) => `epoch ${epoch} ${Number.isNaN(error) ? '–' : fixed(error, 2)}`,
    shown: (shown: number, of: number) => `${shown} of ${of} snapshots`,
  },
  quality: {
    title: 'Attention quality',
    unit: (examples: number) =>
      `${examples === 1 ? 'the one probe example' : `mean over ${whole(examples)} probe examples`}, per epoch`,
    epoch: 'epoch',
    entropy: 'entropy, 0 to 1',
    alignmentError: 'alignment error',
    offAlignment: 'weight off alignment',
    rowSumError: 'row-sum error',
    padMass: 'mass on padding',
    decodedExact: 'decoded right',
    oneSource: 'one source: nothing to choose from',
    noAlignment: 'not known: give probe.alignment',
    noPadding: 'no padding known',
    noDecoding: 'not known: give probe.decode',
    notRecorded: 'not recorded',
    value: {
      share: (value: number) => fixed(value, 2),
      small: (value: number) => (value === 0 ? '0' : value < 0.001 ? scientific(value, 1) : fixed(value, 3)),
      percent: (value: number) => percent(value),
    },
    summary: (name: string, value: string, epoch: number | null) =>
      `${name}: ${value}${epoch === null ? '' : ` at epoch ${epoch}`}`,
  },
  empty: {
    noAttention:
      'This run recorded no attention. Put an attention layer into the model, or name a layer whose output is attention weights.',
    noAttentionCode:
      "attention({ score: 'additive' }).apply([query, values])   or   unrolled(model, { attention: ['softmax_1'] })",
    notYet: 'The first attention comes with the first snapshot, at the end of an epoch.',
    noProbe: 'There are no snapshots of a probe, so there is no attention to show.',
    noProbeCode: 'unrolled(model, { probe: { x, y } })',
  },
};

export type AttentionWords = Translatable<typeof english>;
