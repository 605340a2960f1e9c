import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodedTensor, RunData } from '../../../lib/client/run-data.ts';
import { classScores, exampleInput, largestAt, trueClass } from './example.ts';
import { finiteSteps, roundLimit, sequenceStates, stateNorms, unitOrder } from './sequence-states.ts';

/** A tensor as the client holds it. */
function decoded(
  shape: readonly number[],
  values: readonly number[],
  attributes: DecodedTensor['info']['attributes'] = {},
): DecodedTensor {
  const info = { id: 1, bytes: 0, name: 'state_h', layer: 'lstm_1', dtype: 'float32', shape, axes: [] } as const;
  return {
    info: { ...info, attributes, step: 0, epoch: 1, wallMs: 0 },
    values: Float32Array.from(values),
    half: null,
  };
}

const run = { info: { probe: null } } as unknown as RunData;

test('a sequence is cut out of [sequence, time, unit] with unit and timestep where they belong', () => {
  const states = sequenceStates(decoded([2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), 1)!;
  expect([states.units, states.time]).toEqual([3, 2]);
  expect([states.value(0, 0), states.value(2, 0), states.value(0, 1)]).toEqual([6, 8, 9]);
  expect(sequenceStates(decoded([2, 2, 3], new Array(12).fill(0)), 2)).toBeNull();
});

test('the part of a tensor holds its own sequence alone', () => {
  const tensor = decoded([1, 1, 2], [5, 6]);
  const part = { ...tensor, info: { ...tensor.info, sequence: 3 } };
  expect(sequenceStates(part, 3)!.value(1, 0)).toBe(6);
  expect([sequenceStates(part, 0), sequenceStates(part, 4)]).toEqual([null, null]);
});

test('a timestep is padded when no unit has a value there, not when one is NaN', () => {
  const states = sequenceStates(decoded([1, 2, 2], [Number.NaN, Number.NaN, Number.NaN, 1]), 0)!;
  expect([states.isPadded(0), states.isPadded(1)]).toEqual([true, false]);
});

test('a step of NaN is no padding where it was recorded which steps are padded', () => {
  const { NaN: none } = Number;
  const padded = (validSteps: null | number[][][]) => {
    const states = sequenceStates(decoded([1, 3, 2], [0, 1, none, none, none, none], { validSteps }), 0)!;
    return [0, 1, 2].map((t) => states.isPadded(t));
  };
  expect(padded(null)).toEqual([false, false, false]);
  expect(padded([[[0, 2]]])).toEqual([false, false, true]);
  const values = [0, 1, none, none, none, none];
  expect(finiteSteps(sequenceStates(decoded([1, 3, 2], values, { validSteps: [[[0, 2]]] }), 0)!)).toEqual({
    valid: 2,
    bad: 1,
  });
});

test('norm and step size are Euclidean over units, and the first step size is missing', () => {
  const { norm, step } = stateNorms(sequenceStates(decoded([1, 2, 2], [3, 4, 3, 0]), 0)!);
  expect([...norm]).toEqual([5, 3]);
  expect([...step]).toEqual([Number.NaN, 4]);
});

test('by peak time early units come first, and equal ones keep their index', () => {
  const states = sequenceStates(decoded([1, 3, 3], [0, 0.9, 0.1, 0, 0.1, -0.9, -1, 0, 0.1]), 0)!;
  expect([...unitOrder(states, 'peak')]).toEqual([1, 2, 0]);
});

test('every order is a permutation of the units', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true, min: -1, max: 1 }), { minLength: 12, maxLength: 12 }), (values) => {
      const rows = unitOrder(sequenceStates(decoded([1, 3, 4], values), 0)!, 'peak');
      expect([...rows].sort()).toEqual([0, 1, 2, 3]);
    }),
  );
});

test('a colour limit is at least the largest value and seldom moves', () => {
  expect([roundLimit(0), roundLimit(0.4), roundLimit(1.2), roundLimit(30)]).toEqual([1, 1, 2, 50]);
});

test('a feature is drawn by its own range over the whole probe', () => {
  const input = exampleInput(run, decoded([2, 1, 2], [0, 10, 4, 30]), 1);
  expect(input?.kind).toBe('frames');
  expect(input?.kind === 'frames' && [input.share(0, 0), input.share(1, 0)]).toEqual([1, 1]);
});

test('classes are read from one-hot targets and from class numbers, and from nothing else', () => {
  expect(trueClass(decoded([2, 3], [0, 0, 1, 1, 0, 0]), 0, 3)).toBe(2);
  expect(trueClass(decoded([2, 1], [1, 2]), 1, 3)).toBe(2);
  expect(trueClass(decoded([2, 1], [0.5, 7]), 1, 3)).toBeNull();
  expect(classScores(decoded([1, 1], [0.3]), 0)).toBeNull();
  expect(largestAt(classScores(decoded([1, 3], [0.2, 0.5, 0.3]), 0)!)).toBe(1);
  expect(largestAt([Number.NaN, Number.NaN])).toBe(-1);
});
