import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowSummary } from '../flow-summary.ts';
import { epochOf, modelOf, profileTo, runOf, stalledRun } from '../testing/history.ts';
import { factOf, latestFacts } from './fact.ts';
import type { EpochHistory } from './history.ts';
import { judge } from './judge.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const short = (history: Parameters<typeof judge>[0]) =>
  judge(history).map((v) => [v.rule, v.severity, v.onsetEpoch, v.announcedEpoch, v.endEpoch]);

test('a stuck loss with a gradient that does not reach the first step is VAN-T since it does not, told once the loss has stalled for three snapshots', () => {
  expect(short(stalledRun(times(4, 1e-5)))).toEqual([]);
  expect(short(stalledRun(times(5, 1e-5)))).toEqual([['VAN-T', 'warning', 1, 5, null]]);
  expect(short(stalledRun(times(5, 1e-9)))).toEqual([['VAN-T', 'critical', 1, 5, null]]);
});

test('a verdict carries the numbers it rests on, the limits and where they come from', () => {
  const [verdict] = judge(stalledRun(times(5, 1e-5)));
  expect(verdict).toMatchObject({ id: 'VAN-T:lstm_1:1', layer: 'lstm_1' });
  expect(verdict!.evidence.map((e) => [e.quantity, e.epoch, e.limit, e.relation, e.severity])).toEqual([
    ['flow-ratio', 5, 1e-3, 'below', 'warning'],
    ['loss-improvement', 5, 0.02, 'below', 'warning'],
    ['loss-of-constant', 5, 0.8, 'above', 'warning'],
  ]);
  expect(verdict!.evidence[0]!.value).toBeCloseTo(1e-5, 12);
  expect(verdict!.evidence[2]!.value).toBeCloseTo(2.3 / Math.log(10), 12);
  for (const { source } of verdict!.evidence) expect(source).not.toBe('');
});

test('a verdict begins where its quantity went bad, and never within the one before', () => {
  const losses = [...times(6, 2.3), 1.5, 0.9, 0.5, ...times(6, 2.3)];
  const history = runOf(losses.map((loss, i) => epochOf(i + 1, i < 2 ? 0.5 : 1e-5, loss)));
  expect(short(history)[0]).toEqual(['VAN-T', 'warning', 3, 5, 7]);
  for (const [, , onset] of short(history).slice(1)) expect(onset).toBeGreaterThanOrEqual(7);
});

test('a steep profile is no disease while the loss falls', () => {
  const falling = times(12, 0).map((_, i) => epochOf(i + 1, 1e-8, 2.3 * 0.97 ** i));
  expect(judge(runOf(falling))).toEqual([]);
});

test('a steep profile is no disease once the task is learned', () => {
  const learned = times(12, 0).map((_, i) => epochOf(i + 1, 1e-8, 0.05));
  expect(judge(runOf(learned))).toEqual([]);
});

test('without the loss of a constant prediction, or without a training loss, VAN-T stays silent', () => {
  expect(judge({ ...stalledRun(times(9, 1e-8)), constantPredictionLoss: null })).toEqual([]);
  expect(judge({ ...stalledRun(times(9, 1e-8)), constantPredictionLoss: 0 })).toEqual([]);
  expect(judge(runOf(times(9, 0).map((_, i) => epochOf(i + 1, 1e-8, null))))).toEqual([]);
});

test('epochs without a snapshot neither make nor break a streak', () => {
  const history = stalledRun([1e-5, null, 1e-5, null, null, 1e-5, 1e-5, null, 1e-5]);
  expect(short(history)).toEqual([['VAN-T', 'warning', 1, 9, null]]);
});

test('VAN-T ends when the gradient reaches again at ten times the limit for three snapshots, not before', () => {
  expect(short(stalledRun([...times(5, 1e-5), ...times(5, 5e-3)]))).toEqual([['VAN-T', 'warning', 1, 5, null]]);
  expect(short(stalledRun([...times(5, 1e-5), ...times(3, 2e-2)]))).toEqual([['VAN-T', 'warning', 1, 5, 6]]);
});

test('VAN-T ends when the network learns after all', () => {
  const losses = [...times(5, 2.3), 2.0, 1.5, 0.9, 0.5, 0.5];
  const history = runOf(losses.map((loss, i) => epochOf(i + 1, 1e-5, loss)));
  expect(short(history)).toEqual([['VAN-T', 'warning', 1, 5, 6]]);
});

test('the exact limits count as within them', () => {
  const at = (ratio: number) => judge(stalledRun(times(6, ratio))).length;
  expect(at(1.001e-3)).toBe(0);
  expect(at(0.999e-3)).toBe(1);
});

test('VAN-H speaks only where a memory is declared and the gradient reaches less than half of it', () => {
  const history = stalledRun(times(4, 1e-8));
  const quiet = { ...history, constantPredictionLoss: null };
  expect(judge(quiet)).toEqual([]);
  // 1e-8 over 39 lags falls below 1 % at lag 10
  expect(judge({ ...quiet, memory: 15 })).toEqual([]);
  expect(short({ ...quiet, memory: 30 })).toEqual([['VAN-H', 'warning', 1, 3, null]]);
  expect(short({ ...quiet, memory: 60 })).toEqual([['VAN-H', 'critical', 1, 3, null]]);
  const [verdict] = judge({ ...quiet, memory: 30 });
  expect(verdict!.evidence.map((e) => [e.quantity, e.limit])).toEqual([
    ['coverage', 0.5],
    ['memory-horizon', null],
    ['memory-needed', null],
  ]);
  expect(verdict!.evidence[0]!.value).toBeCloseTo(10 / 30, 12);
});

test('VAN-H does not blame a gradient that reaches all of a sequence shorter than the memory', () => {
  expect(judge({ ...stalledRun(times(6, 0.5)), memory: 400 })).toEqual([]);
});

test('VAN-H never speaks where the gradient explodes', () => {
  // grows to 1e6 at lag 10, then falls to 1e3: a horizon of 11 steps, and a first step 1,000 times the last
  const peaked = Float64Array.from({ length: 40 }, (_, k) => (k === 10 ? 1e6 : k < 10 ? 1 : 1e3));
  const epochs = times(4, 0).map(
    (_, i): EpochHistory => ({
      ...epochOf(i + 1, 1),
      layers: [{ layer: 'lstm_1', quantity: 'joint', flow: flowSummary(peaked) }],
    }),
  );
  expect(judge(runOf(epochs, { memory: 1000 })).map((v) => v.rule)).toEqual(['EXP-T']);
});

test('a gradient that grows more than seventyfold towards the first step is EXP-T after two snapshots', () => {
  expect(short(stalledRun([100]))).toEqual([]);
  expect(short(stalledRun([100, 100]))).toEqual([['EXP-T', 'warning', 1, 2, null]]);
  expect(short(stalledRun([1, 2e4, 2e4]))).toEqual([['EXP-T', 'critical', 2, 3, null]]);
  expect(judge(stalledRun(times(4, 69)))).toEqual([]);
  expect(short(stalledRun([100, 100, 20, 6, 6, 6]))).toEqual([['EXP-T', 'warning', 1, 2, 4]]);
});

test('one NaN is critical at once, in an epoch without a snapshot as well', () => {
  const broken = { ...epochOf(2, null), nonFinite: { loss: 0, gradient: 3, weight: 0 } };
  const [verdict] = judge(runOf([epochOf(1, 0.5), broken]));
  expect(verdict).toMatchObject({ id: 'NAN::2', severity: 'critical', layer: null, onsetEpoch: 2, announcedEpoch: 2 });
  expect(verdict!.evidence).toEqual([
    {
      quantity: 'non-finite-gradient',
      epoch: 2,
      value: 3,
      limit: 0,
      relation: 'above',
      severity: 'critical',
      source: 'any',
    },
  ]);
});

test('a training or validation loss that is not finite is NAN even when no step was counted', () => {
  expect(judge(runOf([epochOf(1, 0.5, Number.NaN)]))[0]!.rule).toBe('NAN');
  expect(judge(runOf([{ ...epochOf(1, 0.5), valLoss: Infinity }]))[0]!.rule).toBe('NAN');
});

test('a profile that is empty, unknown or infinite gives no verdict of its own', () => {
  for (const profile of [[], times(40, Number.NaN), times(40, Infinity)]) {
    const epochs = times(6, 0).map(
      (_, i): EpochHistory => ({
        ...epochOf(i + 1, 1),
        layers: [{ layer: 'lstm_1', quantity: 'h', flow: flowSummary(profile) }],
      }),
    );
    expect(judge(runOf(epochs, { memory: 40 }))).toEqual([]);
  }
});

test('a gradient that is 0 at every step is the worst vanishing, while nothing is learned', () => {
  const silent = times(6, 0).map(
    (_, i): EpochHistory => ({
      ...epochOf(i + 1, 1),
      layers: [{ layer: 'lstm_1', quantity: 'h', flow: flowSummary(times(40, 0)) }],
    }),
  );
  expect(short(runOf(silent))).toEqual([['VAN-T', 'critical', 1, 5, null]]);
  expect(judge(runOf(silent.map((epoch) => ({ ...epoch, trainLoss: 0.01 }))))).toEqual([]);
});

test('layers are judged apart', () => {
  const epochs = times(5, 0).map(
    (_, i): EpochHistory => ({
      ...epochOf(i + 1, 1e-5),
      layers: [
        { layer: 'sick', quantity: 'h', flow: flowSummary(profileTo(1e-5)) },
        { layer: 'well', quantity: 'h', flow: flowSummary(profileTo(0.5)) },
      ],
    }),
  );
  expect(judge(runOf(epochs)).map((v) => v.layer)).toEqual(['sick']);
});

test('other limits judge otherwise', () => {
  const vanT = { ...DEFAULT_LIMITS['VAN-T'], persistence: { announce: 1, clear: 3 } };
  expect(judge(stalledRun(times(3, 1e-5)), { ...DEFAULT_LIMITS, 'VAN-T': vanT })).toHaveLength(1);
});

test('judging the same history twice gives the same verdicts, and the future never rewrites an announcement', () => {
  const ratio = fc.constantFrom(1e-9, 1e-5, 5e-3, 0.5, 200, null);
  const loss = fc.constantFrom(2.3, 2.3, 2.29, 1.2, Number.NaN);
  fc.assert(
    fc.property(fc.array(fc.tuple(ratio, loss), { maxLength: 25 }), fc.nat(25), (steps, cut) => {
      const epochs = steps.map(([r, l], i) => epochOf(i + 1, r, l));
      const whole = runOf(epochs, { memory: 40 });
      const late = judge(whole);
      expect(judge(whole)).toEqual(late);
      expect(new Set(late.map((v) => v.id)).size).toBe(late.length);
      for (const early of judge(runOf(epochs.slice(0, cut), { memory: 40 }))) {
        const same = late.find((v) => v.id === early.id);
        expect(same).toMatchObject({ onsetEpoch: early.onsetEpoch, announcedEpoch: early.announcedEpoch });
      }
      for (const v of late) {
        expect(v.onsetEpoch).toBeLessThanOrEqual(v.announcedEpoch);
        if (v.endEpoch !== null) expect(v.endEpoch).toBeGreaterThan(v.announcedEpoch);
      }
    }),
  );
});

test('the memory horizon is a fact of every snapshot, with or without a verdict', () => {
  const history = runOf([epochOf(1, 1e-8), epochOf(2, 0.5), epochOf(3, null)], { model: modelOf('LSTM', {}) });
  expect(factOf(history.epochs[0]!.layers[0]!, 1)).toMatchObject({ horizon: 10, lowerBound: false, steps: 40 });
  expect(latestFacts(history)).toEqual([
    { layer: 'lstm_1', epoch: 2, horizon: 40, lowerBound: true, steps: 40, share: 0.01 },
  ]);
  expect(latestFacts(runOf([]))).toEqual([]);
});
