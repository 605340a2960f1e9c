import { expect, test } from 'vitest';
import type { LayerInfo } from '../../lib/protocol/run.ts';
import type { WeightValues } from '../capture/capture.ts';
import { ByteBudget } from './byte-budget.ts';
import type { Findings, MeasuredTensor, Measurement } from './measurement.ts';
import { modelWeights } from './model-weights.ts';

const VALUES = 100;
const layers: LayerInfo[] = [
  {
    ...{ path: 'dense_1', className: 'Dense', units: 10, kind: 'other', hasCellState: false, config: {} },
    weights: [{ path: 'dense_1/kernel', shape: [10, 10], trainable: true }],
  },
];

/** Epochs of one step each, with a budget of `total` bytes; the weights are all equal to the epoch. */
function train(losses: readonly number[], total: number, states = 0) {
  const written: { epoch: number; dtype: string; reason: unknown; bytes: number }[] = [];
  const measurement: Measurement = modelWeights();
  const used: number[] = [];
  losses.forEach((train, i) => {
    const epoch = i + 1;
    const isLast = epoch === losses.length;
    const findings = noting(written, epoch);
    const end = { isLast, losses: { train, val: null }, bytes: new ByteBudget(total), layers };
    const weights = (): WeightValues[] => [
      { layer: 'dense_1', weight: 'dense_1/kernel', shape: [10, 10], values: new Float32Array(VALUES).fill(epoch) },
    ];
    measurement.step?.({ step: epoch, loss: train, capture: null }, findings);
    end.bytes.setAside(measurement.reserve!(end));
    end.bytes.take(Math.min(states, end.bytes.left));
    end.bytes.release();
    measurement.epoch!(epoch, findings, { ...end, step: epoch, capture: { weights } });
    used.push(total - end.bytes.left);
  });
  measurement.end!(noting(written, losses.length));
  return { written, used };
}

function noting(written: { epoch: number; dtype: string; reason: unknown; bytes: number }[], epoch: number): Findings {
  const nothing = () => undefined;
  return {
    ...{ scalar: nothing, reading: nothing, leftOut: nothing, event: nothing },
    tensor: ({ dtype, attributes, data }: MeasuredTensor, at) =>
      void written.push({ epoch: at?.epoch ?? epoch, dtype, reason: attributes.reason, bytes: data.byteLength }),
  };
}

test('where they fit, the weights of every epoch are kept as they are', () => {
  const { written } = train([3, 1, 2], 10_000);
  expect(written.map(({ epoch, reason }) => [epoch, reason])).toEqual([
    [1, 'best'],
    [2, 'best'],
    [3, 'last'],
  ]);
  expect(written.every(({ dtype }) => dtype === 'float32')).toBe(true);
});

test('states leave room for the weights of the last and the best epoch', () => {
  const { written, used } = train([3, 1, 2], 1_000, 1_000);
  expect(written.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(Math.max(...used)).toBeLessThanOrEqual(1_000);
});

test('what only fits in half precision is kept so: the last epoch’s at once, the best one’s at the end', () => {
  const { written, used } = train([3, 1, 2, 2], 380, 1_000);
  expect(written).toEqual([
    { epoch: 4, dtype: 'float16', reason: 'last', bytes: 2 * VALUES },
    { epoch: 2, dtype: 'float16', reason: 'best', bytes: 2 * VALUES },
  ]);
  expect(Math.max(...used)).toBeLessThanOrEqual(380);
});

test('weights larger than the budget are kept of the last and the best epoch all the same', () => {
  const { written } = train([3, 1, 2], 10);
  expect(written.map(({ epoch, dtype }) => [epoch, dtype])).toEqual([
    [3, 'float32'],
    [2, 'float32'],
  ]);
});
