import { expect, test } from 'vitest';
import type { JsonObject } from '../../protocol/json.ts';
import { RULE_IDS } from '../../protocol/verdict.ts';
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

test('no rate beyond what training usually begins with is proposed', () => {
  const at = (learningRate: number, optimizer: string) =>
    remediesFor('NAN', null, 1, {
      ...runOf([{ ...epochOf(1, null), learningRate }]),
      model: { ...modelOf('LSTM', {}), optimizer },
    })[0]!.values.rate;
  expect([at(50, 'Adam'), at(50, 'SGD'), at(3e-4, 'Adam')]).toEqual(['0.001', '0.01', '0.0001']);
});

test('updates that are too small are raised towards a thousandth, too large ones lowered', () => {
  const history = { ...runOf([{ ...epochOf(1, null), learningRate: 1e-6 }]), model: modelOf('LSTM', {}) };
  const off = (relation: 'below' | 'above', value: number) =>
    remediesFor('UWR', null, 1, history, [
      { quantity: 'update-ratio', epoch: 1, value, limit: 1, relation, severity: 'warning', source: 'x' },
    ])[0];
  expect(off('below', 1e-5)).toMatchObject({ key: 'raise-learning-rate', values: { rate: '0.0001' } });
  expect(off('below', 1e-9)).toMatchObject({ values: { rate: '0.001' } });
  expect(off('below', 9e-4)).toMatchObject({ values: { rate: '0.000003' } });
  expect(off('above', 0.1)).toMatchObject({ key: 'lower-learning-rate' });
});

test('a gradient that is 0 everywhere is met with new weights, not with a bias', () => {
  const zero = { epoch: 1, value: 0, limit: 1e-3, relation: 'below', severity: 'critical', source: 'x' } as const;
  const remedies = remediesFor('VAN-T', 'lstm_1', 1, run('LSTM', {}), [{ ...zero, quantity: 'flow-ratio' }]);
  expect(remedies.map(({ key }) => key)).toEqual(['reinitialise', 'lower-learning-rate']);
});

test('every rule has a remedy for a known layer, and none puts ReLU or SELU into it', () => {
  for (const rule of RULE_IDS) {
    for (const className of ['LSTM', 'GRU', 'SimpleRNN']) {
      const remedies = remediesFor(rule, 'lstm_1', 1, run(className, { activation: 'relu' }));
      if (rule !== 'ATT') expect(remedies.length, `${rule} ${className}`).toBeGreaterThan(0);
      for (const { code } of remedies) expect(code).not.toMatch(/relu|selu/i);
    }
  }
});
