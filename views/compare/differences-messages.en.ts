import type { CompareDetail } from '../../lib/client/page-state.ts';
import type { Translatable } from '../_kit/language/language.ts';

const details: { readonly [detail in CompareDetail]: string } = {
  flow: 'gradient flow',
  states: 'states',
  attention: 'attention',
  cka: 'CKA',
  scatter: 'scatter',
  parallel: 'parallel',
  spread: 'distribution',
};

/** Words of what is compared inside of two networks: states, attention, CKA. */
export const english = {
  below: 'Below',
  detail: 'What is compared below',
  details,
  other: 'The run held against the reference',
  layer: 'Layer of the reference',
  quantity: 'Hidden or cell state',
  minus: (reference: string, other: string) => `${reference} − ${other}`,
  epoch: (epoch: number) => `epoch ${epoch}`,
  behind: (epoch: number) => `as of epoch ${epoch}`,
  example: (place: number, of: number, label: string | null) =>
    label === null ? `example ${place} of ${of}` : `example ${place} of ${of}: ${label}`,
  exampleShort: (place: number, of: number) => `${place} / ${of}`,
  previous: 'Example before',
  next: 'Next example',
  timestep: 'timestep t',
  working: (share: string) => `Matching units, ${share}`,
  comparing: (share: string) => `Comparing states, ${share}`,
  cancel: 'Cancel',
  cancelled: 'Cancelled',
  again: 'Compute',
  states: {
    title: 'State difference',
    unit: (quantity: string, layers: string) => `${quantity} of ${layers}, units matched by correlation over the probe`,
    briefUnit: (names: string, quantity: string) => `${names}, ${quantity}, matched units`,
    layers: (layer: string, other: string) => (layer === other ? layer : `${layer} and ${other}`),
    matched: (matched: number, of: number, chance: string) => `${matched} of ${of} units matched (chance ≤ ${chance})`,
    matchedShort: (matched: number, of: number, chance: string) => `${matched} of ${of} matched (chance ≤ ${chance})`,
    matchedWhy: (least: string, shifts: number) =>
      `Matched: |r| ≥ ${least}. Chance: the most that ${shifts} matchings find when the steps of the other run are turned around the circle`,
    mean: (mean: string, chance: string) => `mean |r| ${mean} (chance ≤ ${chance})`,
    onlyChance: 'no more than by chance',
    rest: (count: number, name: string) => `${count} of ${name} without a partner`,
    difference: 'difference',
    rms: (rms: string, largest: string) => `${rms} rms, at most ${largest}`,
    looked: (looked: number, of: number) => `the ${looked} of ${of} units that move most`,
    steps: (steps: string, sequences: number, of: number) =>
      sequences === of ? `${steps} steps, ${of} examples` : `${steps} steps, ${sequences} of ${of} examples`,
    bracket: (count: number) => `${count} matched`,
    bracketRest: (count: number) => `${count} not`,
    readout: (unit: number, partner: string, r: string) => `unit ${unit} ↔ ${partner}, r ${r}`,
    alone: (unit: number) => `unit ${unit}: no partner`,
    at: (timestep: number, text: string) => `t = ${timestep}: ${text}`,
    sum: (reference: string, other: string, difference: string) =>
      `${reference} − ${other.startsWith('−') ? `(${other})` : other} = ${difference}`,
    turned: (unit: number) => `${unit} turned over`,
    map: (name: string, units: number, time: number) => `States of ${name}: ${units} units × ${time} timesteps`,
    differenceMap: (names: string, matched: number, time: number) =>
      `${names}: ${matched} matched units × ${time} timesteps`,
  },
  attention: {
    title: 'Attention difference',
    unit: (layers: string) => `weights of ${layers}, target (rows) × source`,
    moved: (here: string, all: string, examples: number) =>
      `${here} of a row’s weight moved, ${all} over ${examples} examples`,
    movedWhy: '½Σ|a − b| of a target’s weights: 0 the same, 1 elsewhere altogether',
    most: (moved: string, target: string) => `most at ${target}: ${moved}`,
    readout: (target: string, source: string, sum: string) => `${target} ← ${source}: ${sum}`,
    map: (name: string, targets: number, sources: number) =>
      `Attention of ${name}: ${targets} targets × ${sources} sources`,
    differenceMap: (names: string, most: string) => `${names}: ${most}`,
  },
  cka: {
    title: 'CKA',
    unit: (quantity: string, layer: string) =>
      `of ${quantity} of ${layer} on the probe, linear, without bias; 1: the same but for turning and scaling`,
    epochs: (first: number, last: number) => `epochs ${first} to ${last}`,
    chance: (value: string) => `by chance up to ${value} with the reference`,
    steps: (steps: string) => `${steps} steps`,
    leftOut: (count: number, of: number) => `${count} of ${of} runs left out`,
    mostRuns: (shown: number, of: number) => `the first ${shown} of ${of} runs`,
    readout: (one: string, other: string, value: string) => `${one}, ${other}: ${value}`,
    none: (one: string, other: string) => `${one}, ${other}: states that are not finite or do not move`,
    layers: (reference: string, other: string) => `layers of ${reference} (rows) and ${other}`,
    layersOf: (one: string, other: string, value: string) => `${one}, ${other}: ${value}`,
    everyTwo: 'every two runs',
    withReference: (name: string) => `with ${name}; tick: by chance`,
    axis: 'CKA',
    summaryOfRun: (name: string, value: string, chance: string) => `${name} ${value}, by chance up to ${chance}`,
    summary: (names: readonly string[]) => `CKA of every two of ${names.join(', ')}`,
  },
  lacks: {
    alone: 'One run: nothing to hold it against',
    noProbe: (names: readonly string[]) =>
      `${names.join(' and ')}: trained without a probe, so nothing was measured on the same examples. Give every run the same probe.`,
    otherProbe: (a: string, digestA: string, b: string, digestB: string) =>
      `${a} and ${b} were measured on different probes (${digestA}…, ${digestB}…): their examples are not the same. Give both the same probe.`,
    probeCode: 'unrolled(model, { probe: { x: xProbe, y: yProbe } })',
    notRecurrent: (name: string) => `${name}: no recurrent layer at this place`,
    leftOut: (name: string, why: string) => `${name}: ${why}`,
    notYet: (name: string) => `${name}: no epoch ended yet`,
    noSnapshot: (name: string, layer: string) => `${name}: no snapshot of the states of ${layer} was kept`,
    otherLength: (a: string, timeA: number, b: string, timeB: number) =>
      `${a} has states at ${timeA} timesteps, ${b} at ${timeB}: only layers of as many timesteps can be held against each other`,
    noAttention: (name: string) =>
      `${name}: no attention was recorded. An attention layer, or any layer named as one, is needed.`,
    attentionCode: "unrolled(model, { attention: ['attention'] })",
    otherSize: (a: string, sizeA: string, b: string, sizeB: string) =>
      `${a} has attention of ${sizeA} (target × source), ${b} of ${sizeB}: only matrices of one size can be held against each other`,
  },
};

export type DifferencesWords = Translatable<typeof english>;
