import { expect, test } from 'vitest';
import type { MatchResult } from '../../../lib/client/derived/match.ts';
import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { TENSOR } from '../../../lib/protocol/record.ts';
import { attentionMatrix } from '../../attention/select/matrix.ts';
import { layerInfo, runData } from '../../gradients/testing/run-data.ts';
import { sequenceStates } from '../../states/select/sequence-states.ts';
import { shortCka } from '../panels/similarity-matrix.tsx';
import { attentionDifference, movedOverProbe } from './attention-difference.ts';
import { attentionPair, otherRun, partnerLayer, sharedQuantity, statePair } from './pairs.ts';
import { similarLayers, similarRuns } from './similar-states.ts';
import { byChance, rowOfUnit, stateDifference } from './state-difference.ts';

let nextId = 1;

function stored(name: string, layer: string, epoch: number, shape: readonly number[]): StoredTensor {
  const axes = name === TENSOR.attention ? ['sequence', 'head', 'target', 'source'] : ['sequence', 'time', 'unit'];
  return {
    ...{ id: nextId++, bytes: 0, name, layer, dtype: 'float32', shape, axes },
    ...{ attributes: {}, step: epoch, epoch, wallMs: 0 },
  } as unknown as StoredTensor;
}

interface Made {
  readonly digest?: string | null;
  readonly layers?: readonly string[];
  readonly tensors?: readonly StoredTensor[];
  readonly events?: RunData['events'];
}

/** A run with recurrent layers that was measured on a probe. */
function run(name: string, { digest = 'same', layers = ['lstm_1'], tensors = [], events = [] }: Made = {}): RunData {
  const probe =
    digest === null
      ? null
      : {
          ...{ digest, count: 4, inputShape: [5, 2], origin: 'given' as const },
          ...{ labels: null, tokens: null, classNames: null },
        };
  const model = {
    ...{ name: 'm', parameters: 0, loss: null, optimizer: null },
    layers: layers.map((path) => layerInfo(path, { hasCellState: true })),
  };
  return runData({ info: { id: name, name, probe, model }, tensors, rest: { events } });
}

const states = (layer: string, epoch: number, shape = [4, 5, 3]) => stored(TENSOR.h, layer, epoch, shape);

test('of two runs the last states are compared that are not newer than the playhead, of each its own', () => {
  const a = run('a', { tensors: [states('lstm_1', 1), states('lstm_1', 2), states('lstm_1', 4)] });
  const b = run('b', { tensors: [states('lstm_1', 1), states('lstm_1', 3, [3, 5, 8])] });
  const epochsAt = (epoch: number | null) => {
    const { pair } = statePair(a, b, null, 'h', () => epoch);
    return [pair?.left.epoch, pair?.right.epoch];
  };
  expect(epochsAt(2)).toEqual([2, 1]);
  expect(epochsAt(3)).toEqual([2, 3]);
  expect(epochsAt(null)).toEqual([4, 3]);
});

test('runs that cannot be held against each other say why, and what to do', () => {
  const a = run('a', { tensors: [states('lstm_1', 1)] });
  const lackOf = (other: RunData | null) => statePair(a, other, null, 'h', () => 1).lack;
  expect(lackOf(null)?.sentence).toMatch(/One run/);
  expect(lackOf(run('b', { digest: null }))).toMatchObject({
    sentence: expect.stringMatching(/^b: trained without a probe/),
  });
  const apart = lackOf(run('b', { digest: 'other-probe' }));
  expect(apart?.sentence).toMatch(/a and b were measured on different probes \(same…, other-pr…\)/);
  expect(apart?.code).toContain('probe:');
  expect(lackOf(run('b', { layers: [] }))?.sentence).toMatch(/^b: no recurrent layer/);
  expect(lackOf(run('b'))?.sentence).toMatch(/^b: no epoch ended yet/);
  const longer = run('b', { tensors: [states('lstm_1', 1, [4, 9, 3])] });
  expect(lackOf(longer)?.sentence).toMatch(/a has states at 5 timesteps, b at 9/);
  const event = { kind: 'capture', message: 'h of lstm_1: 0 of 4 sequences kept — the budget of an epoch is 10 bytes' };
  const budget = run('b', { events: [event] as unknown as RunData['events'] });
  expect(lackOf(budget)?.sentence).toBe(`b: ${event.message}`);
  expect(statePair(a, run('b', { tensors: [states('lstm_1', 1)] }), null, 'h', () => 1).lack).toBeNull();
});

test('a layer is held against the one of its path, else against the one at its place', () => {
  expect(partnerLayer(['lstm_1', 'lstm_2'], ['gru_1', 'lstm_1'], 'lstm_1')).toBe('lstm_1');
  expect(partnerLayer(['lstm_1', 'lstm_2'], ['gru_1', 'gru_2'], 'lstm_2')).toBe('gru_2');
  expect(partnerLayer(['lstm_1', 'lstm_2'], ['gru_1'], 'lstm_2')).toBeNull();
});

test('the run looked at is held against the reference; looking at the reference, the next one is', () => {
  const runs = ['a', 'b', 'c'].map((name) => run(name));
  expect(otherRun(runs, runs[2]!)).toBe(runs[2]);
  expect(otherRun(runs, runs[0]!)).toBe(runs[1]);
  expect(otherRun(runs, null)).toBe(runs[1]);
  expect(otherRun(runs.slice(0, 1), runs[0]!)).toBeNull();
});

test('cell states are compared where every run has them', () => {
  const gru = runData({ info: { model: { ...run('x').info.model!, layers: [layerInfo('gru_1')] } } });
  expect(sharedQuantity([run('a'), run('b')], 'c')).toBe('c');
  expect(sharedQuantity([run('a'), gru], 'c')).toBe('h');
  expect(sharedQuantity([run('a')], null)).toBe('h');
});

function decoded(info: Partial<StoredTensor>, values: readonly number[]): DecodedTensor {
  return { info: { attributes: {}, ...info } as StoredTensor, values: Float32Array.from(values), half: null };
}

const sequenceOf = (shape: readonly number[], values: readonly number[]) =>
  sequenceStates(decoded({ shape }, values), 0)!;

/** Unit 0 ↔ 1 turned over; unit 2 ↔ 0; unit 1 has a partner it hardly follows. */
const MATCH: MatchResult = {
  ...{ units: [3, 3], looked: [3, 3], matched: 2, mean: 0.6, mayTurn: true, steps: 40, sequences: 4, ofSequences: 4 },
  of: Int32Array.of(1, 2, 0),
  correlation: Float64Array.of(-0.9, 0.1, 0.8),
  order: Int32Array.of(0, 2, 1),
  chanceMean: Float64Array.of(0.2, 0.35, 0.3),
  chanceMatched: Int32Array.of(0, 1, 0),
};

test('matched units stand side by side, turned over where they are; what has no partner has no difference', () => {
  const left = sequenceOf([1, 2, 3], [1, 2, 3, 4, 5, 6]);
  const right = sequenceOf([1, 2, 3], [10, -1, 7, 30, 2, 8]);
  const difference = stateDifference(left, right, MATCH);
  const { NaN: none } = Number;
  expect([...difference.rows]).toEqual([0, 2, 1]);
  expect([...difference.partners]).toEqual([1, 0, -1]);
  expect([...difference.reference]).toEqual([1, 3, 2, 4, 6, 5]);
  expect([...difference.other]).toEqual([1, 10, none, -2, 30, none]);
  expect([...difference.difference]).toEqual([0, -7, none, 6, -24, none]);
  expect(difference.rms).toBeCloseTo(Math.sqrt((0 + 49 + 36 + 576) / 4), 12);
  expect(difference.largest).toBe(24);
  expect([rowOfUnit(difference, 2, true), rowOfUnit(difference, 1, false), rowOfUnit(difference, 2, false)]).toEqual([
    1, 0, -1,
  ]);
  expect(rowOfUnit(difference, null, true)).toBe(-1);
});

test('a step that is padded in one of the runs is no difference', () => {
  const { NaN: none } = Number;
  const left = sequenceOf([1, 2, 3], [1, 2, 3, none, none, none]);
  const difference = stateDifference(left, sequenceOf([1, 2, 3], [3, -1, 0, 1, 1, 1]), MATCH);
  expect([difference.isPadded(0), difference.isPadded(1)]).toEqual([false, true]);
  expect(difference.largest).toBe(0);
});

test('chance is told by the largest of its matchings', () => {
  expect(byChance(MATCH)).toEqual({ mean: 0.35, matched: 1 });
  const none = { ...MATCH, chanceMean: new Float64Array(), chanceMatched: new Int32Array() };
  expect(byChance(none)).toEqual({ mean: Number.NaN, matched: Number.NaN });
});

const attention = (values: readonly number[]) =>
  decoded({ shape: [2, 1, 2, 2], attributes: { validSources: null } }, values);
const WHOLE = { targets: null, sources: null };

test('weights that moved are counted once: half the sum of what came and what went', () => {
  const a = attention([1, 0, 0.5, 0.5, 1, 0, 1, 0]);
  const b = attention([0, 1, 0.5, 0.5, 1, 0, 0.5, 0.5]);
  const [left, right] = [a, b].map((tensor) => attentionMatrix(tensor, 0, null, WHOLE)!) as [
    NonNullable<ReturnType<typeof attentionMatrix>>,
    NonNullable<ReturnType<typeof attentionMatrix>>,
  ];
  const difference = attentionDifference(left, right);
  expect([...difference.moved]).toEqual([1, 0]);
  expect(difference.mean).toBe(0.5);
  expect(movedOverProbe(a, b, null, () => WHOLE)).toEqual({ mean: (0.5 + 0.25) / 2, examples: 2 });
});

test('weight on padding of either run is a column of its own, all of it together', () => {
  const matrix = (values: readonly number[], validSources: number[][][] | null) =>
    attentionMatrix(decoded({ shape: [1, 1, 1, 4], attributes: { validSources } }, values), 0, null, {
      targets: null,
      sources: 2,
    })!;
  const masked = matrix([0.75, 0.25, 0, 0], [[[0, 2]]]);
  const padded = attentionDifference(masked, matrix([0.25, 0.25, 0.25, 0.25], null));
  expect([padded.sources, padded.columns]).toEqual([2, 3]);
  expect([padded.reference(0, 2), padded.other(0, 2), padded.other(0, 1)]).toEqual([0, 0.5, 0.25]);
  expect(padded.mean).toBe(0.5);
  const none = attentionDifference(masked, matrix([0.5, 0.5, 0, 0], [[[0, 2]]]));
  expect([none.sources, none.columns]).toEqual([2, 2]);
});

test('a row with a weight that is no number is left out of the mean', () => {
  const a = attention([Number.NaN, 0, 1, 0, Number.NaN, 0, Number.NaN, 0]);
  const b = attention([0, 1, 0.5, 0.5, 1, 0, 1, 0]);
  expect(movedOverProbe(a, b, null, () => WHOLE)).toEqual({ mean: 0.5, examples: 1 });
});

test('attention is compared where both recorded it, of one size', () => {
  const weights = (epoch: number, size = 2) => stored(TENSOR.attention, 'attention_1', epoch, [2, 1, size, 3]);
  const a = run('a', { tensors: [weights(1), weights(2)] });
  const lackOf = (other: RunData) => attentionPair(a, other, null, () => 2).lack?.sentence;
  expect(attentionPair(a, run('b', { tensors: [weights(1)] }), null, () => 2).pair).toMatchObject({
    left: { epoch: 2 },
    right: { epoch: 1 },
  });
  expect(lackOf(run('b'))).toMatch(/^b: no attention was recorded/);
  expect(lackOf(run('b', { tensors: [weights(1, 4)] }))).toMatch(/a has attention of 2 × 3 .* b of 4 × 3/);
  expect(lackOf(run('b', { digest: 'other', tensors: [weights(1)] }))).toMatch(/different probes/);
});

test('runs of another probe are left out of the matrix of all, and the reference comes first', () => {
  const a = run('a', { tensors: [states('lstm_1', 1)] });
  const b = run('b', { tensors: [states('lstm_1', 1, [4, 5, 9])] });
  const other = run('c', { digest: 'other', tensors: [states('lstm_1', 1)] });
  const { items, left } = similarRuns([a, other, b], null, 'h', () => 1);
  expect(items.map(({ run: { info } }) => info.name)).toEqual(['a', 'b']);
  expect(left.map(({ run: { info } }) => info.name)).toEqual(['c']);
  expect(similarRuns([a, other], null, 'h', () => 1).items).toEqual([]);
});

test('layers of two runs are compared where they have as many timesteps', () => {
  const two = ['lstm_1', 'lstm_2'];
  const a = run('a', { layers: two, tensors: two.map((layer) => states(layer, 1)) });
  const b = run('b', { layers: two, tensors: [states('lstm_1', 1, [4, 5, 8]), states('lstm_2', 1, [4, 2, 3])] });
  const { rows, cols } = similarLayers(a, b, 'h', () => 1);
  expect([rows, cols].map((items) => items.map(({ layer }) => layer))).toEqual([two, ['lstm_1']]);
  expect(similarLayers(a, run('c', { digest: 'other' }), 'h', () => 1)).toEqual({ rows: [], cols: [] });
});

test('numbers in cells are short, and a little below 0 keeps its sign', () => {
  expect([1, 0.999, 0.83, 0.004, -0.021, -0.001, Number.NaN].map(shortCka)).toEqual([
    ...['1.0', '1.0', '.83', '.00', '−.02', '.00', '–'],
  ]);
});
