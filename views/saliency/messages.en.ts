import type { Translatable } from '../_kit/language/language.ts';
import { isolated } from '../_kit/marks/written.ts';
import type { Method, Space } from './select/example-saliency.ts';

const spaces: { readonly [space in Space]: string } = {
  logit: 'logit',
  'log-probability': 'log-probability',
  output: 'output',
};

const methods: { readonly [method in Method]: string } = {
  'integrated-gradients': 'integrated gradients',
  'gradient×input': 'gradient × input',
  gradient: 'gradient',
  'smooth-grad': 'SmoothGrad',
  occlusion: 'occlusion',
};

/** Words of the Saliency view. */
export const english = {
  title: 'Saliency',
  methods,
  spaces,
  head: {
    example: (number: number, count: number) => `Example ${number} of ${count}`,
    previous: 'Previous example',
    next: 'Next example',
    explaining: 'explaining',
    target: 'What is explained',
    method: 'Method',
    class: (index: number) => `class ${index}`,
    model: 'the model',
    step: (step: number, token: string) => (token ? `step ${step}: ${token}` : `step ${step}`),
    chance: (name: string, share: string) => `p(${name}) = ${share}`,
    output: (name: string, value: string) => `output of ${name} = ${value}`,
    takenFor: (name: string, share: string) => `taken for ${name}, ${share}`,
    atEpoch: (epoch: number) => `at epoch ${epoch}`,
  },
  tokens: {
    title: 'Saliency of the tokens',
    ids: 'Saliency of the token ids',
    steps: 'Saliency of the steps',
    /** A step that counts, but that no word was given for. */
    padding: 'pad',
  },
  frames: {
    title: 'Saliency of the frames',
    layers: 'What the map shows',
    layer: { overlay: 'overlay', input: 'input', saliency: 'saliency' },
    feature: 'feature',
    frame: 'frame',
    sum: 'frame sum',
    length: 'frame ‖·‖',
    inputScale: 'input, each feature’s own range over the probe',
    tooMany: 'too many cells to lay one over the other: saliency alone',
  },
  unit: (space: Space, name: string, method: Method) =>
    method === 'gradient' || method === 'smooth-grad'
      ? `size of ∂${spaces[space]}/∂x for ${name}, no sign`
      : `share in the ${spaces[space]} of ${name}`,
  axis: { contribution: (space: Space) => `${spaces[space]} contribution`, length: '‖∂f/∂xₜ‖', step: 'token' },
  legend: { outline: 'outline: occlusion' },
  at: (what: string, value: string) => `${what}: ${value}`,
  step: (step: number, token: string) => (token ? `${step} “${isolated(token)}”` : `${step}`),
  nearest: (epoch: number, at: number, why: 'open' | 'lost' | null) =>
    `${why === 'lost' ? 'nothing recorded and no weights kept' : why === 'open' ? 'not computed' : 'nothing'} at epoch ${epoch}, nearest: epoch ${at}`,
  computed: 'computed in this page',
  kept: 'computed earlier, from the kept weights',
  recorded: 'recorded',
  allNaN: 'Every value is NaN: so is the input, or the weights or the output of this epoch',
  summary: (method: string, epoch: number, strongest: string) =>
    `Saliency by ${method} at epoch ${epoch}. Strongest: ${strongest || 'none'}.`,
  summaryEmpty: 'Saliency: nothing to show yet.',
  history: {
    title: 'The same example over epochs',
    unit: (method: string) => `${method}, one row an epoch, colours as above`,
    epoch: 'epoch',
    summary: (epochs: number) => `Saliency of the example over ${epochs} epochs`,
    empty: 'Nothing recorded by this method; what is computed appears here epoch by epoch',
    known: (known: number, reached: number) => `${known} of ${reached} epochs are here.`,
    open: (count: number) => `${count} can be computed from the kept weights.`,
    lost: (count: number, canCompute: boolean) =>
      canCompute
        ? `Hatched, ${count}: nothing recorded and no weights kept, so it can never be computed.`
        : `Hatched, ${count}: nothing recorded, and nothing can be computed here.`,
    compute: (count: number) => (count === 1 ? 'Compute the missing epoch' : `Compute the ${count} missing epochs`),
  },
  trust: {
    title: 'Can it be believed?',
    completeness: 'completeness',
    sum: (value: string) => `Σ = ${value}`,
    difference: (value: string) => `f(x) − f(x₀) = ${value}`,
    unknown: 'f(x₀) was not recorded',
    error: (value: string) => `error ${value}`,
    notReliable: 'not reliable',
    nodes: (count: number) => `${count} nodes`,
    limit: 'noted above 1\u00a0%, not reliable above 5\u00a0%',
    noSum: (method: string) =>
      `${method} need not add up to anything. Integrated gradients must: compute them to check.`,
    noSumOcclusion: 'Occlusion takes one step away at a time; its numbers need not add up.',
    rank: 'occlusion',
    rho: (value: string) => `rank ρ = ${value}`,
    rhoFew: 'fewer than three steps: no rank to compare',
    rhoNone: 'rank ρ is not defined: all steps matter alike',
    noOcclusion: 'Not computed. It takes steps away instead of differentiating, so it is an independent check.',
    itself: 'shown: a check of the other methods',
    baseline: { name: 'baseline x₀', zero: 'zeros', mean: 'mean of the steps' },
    of: { name: 'explained', embedding: 'what the Embedding makes of the words', input: 'the input itself' },
    score: (space: Space, value: string) => `f(x) = ${value}, the ${spaces[space]}`,
  },
  compute: {
    title: 'Compute from the kept weights',
    kept: (epochs: string) => `Weights were kept of epochs ${epochs}.`,
    half: 'In half precision: three digits can be trusted.',
    noneAt: (epoch: number, nearest: number) => `None of epoch ${epoch}; epoch ${nearest} is the nearest.`,
    one: (method: string, epoch: number) => `Compute ${method} at epoch ${epoch}`,
    go: (epoch: number) => `Go to epoch ${epoch}`,
    loading: 'loading the model',
    progress: (epoch: number, number: number, of: number, share: string) =>
      of > 1 ? `epoch ${epoch}, ${number} of ${of}: ${share}` : `epoch ${epoch}: ${share}`,
    cancel: 'Cancel',
    notKept: (reason: string) => `Shown, but not kept for the next visit: ${reason}`,
    by: (backend: string) =>
      backend === 'wasm' ? 'in this page, by WASM' : 'in this page, in plain JavaScript: slower than WASM, as exact',
    noModel:
      'Nothing can be computed here: no whole set of weights was kept. The last and the best epoch are kept when training ends.',
    inPage:
      'Nothing is computed in this page, which has neither TensorFlow.js nor a server. Open the run where it was recorded, or its run file with: unrolled FILE',
    custom: (classes: string, method: Method) =>
      `Nothing can be computed here: this page does not know layers of class ${classes}. To have ${methods[method]} recorded while training: unrolled(model, { saliency: { method: '${method}' } }); for a model in memory: await saliency(model, x, { method: '${method}' }).`,
    noProbe: 'Nothing can be computed here: the probe’s inputs were not stored.',
  },
  output: {
    title: 'Explained output over epochs',
    unit: (name: string, isChance: boolean) => (isChance ? `p(${name})` : `output of ${name}`),
    readout: (epoch: number, value: string) => `epoch ${epoch}: ${value}`,
    empty: 'No output of the probe was recorded',
    summary: (name: string) => `Output of ${name} over epochs`,
    rest: 'highest other',
  },
  empty: {
    none: 'No saliency was recorded. Give the run a probe; gradient × input of four sequences is then recorded by itself:',
    noneCode: 'unrolled(model, { probe: { x, y, tokens } })',
    off: 'No saliency was recorded: it was switched off, or the time for it never came. To record it:',
    nothing: (reason: string | null, can: boolean) =>
      `No saliency was recorded${reason ? ` (${reason})` : ''}${can ? '; it can be computed from the kept weights' : '; why it cannot be computed either is said below'}`,
    offCode: "saliency: { method: 'integrated-gradients', examples: 4 }",
    leftOut: (reason: string) => `No saliency: ${reason}`,
    waiting: 'The first saliency comes with a snapshot, at the end of an epoch',
    noModel: 'No model is watched in this run',
    noModelCode: 'await unrolled(model, …)',
    notThis: (sequences: string, can: boolean) =>
      `Recorded of examples ${sequences} only; ${can ? 'any other can be computed below' : 'why no other can be computed is said below'}`,
    notMethod: (method: string, can: boolean) =>
      `${method} was not recorded; ${can ? 'it can be computed below from the saved weights' : 'why it cannot be computed here either is said below'}`,
    notTarget: (can: boolean) =>
      `For this target nothing was recorded; ${can ? 'it can be computed below from the saved weights' : 'why it cannot be computed here either is said below'}`,
  },
};

export type SaliencyWords = Translatable<typeof english>;
