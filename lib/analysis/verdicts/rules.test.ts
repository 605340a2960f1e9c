import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelInfo } from '../../protocol/run.ts';
import { epochWith, modelOf, runOf, weightsOf } from '../testing/history.ts';
import type { EpochHistory, EpochReadings, RunHistory } from './history.ts';
import { judge } from './judge.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const STACK = ['rnn_1', 'rnn_2'];
const CONSTANT = Math.log(10);

function stacked(): ModelInfo {
  const model = modelOf('SimpleRNN', {});
  return { ...model, layers: STACK.map((path) => ({ ...model.layers[0]!, path })) };
}

/** What each rule sees of a sick network at one epoch, and of the same one when it is well again. */
const CASES: {
  readonly [name: string]: {
    readonly rule: keyof typeof DEFAULT_LIMITS;
    readonly layer: string | null;
    readonly sick: Partial<EpochReadings>;
    readonly worse: Partial<EpochReadings>;
    readonly better: Partial<EpochReadings>;
    readonly well: Partial<EpochReadings>;
    /** Epoch whose loss is the first that can tell of a stall or a setback. */
    readonly first: number;
    /** Where the quantity has been out of its limit since; default `first`. */
    readonly onset?: number;
    readonly loss?: (epoch: number) => number;
  };
} = {
  'VAN-L': {
    ...{ rule: 'VAN-L', layer: 'rnn_1', first: 3 },
    sick: { weights: weightsOf(STACK, (layer) => (layer === 'rnn_1' ? 1e-5 : 0.1)) },
    worse: { weights: weightsOf(STACK, (layer) => (layer === 'rnn_1' ? 1e-8 : 0.1)) },
    better: { weights: weightsOf(STACK, (layer) => (layer === 'rnn_1' ? 5e-4 : 0.1)) },
    well: { weights: weightsOf(STACK, (layer) => (layer === 'rnn_1' ? 1e-2 : 0.1)) },
  },
  CHA: {
    ...{ rule: 'CHA', layer: 'lstm_1', first: 3 },
    sick: { lyapunov: [{ layer: 'lstm_1', largest: 0.06, standardError: 0.01 }] },
    worse: { lyapunov: [{ layer: 'lstm_1', largest: 0.2, standardError: 0.01 }] },
    better: { lyapunov: [{ layer: 'lstm_1', largest: 0.035, standardError: 0.01 }] },
    well: { lyapunov: [{ layer: 'lstm_1', largest: -0.1, standardError: 0.01 }] },
  },
  SAT: {
    ...{ rule: 'SAT', layer: 'lstm_1', first: 3, onset: 1 },
    sick: { units: [{ layer: 'lstm_1', saturated: 0.6, dead: 0, frozen: 0, redundant: 0 }] },
    worse: { units: [{ layer: 'lstm_1', saturated: 0.9, dead: 0, frozen: 0, redundant: 0 }] },
    better: { units: [{ layer: 'lstm_1', saturated: 0.4, dead: 0, frozen: 0, redundant: 0 }] },
    well: { units: [{ layer: 'lstm_1', saturated: 0.1, dead: 0, frozen: 0, redundant: 0 }] },
  },
  DEAD: {
    ...{ rule: 'DEAD', layer: 'lstm_1', first: 3, onset: 1 },
    sick: { units: [{ layer: 'lstm_1', saturated: 0, dead: 0.2, frozen: 0.2, redundant: 0 }] },
    worse: { units: [{ layer: 'lstm_1', saturated: 0, dead: 0.4, frozen: 0.4, redundant: 0 }] },
    better: { units: [{ layer: 'lstm_1', saturated: 0, dead: 0.2, frozen: 0, redundant: 0 }] },
    well: { units: [{ layer: 'lstm_1', saturated: 0, dead: 0, frozen: 0, redundant: 0 }] },
  },
  'UWR too small': {
    ...{ rule: 'UWR', layer: null, first: 3, onset: 1 },
    sick: { weights: weightsOf(STACK, () => 0.1, 1e-6) },
    worse: { weights: weightsOf(STACK, () => 0.1, 1e-8) },
    better: { weights: weightsOf(STACK, () => 0.1, 7e-4) },
    well: { weights: weightsOf(STACK, () => 0.1, 1e-3) },
  },
  'UWR too large': {
    ...{ rule: 'UWR', layer: null, first: 3, onset: 1, loss: () => 1.5 * CONSTANT },
    sick: { weights: weightsOf(STACK, () => 0.1, 0.2) },
    worse: { weights: weightsOf(STACK, () => 0.1, 0.6) },
    better: { weights: weightsOf(STACK, () => 0.1, 5e-3) },
    well: { weights: weightsOf(STACK, () => 0.1, 5e-4) },
  },
  OSC: {
    ...{ rule: 'OSC', layer: null, first: 3, onset: 1 },
    sick: { gradientCosine: -0.4 },
    worse: { gradientCosine: -0.8 },
    better: { gradientCosine: -0.2 },
    well: { gradientCosine: 0 },
  },
  'EXP-S': {
    ...{ rule: 'EXP-S', layer: null, first: 2, onset: 1, loss: (epoch) => (epoch === 1 ? 1 : 2.3) },
    sick: { spikes: { count: 1, worst: 4, timesMedian: 12 } },
    worse: { spikes: { count: 1, worst: 8, timesMedian: 30 } },
    better: { spikes: { count: 1, worst: 2, timesMedian: 7 } },
    well: { spikes: { count: 0, worst: 0.5, timesMedian: 1 } },
  },
  'ATT on padding': {
    ...{ rule: 'ATT', layer: 'attention_1', first: 1 },
    sick: { attention: [{ layer: 'attention_1', rowSumError: 0, padMass: 0.2, entropy: 0.5 }] },
    worse: { attention: [{ layer: 'attention_1', rowSumError: 0, padMass: 0.6, entropy: 0.5 }] },
    better: { attention: [{ layer: 'attention_1', rowSumError: 0, padMass: 0.08, entropy: 0.5 }] },
    well: { attention: [{ layer: 'attention_1', rowSumError: 0, padMass: 0, entropy: 0.5 }] },
  },
};

type Kind = 'sick' | 'worse' | 'better' | 'well';
type Case = (typeof CASES)[string];

/** A run that goes through these kinds, an epoch each, at a loss that stands still or what the case says. */
function run(of: Case, kinds: readonly Kind[], more: Partial<RunHistory> = {}): RunHistory {
  const epochs = kinds.map((kind, i) => epochWith(i + 1, of[kind], of.loss?.(i + 1) ?? 2.3));
  return runOf(epochs, { model: stacked(), ...more });
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const short = (history: RunHistory) =>
  judge(history).map((v) => [v.rule, v.layer, v.severity, v.onsetEpoch, v.announcedEpoch, v.endEpoch]);

for (const [name, of] of Object.entries(CASES)) {
  const { announce } = DEFAULT_LIMITS[of.rule].persistence;
  const announced = of.first + announce - 1;

  test(`${name} is announced when it has lasted, its onset where its quantity went out of its limit, and not before`, () => {
    expect(short(run(of, times(announced - 1, 'sick')))).toEqual([]);
    const found = short(run(of, times(announced, 'sick')));
    expect(found).toEqual([[of.rule, of.layer, 'warning', of.onset ?? of.first, announced, null]]);
    expect(short(run(of, times(announced, 'worse')))[0]![2]).toBe('critical');
  });

  test(`${name} names its numbers, limits and sources`, () => {
    const { evidence } = judge(run(of, times(announced, 'sick')))[0]!;
    expect(evidence[0]!.severity).toBe('warning');
    for (const { source, epoch } of evidence) expect([source === '', epoch <= announced]).toEqual([false, true]);
  });

  test(`${name} is over only when it is clearly well, for three epochs`, () => {
    const sick = times(announced, 'sick' as Kind);
    const ends = (rest: Kind[]) => short(run(of, [...sick, ...rest]))[0]![5];
    expect(ends(times<Kind>(6, 'better'))).toBeNull();
    expect(ends(times<Kind>(6, 'well'))).not.toBeNull();
    expect(ends(times<Kind>(2, 'well'))).toBeNull();
  });

  test(`${name} accuses no network that is well or has learned its task`, () => {
    expect(judge(run(of, times(12, 'well')))).toEqual([]);
    if (of.rule === 'ATT') return;
    const learned = times(12, 'worse').map((_, i) => epochWith(i + 1, of.worse, 0.01));
    expect(judge(runOf(learned, { model: stacked() }))).toEqual([]);
  });
}

test('learning at a good pace is no disease, whatever the other numbers say', () => {
  for (const [name, of] of Object.entries(CASES)) {
    if (of.rule === 'ATT') continue;
    const epochs = times(12, of.worse).map((readings, i) => epochWith(i + 1, readings, 2.2 * 0.8 ** i));
    expect(judge(runOf(epochs, { model: stacked() })), name).toEqual([]);
  }
});

test('one early spike that the loss recovers from is no disease', () => {
  const spike = { spikes: { count: 1, worst: 12, timesMedian: 40 } };
  const calm = { spikes: { count: 0, worst: 1, timesMedian: 1 } };
  const losses = [2.3, 2.0, 2.6, 1.8, 1.5, 1.1];
  const epochs = losses.map((loss, i) => epochWith(i + 1, i === 2 ? spike : calm, loss));
  expect(judge(runOf(epochs))).toEqual([]);
});

test('a spike at the very end, which no epoch is left to recover from, is told at once', () => {
  const spike = { spikes: { count: 1, worst: 4, timesMedian: 40 } };
  const calm = { spikes: { count: 0, worst: 1, timesMedian: 1 } };
  const losses = [2.3, 2.0, 1.8, 1.5, 1.1, 1.9];
  const epochs = losses.map((loss, i) => epochWith(i + 1, i === 5 ? spike : calm, loss));
  expect(short(runOf(epochs, { epochsPlanned: 6 }))).toEqual([['EXP-S', null, 'warning', 6, 6, null]]);
  expect(judge(runOf(epochs, { epochsPlanned: 12 }))).toEqual([]);
});

test('large spikes that come again and again while nothing is learned are EXP-S', () => {
  const spike = { spikes: { count: 1, worst: 12, timesMedian: 40 } };
  expect(short(runOf(times(5, 0).map((_, i) => epochWith(i + 1, spike))))[0]).toEqual([
    'EXP-S',
    null,
    'critical',
    1,
    4,
    null,
  ]);
  const small = { spikes: { count: 3, worst: 3, timesMedian: 2 } };
  expect(judge(runOf(times(8, 0).map((_, i) => epochWith(i + 1, small))))).toEqual([]);
});

test('a loss that is thrown about is the harm of updates that are too large', () => {
  const large = { weights: weightsOf(STACK, () => 0.1, 0.2) };
  const losses = [1.2, 2.2, 2.3, 2.1, 2.4];
  const epochs = losses.map((loss, i) => epochWith(i + 1, large, loss));
  expect(short(runOf(epochs))).toEqual([['UWR', null, 'warning', 1, 3, null]]);
  // weights grow under large steps: the ratio falls, and what they did is still their doing
  const falling = [0.2, 0.06, 0.03, 0.02, 0.02].map((ratio, i) =>
    epochWith(i + 1, { weights: weightsOf(STACK, () => 0.1, ratio) }, losses[i]),
  );
  expect(short(runOf(falling))).toEqual([['UWR', null, 'warning', 1, 3, null]]);
  const usual = losses.map((loss, i) => epochWith(i + 1, { weights: weightsOf(STACK, () => 0.1, 0.05) }, loss));
  expect(judge(runOf(usual))).toEqual([]);
});

test('a loss that goes down slowly under updates that are too large is their harm; back and forth is OSC’s', () => {
  const large = { weights: weightsOf(STACK, () => 0.1, 0.2) };
  const slow = [1.4, 1.3, 1.25, 1.2, 1.15];
  const epochs = (more: Partial<EpochHistory>) => slow.map((loss, i) => epochWith(i + 1, { ...large, ...more }, loss));
  expect(short(runOf(epochs({})))).toEqual([['UWR', null, 'warning', 1, 4, null]]);
  expect(short(runOf(epochs({ gradientCosine: -0.8 }))).map(([rule]) => rule)).toEqual(['OSC']);
});

test('units that die throw the loss back: that what is left learns on at a good pace is no excuse', () => {
  const dead = { units: [{ layer: 'lstm_1', saturated: 0, dead: 0.8, frozen: 0, redundant: 0 }] };
  const alive = { units: [{ layer: 'lstm_1', saturated: 0, dead: 0, frozen: 0, redundant: 0 }] };
  const losses = [2.2, 1.4, 0.7, 1.9, 1.5, 1.2];
  const epochs = losses.map((loss, i) => epochWith(i + 1, i < 3 ? alive : dead, loss));
  expect(short(runOf(epochs, { model: stacked() }))).toEqual([['DEAD', 'lstm_1', 'critical', 4, 6, null]]);
});

test('updates that are nothing for want of a gradient are not the learning rate’s fault', () => {
  const none = { weights: weightsOf(STACK, () => 0, 0) };
  expect(judge(runOf(times(12, 0).map((_, i) => epochWith(i + 1, none))))).toEqual([]);
});

test('weights that no gradient reaches do not make the learning rate too low', () => {
  const weights = weightsOf([...STACK, 'top'], (layer) => (layer === 'top' ? 0.1 : 0), 0);
  const moved = weights.map((one) => (one.gradientNorm > 0 ? { ...one, updateRatio: 1e-3 } : one));
  expect(judge(runOf(times(12, 0).map((_, i) => epochWith(i + 1, { weights: moved }))))).toEqual([]);
});

test('a stalled loss is not blamed on the reach of the gradient where the weights hardly move or the loss is thrown about', () => {
  const steep = epochOfSteep();
  const slow = times(8, 0).map((_, i) => ({ ...steep(i + 1), weights: weightsOf(STACK, () => 0.1, 1e-7) }));
  expect(judge(runOf(slow)).map(({ rule }) => rule)).toEqual(['UWR']);
  const wild = times(8, 0).map((_, i) => ({ ...steep(i + 1), trainLoss: i % 2 === 0 ? 2.2 : 3.2 }));
  expect(judge(runOf(wild))).toEqual([]);
});

function epochOfSteep(): (epoch: number) => EpochHistory {
  const flow = { ratio: 1e-6, explosion: 1e-6, horizon: 4, lowerBound: false, steps: 40 };
  return (epoch) => epochWith(epoch, { layers: [{ layer: 'lstm_1', quantity: 'joint', flow }] });
}

test('attention that does not sum to one is a mistake at any loss; flat attention only late and where nothing is learned', () => {
  const attention = (rowSumError: number, entropy: number) => ({
    attention: [{ layer: 'attention_1', rowSumError, padMass: null, entropy }],
  });
  const epochs = (readings: Partial<EpochReadings>, loss: number) =>
    times(10, 0).map((_, i) => epochWith(i + 1, readings, loss));
  expect(short(runOf(epochs(attention(1e-3, 0.4), 0.01)))).toEqual([['ATT', 'attention_1', 'warning', 1, 3, null]]);
  const flat = attention(0, 0.99);
  expect(short(runOf(epochs(flat, 2.3), { epochsPlanned: 10 }))).toEqual([
    ['ATT', 'attention_1', 'warning', 6, 8, null],
  ]);
  expect(judge(runOf(epochs(flat, 2.3)))).toEqual([]);
  expect(judge(runOf(epochs(flat, 0.1), { epochsPlanned: 10 }))).toEqual([]);
});

test('nothing that was not measured is judged', () => {
  expect(judge(runOf(times(12, 0).map((_, i) => epochWith(i + 1, {}))))).toEqual([]);
  const one = { weights: weightsOf(['rnn_1'], () => 1e-9) };
  const history = runOf(
    times(12, 0).map((_, i) => epochWith(i + 1, one)),
    { model: modelOf('LSTM', {}) },
  );
  expect(judge(history).map(({ rule }) => rule)).not.toContain('VAN-L');
});

test('later epochs never rewrite what was announced, for any rule', () => {
  const kind = fc.constantFrom<Kind>('sick', 'worse', 'better', 'well');
  const loss = fc.constantFrom(2.3, 2.3, 2.31, 1.9, 0.4, 3.5, Number.NaN);
  const names = fc.constantFrom(...Object.keys(CASES));
  fc.assert(
    fc.property(names, fc.array(fc.tuple(kind, loss), { maxLength: 25 }), fc.nat(25), (name, steps, cut) => {
      const epochs = steps.map(([k, l], i) => epochWith(i + 1, CASES[name]![k], l));
      const more = { model: stacked(), epochsPlanned: 20 };
      const late = judge(runOf(epochs, more));
      expect(new Set(late.map(({ id }) => id)).size).toBe(late.length);
      for (const early of judge(runOf(epochs.slice(0, cut), more))) {
        const { onsetEpoch, announcedEpoch } = early;
        expect(late.find(({ id }) => id === early.id)).toMatchObject({ onsetEpoch, announcedEpoch });
      }
    }),
  );
});
