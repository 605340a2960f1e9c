import { expect, test } from 'vitest';
import type { JsonObject } from '../../protocol/json.ts';
import { epochOf, modelOf, runOf } from '../testing/history.ts';
import { remediesFor } from './remedies.ts';

const run = (className: string, config: JsonObject, memory: number | null = null) =>
  runOf([{ ...epochOf(1, 1e-8), learningRate: 0.003, gradientNorm: 0.25 }], {
    model: modelOf(className, config),
    memory,
  });
const keys = (className: string, config: JsonObject) =>
  remediesFor('VAN-T', 'lstm_1', 1, run(className, config)).map((remedy) => remedy.key);

test('a default LSTM is told of its forget bias, then of its gates', () => {
  expect(keys('LSTM', { recurrentActivation: 'hardSigmoid' })).toEqual(['forget-bias', 'chrono-bias', 'sigmoid-gates']);
  expect(remediesFor('VAN-T', 'lstm_1', 1, run('LSTM', {}))[0]).toEqual({
    key: 'forget-bias',
    values: { layer: 'lstm_1' },
    code: 'unitForgetBias: true',
  });
});

test('what is already so is not advised', () => {
  expect(keys('LSTM', { unitForgetBias: true, recurrentActivation: 'sigmoid' })).toEqual(['chrono-bias']);
  expect(keys('SimpleRNN', { recurrentInitializer: { className: 'Orthogonal', config: {} } })).toEqual(['gated-layer']);
  expect(keys('SimpleRNN', { recurrentInitializer: { className: 'RandomNormal' } })).toEqual([
    'orthogonal',
    'gated-layer',
  ]);
  expect(keys('GRU', { recurrentActivation: 'sigmoid' })).toEqual(['update-gate-bias']);
});

test('cells in a stack are advised like layers, unknown layers not at all', () => {
  expect(keys('LSTMCell', { unitForgetBias: true })).toEqual(['chrono-bias']);
  expect(keys('ConvLSTM2D', {})).toEqual([]);
  expect(remediesFor('VAN-T', 'other', 1, run('LSTM', {}))).toEqual([]);
});

test('the chrono bias is ln(T−1) of the memory declared, else of the steps there are', () => {
  const bias = (memory: number | null) =>
    remediesFor('VAN-H', 'lstm_1', 1, run('LSTM', {}, memory)).find((r) => r.key === 'chrono-bias')?.values;
  expect(bias(60)).toEqual({ layer: 'lstm_1', steps: '60', bias: '4.1' });
  expect(bias(null)).toEqual({ layer: 'lstm_1', steps: '40', bias: '3.7' });
  expect(bias(3)).toBeUndefined();
});

test('a layer without bias gets one first', () => {
  const remedies = remediesFor('VAN-T', 'lstm_1', 1, run('LSTM', { useBias: false, unitForgetBias: true }));
  expect(remedies.map((r) => r.code)).toEqual(['useBias: true, unitForgetBias: true']);
});

test('an explosion is clipped at the usual norm and trained at a third of the rate', () => {
  const [clip, rate] = remediesFor('EXP-T', 'lstm_1', 1, run('LSTM', {}));
  expect(clip).toMatchObject({ key: 'clip', values: { norm: '0.25' } });
  expect(rate).toMatchObject({ key: 'lower-learning-rate', values: { rate: '0.001', now: '0.003' } });
  expect(rate!.code).toBe("model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });");
});

test('what is not known stands as a name in the code', () => {
  const remedies = remediesFor('NAN', null, 1, runOf([epochOf(1, null)]));
  expect(remedies.map((r) => r.key)).toEqual(['lower-learning-rate', 'clip', 'check-input']);
  expect(remedies[0]!.code).toContain('learningRate / 3');
  expect(remedies[1]!.values).toEqual({ norm: '1' });
});
