import { type Random, seededRandom } from '../../lib/base/random.ts';
import type { RuleId } from '../../lib/protocol/verdict.ts';
import {
  type Case,
  type CellName,
  type InitSpec,
  type Intervention,
  keyOf,
  type Label,
  type Training,
} from './recipe.ts';
import { range, sane } from './sane.ts';
import type { TaskName } from './tasks.ts';

type Split = Case['split'];

/** What makes a training sick: how it differs from its sane twin, and what it is known to have for it. */
interface Sickness {
  readonly task: readonly (readonly [TaskName, CellName])[];
  make(twin: Training, random: Random): { readonly training: Training; readonly must: Case['must'] };
  readonly may: readonly RuleId[];
}

const ALL: readonly RuleId[] = ['VAN-T', 'VAN-H', 'EXP-T', 'EXP-S', 'SAT', 'DEAD', 'UWR', 'OSC'];

const SICKNESSES: { readonly [condition: string]: Sickness } = {
  vanishing: {
    task: [
      ['copy', 'simpleRNN'],
      ['copy', 'lstm'],
      ['copy', 'gru'],
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
      const init: InitSpec = { ...twin.init, gain: range(0.03, 0.08, random) };
      const optimizer = { name: 'adam', rate: range(0.0005, 0.0015, random) } as const;
      return { training: { ...twin, declared: true, init, optimizer }, must: labels(['VAN-T', 'VAN-H'], 1) };
    },
    may: [],
  },
  exploding: {
    task: [
      ['echo-all', 'simpleRNN'],
      ['adding', 'lstm'],
      ['echo-all', 'simpleRNN'],
      ['adding', 'gru'],
    ],
    make(twin, random) {
      const gain = twin.cell === 'simpleRNN' ? range(1.5, 1.8, random) : range(5, 7, random);
      const init: InitSpec = { recurrent: 'orthogonal', gain, kernelGain: 0.1 };
      const { gates: _, ...plain } = twin;
      return { training: { ...plain, init, activation: 'linear' }, must: labels(['EXP-T'], 1) };
    },
    may: ['EXP-S', 'SAT', 'OSC', 'UWR'],
  },
  spikes: {
    task: [
      ['echo-all', 'simpleRNN'],
      ['adding', 'lstm'],
      ['adding', 'gru'],
    ],
    make(twin, random) {
      const epoch = whole(4, 7, random);
      const batches = [whole(0, 4, random), whole(5, 9, random)];
      const factor = range(40, 150, random);
      const interventions: Intervention[] = [{ kind: 'targets', epoch, until: twin.epochs, factor, batches }];
      return { training: { ...twin, interventions }, must: labels(['EXP-S'], epoch) };
    },
    may: ['UWR', 'OSC', 'SAT', 'DEAD', 'EXP-T', 'VAN-T'],
  },
  saturated: {
    task: [
      ['copy', 'simpleRNN'],
      ['digits', 'lstm'],
      ['digits', 'simpleRNN'],
      ['digits', 'gru'],
      ['recent', 'lstm'],
    ],
    make(twin, random) {
      const epoch = random() < 0.6 ? 1 : whole(3, 5, random);
      const factor = range(400, 1000, random);
      const batches = Array.from({ length: twin.stepsPerEpoch }, (_, i) => i);
      const scaled: Intervention = { kind: 'scale', epoch, until: twin.epochs, factor: factor / 3, batches };
      const grown: Intervention[] = [
        { kind: 'kernel', epoch, factor },
        { kind: 'recurrent', epoch, factor: factor / 15 },
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
      const epoch = random() < 0.5 ? 1 : whole(3, 5, random);
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
      ['recent', 'lstm'],
      ['digits', 'gru'],
      ['digits', 'simpleRNN'],
      ['recent', 'gru'],
    ],
    make(twin, random) {
      const epoch = random() < 0.5 ? 1 : whole(3, 5, random);
      const factor = Number((range(0.2, 0.5, random) / twin.optimizer.rate).toPrecision(4));
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
      ['copy', 'simpleRNN'],
      ['copy', 'simpleRNN'],
      ['copy', 'lstm'],
    ],
    make(twin, random) {
      const rate = twin.cell === 'lstm' ? range(4, 6, random) : range(0.8, 1.2, random);
      const training: Training = { ...twin, sameBatch: true, optimizer: { name: 'sgd', rate } };
      // from the first step, but it takes the network some to reach the walls of its valley: the oracle says when
      return { training, must: [{ rule: 'OSC', onset: null, end: null }] };
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
      const epoch = whole(1, 7, random);
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
      ['recent', 'lstm'],
      ['digits', 'simpleRNN'],
      ['digits', 'gru'],
    ],
    make(twin, random) {
      const epoch = whole(1, 2, random);
      const kind = twin.task.name === 'echo-all' ? 'targets' : 'scale';
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

/**
 * Where the seeds of a split begin, block by block; the blocks are 800,000 apart. A held-out block that has been looked at is
 * one to calibrate on from then on.
 */
const FIRST_SEEDS: { readonly [split in Split]: readonly number[] } = {
  calibration: [1_000, 900_000],
  'held-out': [1_700_000],
};
/** Seeds of a block: twins are shared by the sick cases of their task, cell and seed. */
const SEEDS = 10;

/** The sick conditions there are, with the share of `count` cases each has: those with a label of their own need all. */
const SHARES: { readonly [condition: string]: number } = {
  vanishing: 0.7,
  'vanishing hidden': 0.5,
  'rate too low': 0.6,
  'rate too high': 0.6,
  // some find their way out of it
  oscillating: 1.2,
};

/** The conditions there are, sick ones first. */
export const CONDITIONS: readonly string[] = [...Object.keys(SICKNESSES), ...Object.keys(HEALTHY)];

/**
 * About `count` sick cases for each rule and block of seeds, `healthy` of each healthy condition, and the twins of the sick
 * ones, which are healthy cases too. Seeds of the two splits never meet; within a split every training is there once.
 */
export function casesOf(split: Split, count: number, healthy: number): Case[] {
  const chosen = FIRST_SEEDS[split].flatMap((first) =>
    CONDITIONS.flatMap((condition) => {
      const cases = condition in SICKNESSES ? Math.ceil(count * (SHARES[condition] ?? 1)) : healthy;
      return Array.from({ length: cases }, (_, n) => caseOf(condition, split, first, n));
    }),
  );
  const twins = chosen
    .filter(({ must }) => must.length > 0)
    .map(({ twin }) => healthyCase('healthy twin', split, twin));
  return [...new Map([...chosen, ...twins].map((one) => [keyOf(one.training), one])).values()];
}

function caseOf(condition: string, split: Split, first: number, n: number): Case {
  const place = CONDITIONS.indexOf(condition);
  const sickness = SICKNESSES[condition];
  const healthy = HEALTHY[condition];
  const tasks = (sickness ?? healthy)!.task;
  const [task, cell] = tasks[n % tasks.length]!;
  // healthy cases of their own have seeds of their own, or they would be somebody's twin
  const seed = first + (sickness ? Math.floor(n / tasks.length) % SEEDS : place * 1_000 + n);
  const twin = sane({ task, cell, seed });
  const random = seededRandom(first * 31 + place * 7_919 + n);
  if (healthy) return healthyCase(condition, split, healthy.make(twin, random));
  const { training, must } = sickness!.make(twin, random);
  const id = `${split}/${condition}/${first + n + 1} ${task} ${cell}`;
  return { id, condition, split, training, twin, must, may: sickness!.may };
}

function healthyCase(condition: string, split: Split, training: Training): Case {
  const id = `${split}/${condition}/${training.task.name} ${training.cell} ${keyOf(training)}`;
  return { id, condition, split, training, twin: training, must: [], may: [] };
}

function labels(rules: readonly RuleId[], onset: number): Label[] {
  return rules.map((rule) => ({ rule, onset, end: null }));
}

function whole(from: number, to: number, random: Random): number {
  return from + Math.floor(random() * (to - from + 1));
}
