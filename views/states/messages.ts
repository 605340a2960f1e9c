/** Words of the States view. */
export const statesMessages = {
  example: {
    title: (index: number, count: number) => `Probe sequence ${index} of ${count}`,
    titleEmpty: 'Probe sequence',
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
    readout: (timestep: number, token: string) => `t = ${timestep}, “${token}”`,
  },
  units: {
    title: { h: 'Hidden state, units × time', c: 'Cell state, units × time' },
    unit: (layer: string, quantity: 'h' | 'c', limit: string, units: number) =>
      `${layer}, ${quantity}ₜ in [−${limit}, ${limit}], ${units} units`,
    readout: (unit: number, timestep: number, quantity: string, value: string) =>
      `unit ${unit}, t = ${timestep}: ${quantity} = ${value}`,
    axis: 'unit',
    order: 'Order of the units',
    orders: { index: 'index', peak: 'peak time' },
    quantity: 'State',
    layer: 'Layer',
    reduced: (rows: number, units: number) => `${units} units on ${rows} rows: each row shows its extreme`,
    sampled: (kept: number, count: number) => `${kept} of ${count} sequences kept`,
    nearest: (epoch: number, nearest: number) => `no snapshot at epoch ${epoch}, shown: epoch ${nearest}`,
    summary: (layer: string, epoch: number, units: number, time: number) =>
      `States of ${layer} at epoch ${epoch}: ${units} units × ${time} timesteps`,
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
  history: {
    title: (unit: number) => `Unit ${unit} over epochs`,
    unit: 'of this sequence, epoch × timestep',
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
} as const;
