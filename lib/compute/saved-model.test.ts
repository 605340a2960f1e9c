import { expect, test } from 'vitest';
import type { StoredTensor } from '../protocol/delta.ts';
import type { RunInfo } from '../protocol/run.ts';
import { nearestWeights, savedModel } from './saved-model.ts';

let id = 0;
function tensor(
  name: string,
  epoch: number,
  attributes: StoredTensor['attributes'],
  dtype: StoredTensor['dtype'] = 'float32',
) {
  id += 1;
  return {
    id,
    name,
    epoch,
    attributes,
    dtype,
    layer: null,
    shape: [2],
    axes: ['output'],
    step: epoch,
    wallMs: 0,
    bytes: 8,
    segment: 1,
  } as unknown as StoredTensor;
}

/** A run whose model has two weights. */
const info = { model: { layers: [{ weights: [{}, {}] }] } } as unknown as RunInfo;
const weights = (epoch: number, reason: string, dtype: StoredTensor['dtype'] = 'float32') =>
  [1, 0].map((index) => tensor('weight', epoch, { index, reason }, dtype));
const topology = (customClasses: string[]) => tensor('model_topology', 0, { customClasses });

test('epochs count whose weights are all there, in the order of the model', () => {
  const tensors = [topology([]), ...weights(2, 'best', 'float16'), ...weights(5, 'last'), weights(4, 'budget')[0]!];
  const model = savedModel({ tensors, info })!;
  expect(model.epochs.map(({ epoch, reason, isHalf }) => [epoch, reason, isHalf])).toEqual([
    [2, 'best', true],
    [5, 'last', false],
  ]);
  expect(model.epochs[0]!.tensors.map(({ attributes }) => attributes.index)).toEqual([0, 1]);
  expect([1, 3, 4, 9, null].map((epoch) => nearestWeights(model, epoch).epoch)).toEqual([2, 2, 5, 5, 5]);
});

test('without topology or weights there is no model', () => {
  expect(savedModel({ tensors: weights(1, 'last'), info })).toBeNull();
  expect(savedModel({ tensors: [topology([])], info })).toBeNull();
});

test('layers of our own are known, others are named', () => {
  const of = (classes: string[]) =>
    savedModel({ tensors: [topology(classes), ...weights(1, 'last')], info })!.unknownClasses;
  expect(of(['Attention', 'AttentionSource'])).toEqual([]);
  expect(of(['Attention', 'MyGate'])).toEqual(['MyGate']);
});
