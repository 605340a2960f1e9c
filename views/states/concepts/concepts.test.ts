import { expect, test } from 'vitest';
import type { ScoresResult } from '../../../lib/client/derived/scores.ts';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import { sequenceStates, stateChange } from '../select/sequence-states.ts';
import { unitRows } from '../select/unit-rows.ts';
import { clearestConcept, followedBy, orderByScore, scoredAt, sinceEpoch } from './concept-view.ts';
import { conceptWords } from './concept-words.ts';

/** Two concepts, epochs 1, 4 and 6, two units: unit 1 follows the second concept inversely from epoch 4 on. */
const SCORES: ScoresResult = {
  concepts: ['class:1', 'negated'],
  measures: ['auroc', 'auroc'],
  ...{ units: 2, steps: 40, valid: 40 },
  epochs: Int32Array.of(1, 4, 6),
  values: Float32Array.of(0.1, 0.2, 0.5, 0.1, 0.6, 0.1, 0.1, 0.6, 0.2, -0.7, 0.1, -0.9),
  chance: Float32Array.of(0.4, 0.4, 0.4, 0.5, 0.5, 0.5),
};

function tensor(shape: readonly number[], values: readonly number[]): DecodedTensor {
  return {
    info: { shape, attributes: {} } as unknown as DecodedTensor['info'],
    values: Float32Array.from(values),
    half: null,
  };
}

test('a unit follows what it tells beyond chance, since the epoch from which on it always did', () => {
  expect(followedBy(SCORES, 1, 2)).toMatchObject({ concept: 1, since: 4 });
  expect(followedBy(SCORES, 1, 2)!.value).toBeCloseTo(-0.9, 6);
  // at epoch 1 its sign was the other one
  expect(sinceEpoch(SCORES, 1, 1, 0)).toBe(1);
  expect(followedBy(SCORES, 0, 0)).toBeNull();
  expect(followedBy(SCORES, 0, 2)).toMatchObject({ concept: 0, since: 4 });
  expect(clearestConcept(SCORES, 2)).toBe(1);
  expect([0, 1, 3, 5, 9].map((epoch) => scoredAt(SCORES, epoch))).toEqual([0, 0, 0, 1, 2]);
});

test('the words of a concept are those of the task', () => {
  const name = (key: string) => conceptWords.name(key, (index) => `digit ${index}`);
  expect([name('class:3'), name('token:a:b'), name('negated'), name('input:4'), name('other')]).toEqual([
    'class digit 3',
    '“a:b”',
    'after a negation',
    'input 4',
    'other',
  ]);
});

test('rows stand by score, by cluster, by gate; by index where the order has nothing to go by', () => {
  const states = sequenceStates(tensor([1, 3, 3], [1, -1, 0.9, 0, 1, 0.1, 1, -1, 0.8]), 0)!;
  expect([...orderByScore(Float32Array.of(Number.NaN, -0.5, 0.7))]).toEqual([2, 1, 0]);
  const of = (order: Parameters<typeof unitRows>[0], scores: Float32Array | null = null) =>
    unitRows(order, { states, gate: null, scores });
  expect([...of('concept', Float32Array.of(0.1, 0.9, -1)).rows]).toEqual([1, 0, 2]);
  expect([...of('concept').rows]).toEqual([0, 1, 2]);
  expect([...of('gate').rows]).toEqual([0, 1, 2]);
  const { rows, starts } = of('cluster');
  expect([...rows].sort()).toEqual([0, 1, 2]);
  expect([...starts!]).toHaveLength(2);
  const gate = sequenceStates(tensor([1, 1, 3], [0.2, 0.9, 0.5]), 0)!;
  expect([...unitRows('gate', { states, gate, scores: null }).rows]).toEqual([1, 2, 0]);
});

test('what changed between two epochs is a difference, padded steps stay padded, other shapes have none', () => {
  const after = sequenceStates(tensor([1, 2, 2], [0.5, 1, Number.NaN, Number.NaN]), 0)!;
  const before = sequenceStates(tensor([1, 2, 2], [0.25, -1, Number.NaN, Number.NaN]), 0)!;
  const change = stateChange(after, before)!;
  expect([change.value(0, 0), change.value(1, 0)]).toEqual([0.25, 2]);
  expect(change.isPadded(1)).toBe(true);
  expect([...(change.grid.entries as Float32Array)].slice(0, 2)).toEqual([0.25, 2]);
  expect(stateChange(after, sequenceStates(tensor([1, 1, 2], [1, 2]), 0)!)).toBeNull();
});
