import { type Random, seededRandom } from '../../lib/base/random.ts';
import type { CellName, InitSpec, Training } from './recipe.ts';
import type { TaskName, TaskSpec } from './tasks.ts';

/** What a sane training is asked for. */
export interface Sane {
  readonly task: TaskName;
  readonly cell: CellName;
  readonly seed: number;
}

/** A training that learns its task within 120 steps. Sizes and rates vary with the seed within what was found to work. */
export function sane({ task, cell, seed }: Sane): Training {
  const random = seededRandom(
    seed * 31 + [...`${task} ${cell}`].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0),
  );
  const setting = SETTINGS[`${task} ${cell}`];
  if (!setting) throw new Error(`diagnosis: no sane settings for ${task} with ${cell}`);
  const { rate, init, gates, steps, lag } = setting;
  const length = Math.round(range(steps[0], steps[1], random));
  const spec: TaskSpec = {
    name: task,
    steps: length,
    ...(lag ? { lag: Math.round(range(lag[0], lag[1], random)) } : {}),
  };
  return {
    seed,
    task: spec,
    cell,
    units: pick([10, 12, 14, 16], random),
    ...(gates ? { gates } : {}),
    init,
    optimizer: { name: 'adam', rate: range(rate[0], rate[1], random) },
    epochs: 10,
    stepsPerEpoch: 10,
    batch: 16,
    declared: false,
    interventions: [],
  };
}

interface Setting {
  readonly rate: readonly [number, number];
  readonly init: InitSpec;
  readonly gates?: 'sigmoid';
  readonly steps: readonly [number, number];
  readonly lag?: readonly [number, number];
}

const ORTHOGONAL: InitSpec = { recurrent: 'orthogonal' };
const KEEPING: InitSpec = { recurrent: 'orthogonal', gain: 0.5, keepBias: 4 };
const TFJS: InitSpec = { recurrent: 'over-gates' };

const SETTINGS: { readonly [taskAndCell: string]: Setting | undefined } = {
  'copy simpleRNN': { rate: [0.003, 0.006], init: ORTHOGONAL, steps: [20, 26] },
  'copy lstm': { rate: [0.008, 0.012], init: KEEPING, steps: [20, 26] },
  'copy gru': { rate: [0.015, 0.025], init: { ...KEEPING, keepBias: 3 }, gates: 'sigmoid', steps: [20, 26] },
  'adding lstm': { rate: [0.015, 0.025], init: KEEPING, gates: 'sigmoid', steps: [14, 17] },
  'adding gru': { rate: [0.015, 0.025], init: { ...KEEPING, keepBias: 2 }, gates: 'sigmoid', steps: [14, 17] },
  'echo simpleRNN': { rate: [0.01, 0.02], init: { ...ORTHOGONAL, kernelGain: 0.5 }, steps: [14, 20], lag: [3, 4] },
  'echo-all simpleRNN': {
    rate: [0.006, 0.012],
    init: { ...ORTHOGONAL, kernelGain: 0.3 },
    steps: [18, 24],
    lag: [5, 6],
  },
  'parity simpleRNN': { rate: [0.015, 0.025], init: ORTHOGONAL, steps: [12, 20] },
  'parity lstm': { rate: [0.03, 0.05], init: TFJS, steps: [12, 16] },
  'parity gru': { rate: [0.03, 0.05], init: TFJS, steps: [12, 16] },
  'recent simpleRNN': { rate: [0.008, 0.012], init: { ...ORTHOGONAL, gain: 0.7 }, steps: [18, 26] },
  'recent lstm': { rate: [0.015, 0.025], init: TFJS, steps: [18, 24] },
  'recent gru': { rate: [0.015, 0.025], init: TFJS, steps: [18, 24] },
  'digits simpleRNN': { rate: [0.004, 0.006], init: { ...ORTHOGONAL, gain: 0.8, kernelGain: 0.5 }, steps: [20, 20] },
  'digits gru': { rate: [0.008, 0.015], init: TFJS, steps: [20, 20] },
  'digits lstm': { rate: [0.008, 0.015], init: TFJS, steps: [20, 20] },
};

/** A number between two, on a log scale: rates, gains and shares vary by factors. */
export function range(from: number, to: number, random: Random): number {
  return Number((from * (to / from) ** random()).toPrecision(4));
}

/** One of some. */
export function pick<T>(of: readonly T[], random: Random): T {
  return of[Math.floor(random() * of.length)]!;
}
