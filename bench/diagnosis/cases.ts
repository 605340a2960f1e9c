import { type Random, seededRandom } from '../../lib/base/random.ts';
import type { RuleId } from '../../lib/protocol/verdict.ts';
import type { Case, CellName, InitSpec, Intervention, Label, Training } from './recipe.ts';
import { range, type Sane, sane } from './sane.ts';
import type { TaskName } from './tasks.ts';

type Split = Case['split'];

/** What makes a training sick: how it differs from its sane twin, and what it is known to have for it. */
interface Sickness {
  readonly task: readonly (readonly [TaskName, CellName])[];
  make(twin: Training, random: Random): { readonly training: Training; readonly must: readonly Label[] };
  readonly may: readonly RuleId[];
}

const ALL: readonly RuleId[] = ['VAN-T', 'VAN-H', 'EXP-T', 'EXP-S', 'SAT', 'DEAD', 'UWR', 'OSC'];

const SICKNESSES: { readonly [condition: string]: Sickness } = {
  vanishing: {
    task: [
      ['copy', 'simpleRNN'],
      ['copy', 'lstm'],
      ['copy', 'gru'],
      ['adding', 'lstm'],
    ],
    make(twin, random) {
      const declared = random() < 0.8;
      const must = labels(declared ? ['VAN-T', 'VAN-H'] : ['VAN-T'], 1);
      const optimizer = { name: 'adam', rate: range(0.001, 0.003, random) } as const;
      if (twin.cell === 'simpleRNN') {
        const init: InitSpec = { recurrent: 'orthogonal', gain: range(0.25, 0.45, random) };
        return { training: { ...twin, declared, init, optimizer, activation: 'tanh' }, must };
      }
      const { gates: _, ...plain } = twin;
      return { training: { ...plain, declared, init: { recurrent: 'over-gates' }, optimizer }, must };
    },
    may: [],
  },
  'vanishing hidden': {
    task: [['echo-all', 'simpleRNN']],
    make(twin, random) {
      const init: InitSpec = { ...twin.init, gain: range(0.05, 0.15, random) };
      const optimizer = { name: 'adam', rate: range(0.0005, 0.0015, random) } as const;
      return { training: { ...twin, declared: true, init, optimizer }, must: labels(['VAN-T', 'VAN-H'], 1) };
    },
    may: [],
  },
  exploding: {
    task: [
      ['copy', 'simpleRNN'],
      ['digits', 'simpleRNN'],
      ['copy', 'lstm'],
      ['echo', 'simpleRNN'],
    ],
    make(twin, random) {
      const gated = twin.cell !== 'simpleRNN';
      const gain = gated ? range(6, 9, random) : range(1.8, 2.4, random);
      const init: InitSpec = { ...twin.init, recurrent: gated ? 'orthogonal' : 'normal', gain };
      return { training: { ...twin, init, declared: random() < 0.5 }, must: labels(['EXP-T'], 1) };
    },
    may: ['EXP-S', 'SAT', 'OSC'],
  },
  spikes: {
    task: [
      ['echo-all', 'simpleRNN'],
      ['adding', 'lstm'],
      ['adding', 'gru'],
    ],
    make(twin, random) {
      const epoch = whole(4, 8, random);
      const batches = [whole(0, 4, random), whole(5, 9, random)];
      const factor = range(40, 150, random);
      const interventions: Intervention[] = [{ kind: 'targets', epoch, until: twin.epochs, factor, batches }];
      return { training: { ...twin, interventions }, must: labels(['EXP-S'], epoch) };
    },
    may: ['UWR', 'OSC', 'SAT', 'DEAD', 'EXP-T'],
  },
  saturated: {
    task: [
      ['copy', 'simpleRNN'],
      ['copy', 'lstm'],
      ['digits', 'simpleRNN'],
      ['digits', 'gru'],
      ['recent', 'lstm'],
    ],
    make(twin, random) {
      const epoch = random() < 0.6 ? 1 : whole(3, 6, random);
      const factor = range(30, 80, random);
      const batches = Array.from({ length: twin.stepsPerEpoch }, (_, i) => i);
      const scaled: Intervention = { kind: 'scale', epoch, until: twin.epochs, factor, batches };
      const grown: Intervention[] = [
        { kind: 'kernel', epoch, factor },
        { kind: 'recurrent', epoch, factor: factor / 5 },
      ];
      const interventions = epoch === 1 && random() < 0.5 && twin.task.name === 'digits' ? [scaled] : grown;
      return { training: { ...twin, interventions }, must: labels(['SAT'], epoch) };
    },
    may: ['EXP-T', 'EXP-S', 'VAN-T', 'VAN-H', 'DEAD', 'UWR', 'OSC'],
  },
  dead: {
    task: [
      ['echo-all', 'simpleRNN'],
      ['digits', 'simpleRNN'],
      ['digits', 'gru'],
      ['digits', 'lstm'],
      ['copy', 'gru'],
    ],
    make(twin, random) {
      const epoch = random() < 0.5 ? 1 : whole(3, 6, random);
      const interventions: Intervention[] = [{ kind: 'kill', epoch, share: range(0.8, 0.95, random) }];
      return { training: { ...twin, interventions }, must: labels(['DEAD'], epoch) };
    },
    may: ['SAT', 'EXP-S', 'VAN-T', 'VAN-H', 'OSC'],
  },
  'rate too low': {
    task: [
      ['copy', 'simpleRNN'],
      ['recent', 'lstm'],
      ['digits', 'gru'],
      ['parity', 'simpleRNN'],
      ['echo-all', 'simpleRNN'],
    ],
    make(twin, random) {
      const epoch = random() < 0.6 ? 1 : 3;
      const factor = 10 ** -range(3, 5, random);
      return {
        training: { ...twin, interventions: [{ kind: 'rate', epoch, factor }] },
        must: labels(['UWR'], epoch),
      };
    },
    may: ['VAN-T', 'VAN-H'],
  },
  'rate too high': {
    task: [
      ['copy', 'simpleRNN'],
      ['recent', 'lstm'],
      ['digits', 'gru'],
      ['parity', 'simpleRNN'],
      ['digits', 'simpleRNN'],
    ],
    make(twin, random) {
      const epoch = random() < 0.5 ? 1 : whole(3, 5, random);
      const factor = range(60, 200, random);
      return {
        training: { ...twin, interventions: [{ kind: 'rate', epoch, factor }] },
        must: labels(['UWR'], epoch),
      };
    },
    may: ALL,
  },
  oscillating: {
    task: [
      ['copy', 'simpleRNN'],
      ['digits', 'simpleRNN'],
      ['digits', 'gru'],
      ['recent', 'simpleRNN'],
    ],
    make(twin, random) {
      const optimizer = { name: 'sgd', rate: range(4, 20, random) } as const;
      return { training: { ...twin, optimizer }, must: labels(['OSC'], 1) };
    },
    may: ALL,
  },
  'NaN input': {
    task: [
      ['copy', 'simpleRNN'],
      ['recent', 'lstm'],
      ['digits', 'gru'],
      ['echo-all', 'simpleRNN'],
      ['adding', 'lstm'],
    ],
    make(twin, random) {
      const epoch = whole(1, 8, random);
      const batches = [whole(0, 9, random)];
      return {
        training: { ...twin, interventions: [{ kind: 'nan', epoch, until: epoch, batches }] },
        must: labels(['NAN'], epoch),
      };
    },
    may: [],
  },
};

/** Healthy trainings: how they may look sick without being it. */
const HEALTHY: {
  readonly [condition: string]: { task: Sickness['task']; make(twin: Training, random: Random): Training };
} = {
  'healthy, short memory': {
    task: [
      ['parity', 'simpleRNN'],
      ['parity', 'gru'],
      ['parity', 'lstm'],
      ['recent', 'simpleRNN'],
      ['recent', 'lstm'],
      ['recent', 'gru'],
    ],
    make: (twin, random) => ({ ...twin, declared: random() < 0.5 }),
  },
  'healthy, long memory': {
    task: [
      ['copy', 'simpleRNN'],
      ['copy', 'lstm'],
      ['copy', 'gru'],
      ['echo-all', 'simpleRNN'],
      ['echo', 'simpleRNN'],
      ['adding', 'lstm'],
    ],
    make: (twin, random) => ({ ...twin, declared: random() < 0.5 }),
  },
  'healthy, steep profile': {
    task: [
      ['recent', 'simpleRNN'],
      ['parity', 'lstm'],
      ['recent', 'lstm'],
    ],
    make(twin) {
      const task = { ...twin.task, steps: 30 };
      return { ...twin, task, init: { ...twin.init, gain: twin.cell === 'simpleRNN' ? 0.5 : 1 } };
    },
  },
  'healthy, converged': {
    task: [
      ['parity', 'lstm'],
      ['parity', 'gru'],
      ['copy', 'gru'],
      ['digits', 'gru'],
    ],
    make: (twin) => ({ ...twin, optimizer: { ...twin.optimizer, rate: twin.optimizer.rate * 1.5 } }),
  },
  'healthy, early spike': {
    task: [
      ['echo-all', 'simpleRNN'],
      ['adding', 'lstm'],
      ['digits', 'simpleRNN'],
      ['digits', 'gru'],
    ],
    make(twin, random) {
      const epoch = whole(1, 2, random);
      const kind = twin.task.name === 'digits' ? 'scale' : 'targets';
      const batches = [whole(1, 8, random)];
      return { ...twin, interventions: [{ kind, epoch, until: epoch, factor: range(10, 30, random), batches }] };
    },
  },
  'healthy, spoken digits': {
    task: [
      ['digits', 'simpleRNN'],
      ['digits', 'gru'],
      ['digits', 'lstm'],
    ],
    make: (twin) => twin,
  },
};

const FIRST_SEED: { readonly [split in Split]: number } = { calibration: 1_000, 'held-out': 500_000 };

/** The conditions there are, sick ones first. */
export const CONDITIONS: readonly string[] = [...Object.keys(SICKNESSES), ...Object.keys(HEALTHY)];

/** `count` cases of each sick condition, `healthy` of each healthy one. Seeds of the two splits never meet. */
export function casesOf(split: Split, count: number, healthy: number): Case[] {
  return CONDITIONS.flatMap((condition, place) =>
    Array.from({ length: condition in SICKNESSES ? count : healthy }, (_, n) =>
      caseOf(condition, split, FIRST_SEED[split] + place * 1_000 + n, n),
    ),
  );
}

function caseOf(condition: string, split: Split, seed: number, n: number): Case {
  const random = seededRandom(seed * 31 + 7);
  const sickness = SICKNESSES[condition];
  const healthy = HEALTHY[condition];
  const tasks = (sickness ?? healthy)!.task;
  const [task, cell] = tasks[n % tasks.length]!;
  const twin: Training = sane({ task, cell, seed } satisfies Sane, random);
  const id = `${split}/${condition}/${n + 1} ${task} ${cell}`;
  if (sickness) {
    const { training, must } = sickness.make(twin, random);
    return { id, condition, split, training, twin, must, may: sickness.may };
  }
  const training = healthy!.make(twin, random);
  return { id, condition, split, training, twin: training, must: [], may: [] };
}

function labels(rules: readonly RuleId[], onset: number): Label[] {
  return rules.map((rule) => ({ rule, onset, end: null }));
}

function whole(from: number, to: number, random: Random): number {
  return from + Math.floor(random() * (to - from + 1));
}
