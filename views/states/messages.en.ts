import type { Translatable } from '../_kit/language/language.ts';
import { isolated } from '../_kit/marks/written.ts';
import type { UnitFault } from './select/unit-marks.ts';

const GATE_NAMES: { readonly [gate: string]: string } = {
  i: 'input',
  f: 'forget',
  o: 'output',
  z: 'update',
  r: 'reset',
  state: 'state h',
};

const FAULT_NAMES: { readonly [fault in UnitFault]: string } = {
  dead: 'dead',
  frozen: 'frozen',
  redundant: 'redundant',
  noGradient: 'without gradient',
};

/** Words of the States view. */
export const english = {
  example: {
    title: (index: number, count: number) => `Probe sequence ${index} of ${count}`,
    titleEmpty: 'Probe sequence',
    sequence: (index: number) => `sequence ${index}`,
    previous: 'Previous sequence',
    next: 'Next sequence',
    frames: (features: number) => `input, ${features} features a frame, each from its lowest (dark) to its highest`,
    tokens: 'input tokens',
    ids: 'input token ids',
    truth: (name: string) => `is ${name}`,
    guess: (name: string, share: string, isRight: boolean | null) =>
      `taken for ${name}, ${share}${isRight === null ? '' : isRight ? ', right' : ', wrong'}`,
    classOf: (index: number) => `class ${index}`,
    feature: 'feature',
    summary: (index: number, time: number, features: number) =>
      `Input of probe sequence ${index}: ${time} timesteps × ${features} features`,
    coloured: (kind: 'frames' | 'tokens' | 'ids') =>
      `${kind === 'frames' ? 'frames, below them' : kind === 'ids' ? 'each token id coloured by' : 'each token coloured by'}`,
    which: (sentence: string) => `, which ${sentence}`,
    value: (timestep: number, value: string) => `t = ${timestep}: ${value}`,
    readout: (timestep: number, token: string) => `t = ${timestep}, “${isolated(token)}”`,
  },
  units: {
    title: { h: 'Hidden state, units × time', c: 'Cell state, units × time' },
    unit: (layer: string, quantity: 'h' | 'c', limit: string, units: number) =>
      `${layer}, ${quantity}ₜ in [−${limit}, ${limit}], ${units} ${units === 1 ? 'unit' : 'units'}`,
    readout: (unit: number, timestep: number, quantity: string, value: string) =>
      `unit ${unit}, t = ${timestep}: ${quantity} = ${value}`,
    axis: 'unit',
    order: 'Order of the units',
    orders: {
      index: 'order: index',
      cluster: 'order: cluster',
      peak: 'order: peak time',
      gate: 'order: gate',
      concept: 'order: concept',
    },
    clusters: (count: number) => `units, ${count} ${count === 1 ? 'cluster' : 'clusters'} by correlation`,
    compare: 'Compare with an epoch',
    alone: 'this epoch',
    minus: (epoch: number) => `− epoch ${epoch}`,
    difference: (quantity: 'h' | 'c', epoch: number) => `Change of ${quantity} since epoch ${epoch}, units × time`,
    differenceUnit: (layer: string, quantity: 'h' | 'c', limit: string, units: number) =>
      `${layer}, Δ${quantity}ₜ in [−${limit}, ${limit}], ${units} ${units === 1 ? 'unit' : 'units'}`,
    quantity: 'State or gate',
    gateTitle: (gate: string) => `Gate “${GATE_NAMES[gate] ?? gate}”, units × time`,
    gateUnit: (layer: string, gate: string, units: number, isBeyond: boolean) =>
      `${layer}, ${gate}ₜ in [0, 1], ${units} units${isBeyond ? '; values beyond are drawn as the ends' : ''}`,
    layer: 'Layer',
    reduced: (rows: number, units: number) => `${units} units on ${rows} rows: each row shows its extreme`,
    sampled: (kept: number, count: number) => `${kept} of ${count} sequences kept`,
    notFinite: (steps: number, time: number) =>
      steps === time
        ? 'every state of this sequence is NaN or infinite'
        : `states of ${steps} of ${time} timesteps are NaN or infinite`,
    nearest: (epoch: number, nearest: number) => `no snapshot at epoch ${epoch}, shown: epoch ${nearest}`,
    summary: (layer: string, epoch: number, units: number, time: number) =>
      `States of ${layer} at epoch ${epoch}: ${units} units × ${time} timesteps`,
  },
  gates: {
    name: (gate: string) => GATE_NAMES[gate] ?? gate,
  },
  faults: {
    count: (fault: UnitFault, count: number | null, units: number | null) =>
      count === null
        ? `${FAULT_NAMES[fault]} not looked for`
        : `${count}${units === null ? '' : ` of ${units}`} ${FAULT_NAMES[fault]}`,
    none: 'What the units are was not recorded',
  },
  saturation: {
    title: 'Gate saturation',
    unit: (before: number | null) =>
      `share of time near each end, one dot per unit${before === null ? '' : `; small: epoch ${before}`}`,
    count: (saturated: number, units: number) => [`${saturated} of ${units}`, 'saturated'],
    inGate: (gate: string, saturated: number, units: number) =>
      `${GATE_NAMES[gate] ?? gate} ${saturated} of ${units} units saturated`,
    axes: (limit: string) => `→ below 0.1 (h: −0.9), ↑ above 0.9; filled: together over ${limit}`,
    named: (gate: string, unit: number) => `unit ${unit}, ${GATE_NAMES[gate] ?? gate}`,
    left: (gate: string) => (gate === 'state' ? 'below −0.9' : 'below 0.1'),
    right: 'above 0.9',
    summary: (epoch: number | null, gates: readonly string[]) =>
      `Gate saturation${epoch === null ? '' : ` at epoch ${epoch}`}: ${gates.join(', ')}`,
    empty: 'Gate saturation is measured where gates end at 0 and 1, or states at −1 and 1',
    emptyCode: "tf.layers.lstm({ units: 64, recurrentActivation: 'sigmoid' })",
    old: 'This run was recorded before gates were; newer ones have them',
  },
  dynamics: {
    title: 'Over epochs',
    epoch: 'epoch',
    units: {
      output: 'of the model for this sequence',
      units: 'share of units',
      change: 'with the snapshot before; 1 = no change',
      lyapunov: 'nats per step, ± standard error',
      points: 'under an input of zeros',
    },
    shares: { saturated: 'saturated', dead: 'dead', frozen: 'frozen', redundant: 'redundant' },
    change: 'CKA',
    lyapunov: 'λ₁',
    points: { all: 'all', stable: 'stable' },
    at: (epoch: number, text: string) => `epoch ${epoch}: ${text}`,
    share: (value: string, name: string) => `${value} ${name}`,
    noShare: (names: readonly string[]) => `no unit is ${names.join(' or ')}`,
    exponent: (value: string, error: string | null) => `λ₁ = ${value}${error === null ? '' : ` ± ${error}`}`,
    counts: (all: number, stable: number) => `${stable} of ${all} stable`,
    summary: (what: string, readout: string) => `Over epochs, ${what}${readout === '' ? '' : `: ${readout}`}`,
    notYet: 'Not measured yet: comes with a snapshot',
  },
  norms: {
    title: 'State norm and step size',
    unit: (quantity: string) => `‖${quantity}ₜ‖ and ‖${quantity}ₜ − ${quantity}ₜ₋₁‖`,
    norm: (quantity: string) => `‖${quantity}‖`,
    step: 'step',
    timestep: 'timestep t',
    readout: (timestep: number, norm: string, step: string) => `t = ${timestep}: ${norm}, step ${step}`,
    summary: (first: string, last: string) => `State norm over time, from ${first} to ${last}`,
  },
  search: {
    title: 'Alike in the probe',
    unit: 'states at this epoch',
    pattern: (from: number, to: number, units: number | null) =>
      `pattern of t = ${from} to ${to}${units === null ? '' : `: ${units} units on throughout`}`,
    stretches: 'Same units on together',
    nearest: 'Nearest states',
    nearestTo: (timestep: number) => `Nearest states to t = ${timestep}`,
    pickRange: 'Drag over the map of units: a stretch of timesteps is searched for',
    noUnits: 'No unit is above 0.3 throughout the stretch: pick a shorter one',
    nothing: 'Nowhere else in the probe',
    empty: 'Put the cursor on a timestep, or drag over the map of units',
    steps: (from: number, to: number) => `t = ${from} to ${to}`,
    step: (timestep: number) => `t = ${timestep}`,
    match: (shared: number, units: number, jaccard: string) => `${shared} of ${units} units, Jaccard ${jaccard}`,
    cosine: (value: string) => `cosine ${value}`,
  },
  below: {
    units: 'What is shown of the state over time',
    unitsOf: { norms: 'norm', history: 'unit over epochs', line: 'unit' },
    paths: 'What is shown below the trajectories',
    pathsOf: {
      gates: 'gates',
      search: 'search',
      output: 'output over epochs',
      units: 'units over epochs',
      change: 'CKA over epochs',
      lyapunov: 'λ₁ over epochs',
      points: 'fixed points over epochs',
    },
  },
  history: {
    title: (unit: number) => `Unit ${unit} over epochs`,
    unit: (quantity: string) => `${quantity} of this sequence, epoch × timestep`,
    epoch: 'epoch',
    summary: (unit: number, epochs: number) => `Unit ${unit} of this sequence over ${epochs} epochs`,
  },
  line: {
    title: (unit: number, epoch: number | null) => (epoch === null ? `Unit ${unit}` : `Unit ${unit} at epoch ${epoch}`),
    unit: 'over time; thin: earlier epochs',
    summary: (unit: number) => `Unit ${unit} over time`,
    now: (epoch: number) => `epoch ${epoch}`,
  },
  classes: {
    title: 'What the model takes it for',
    unit: 'output over epochs; strong: the true class',
    epoch: 'epoch',
    since: (name: string, epoch: number) => `${name} since epoch ${epoch}`,
    never: (name: string) => `not yet ${name}`,
    empty: 'The model’s output for this probe is not one value per class',
    summary: (text: string) => `Output for this sequence over epochs: ${text}`,
  },
  empty: {
    noModel: 'This run watches no model, so there are no hidden states',
    noModelCode: 'await run.watch(model, { probe: { x, y } })',
    noRecurrent: 'This model has no recurrent layer, so there are no hidden states',
    noRecurrentCode: 'tf.layers.lstm({ units: 64 })',
    noProbe: 'States are measured on a probe: a few sequences that stay the same at every epoch end',
    noProbeCode: 'await unrolled(model, { probe: { x, y } })',
    notYet: 'The first snapshot comes at the end of epoch 1',
    notCaptured: 'The states of this layer were not captured',
  },
};

export type StatesWords = Translatable<typeof english>;
