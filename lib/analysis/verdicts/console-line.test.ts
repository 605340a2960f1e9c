import { expect, test } from 'vitest';
import type { LayerInfo } from '../../protocol/run.ts';
import { modelOf, stalledRun } from '../testing/history.ts';
import { consoleLine } from './console-line.ts';
import { judge } from './judge.ts';
import { remediesFor } from './remedies.ts';

const [verdict] = judge({
  ...stalledRun([1e-5, 1e-5, 1e-5, 1e-5, 1e-5]),
  model: modelOf('LSTM', { recurrentActivation: 'hardSigmoid' }),
});

const gru: LayerInfo = {
  path: 'gru_1',
  className: 'GRU',
  kind: 'recurrent',
  units: 4,
  hasCellState: false,
  weights: [],
  config: { recurrentActivation: 'sigmoid' },
};

test('a verdict is one line with its numbers, what to try and its link', () => {
  expect(consoleLine(verdict!, 'http://localhost:4310/run?id=1')).toBe(
    'unrolled warning: VAN-T in lstm_1 since epoch 1: gradients vanish through time and learning has stalled ' +
      '(share of the gradient that reaches the first step 0.00001, limit < 0.001; improvement of the loss 0, limit < 0.02; ' +
      'loss / loss of a constant prediction 1, limit > 0.8). Try unitForgetBias: true http://localhost:4310/run?id=1',
  );
});

test('it says when it is over and leaves out what it does not have', () => {
  const over = consoleLine({ ...verdict!, endEpoch: 9, remedies: [] });
  expect(over).toContain('from epoch 1, over at epoch 9:');
  expect(over).not.toContain('Try');
});

test('a layer name cannot break the line', () => {
  expect(consoleLine({ ...verdict!, layer: 'a\nb\u001b\u2028c' })).toContain('in a b c since');
});

test('a remedy whose code has several lines is named in words', () => {
  const [remedy] = remediesFor('VAN-T', 'gru_1', 1, {
    ...stalledRun([1e-5]),
    memory: 40,
    model: { name: '', parameters: 0, loss: null, optimizer: null, layers: [gru] },
  });
  expect(remedy!.code).toContain('\n');
  expect(consoleLine({ ...verdict!, remedies: [remedy!] })).toMatch(
    / Try an update gate bias of 3\.7 \(its code is with the verdict\)$/,
  );
});
