import type { Translatable } from '../_kit/language/language.ts';

/** Words of the lower right of the Gradients view. */
export const english = {
  show: {
    label: 'Shown below',
    norms: 'Norms',
    runs: 'Norms of runs',
    weights: 'Norms of weights',
    gates: 'Norms of gates',
    histogram: 'Histogram',
    matrix: 'Matrix',
    spectrum: 'Spectrum',
  },
  lines: {
    label: 'Lines',
    weights: 'weights',
    gates: 'gates',
    gatesUnit: (weight: string) => `‖∂L/∂W‖ of each gate, ${weight}, on sampled steps`,
    noGates: (weight: string) => `${weight} has no gates, or none was recorded`,
  },
  histogram: {
    title: (counted: 'weights' | 'gradients') => (counted === 'weights' ? 'Weight histogram' : 'Gradient histogram'),
    label: 'Counted',
    weights: 'weights',
    gradients: 'gradients',
    unit: (weight: string, drawn: number, epochs: number) =>
      `${weight}, ${drawn < epochs ? `${drawn} of ${epochs} epochs drawn` : 'one ridge an epoch'}`,
    linear: 'value; height: √ of the share',
    log: (linear: string) => `value, log beyond ±${linear}; height: √ of the share`,
    numbers: (values: string, mean: string, std: string) => `${values} values, mean ${mean}, sd ${std}`,
    zero: (count: string) => `zero ${count}`,
    nan: (count: string) => `NaN ${count}`,
    positiveInfinity: (count: string) => `+∞ ${count}`,
    negativeInfinity: (count: string) => `−∞ ${count}`,
    noneHere: (epoch: number) => `no histogram at epoch ${epoch}`,
    empty: 'No histogram of this weight yet: one comes with the snapshot at the end of every epoch',
    summary: (weight: string, epoch: number, numbers: string) =>
      `Histograms of ${weight} over epochs. Epoch ${epoch}: ${numbers}.`,
  },
  matrix: {
    title: 'Weight matrix',
    unit: (weight: string, shape: string) => `${weight}, ${shape}`,
    gate: 'Gate',
    all: 'all',
    noneHere: (epoch: number) => `no weights kept at epoch ${epoch}`,
    beyond: (count: string, limit: string) => `${count} beyond ±${limit}`,
    hint: 'point at a cell to read it',
    cell: (from: string, to: string, value: string) => `${from} → ${to}: ${value}`,
    input: (index: number) => `input ${index}`,
    unitFrom: (index: number) => `unit ${index}`,
    bias: 'bias',
    to: (gate: string | null, index: number) => (gate === null ? `unit ${index}` : `${gate}, unit ${index}`),
    axisFrom: 'from input',
    axisFromUnit: 'from unit',
    axisTo: 'to unit',
    empty:
      'No values of this weight are kept: the last and the best epoch’s always are, others as the byte budget allows',
    summary: (weight: string, epoch: number, rows: number, cols: number) =>
      `Values of ${weight} at epoch ${epoch}: ${rows} rows, ${cols} columns.`,
  },
  spectrum: {
    title: 'Recurrent spectrum',
    unit: (layer: string) => `eigenvalues λ, ${layer}`,
    gate: 'Matrix',
    meanJacobian: 'mean Jacobian',
    circle: '|λ| = 1',
    radius: 'ρ',
    largest: 'σ max',
    lyapunov: 'λ₁',
    at: (epoch: number) => `epoch ${epoch}`,
    lyapunovUnit: 'λ₁, nats per step',
    radiusUnit: 'ρ and σ max',
    before: (epoch: number) => `hollow: epoch ${epoch}`,
    noneHere: (epoch: number) => `no spectrum at epoch ${epoch}`,
    noEigenvalues: 'Eigenvalues were not kept: too many units to decompose while training',
    noLyapunov: 'λ₁ was not measured',
    empty: 'No spectrum yet: it comes with the snapshots of a recurrent layer (SimpleRNN, GRU or LSTM)',
    summary: (layer: string, gate: string, epoch: number, words: string) =>
      `Eigenvalues of ${layer}${gate ? `, ${gate},` : ''} at epoch ${epoch}. ${words}`,
    linesSummary: (name: string, value: string) => `${name} over epochs, ${value} at the playhead.`,
    meaning: {
      mustVanish: 'σ max < 1: gradients must vanish (|tanh′| ≤ 1)',
      fades: 'ρ < 1 ≤ σ max: fades in the long run, may grow at first',
      canExplode: 'ρ ≥ 1: gradients can explode, though they need not',
      gate: 'ρ of one gate’s matrix says little of a gated cell: see the mean Jacobian',
      keeps: 'mean Jacobian, ρ ≥ 1: on average some direction is kept or grows',
      forgets: (steps: string) =>
        `mean Jacobian, ρ < 1: even the slowest direction is down to a third in about ${steps} steps`,
      chaotic: 'λ₁ > 0: close states part',
      steady: 'λ₁ ≈ 0: differences are kept',
      converges: (steps: string) => `λ₁ < 0: differences of close states fade to a third in about ${steps} steps`,
    },
  },
  losses: {
    label: 'Loss',
    all: 'all steps',
    single: 'single steps',
    unit: (symbol: string, layer: string, count: string) =>
      `${symbol} of the loss at single steps, ${layer}, median over ${count}`,
    sequences: (count: number) => `${count} probe sequences`,
    probe: 'the probe',
    axis: 'loss at t',
    title: 'Flow of single losses',
    noneHere: (epoch: number) => `none at epoch ${epoch}`,
    empty: 'Not measured yet: single losses are followed where the model has an output at every step',
    readout: (anchor: number, t: number, value: string) => `loss at ${anchor}, t = ${t}: ${value}`,
    summary: (epoch: number, count: number) =>
      `Gradient norm over timesteps of the loss at ${count} single steps, epoch ${epoch}.`,
  },
};

export type DetailWords = Translatable<typeof english>;
