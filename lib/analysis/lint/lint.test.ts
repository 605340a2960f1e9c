import { expect, test } from 'vitest';
import type { JsonObject } from '../../protocol/json.ts';
import type { LayerInfo } from '../../protocol/run.ts';
import { modelOf } from '../testing/history.ts';
import type { LintFacts } from './finding.ts';
import { lint, lintLine } from './lint.ts';

const layer = (path: string, className: string, config: JsonObject): LayerInfo => ({
  ...{ path, className, config, units: 4, kind: 'other', hasCellState: false, weights: [] },
});
const GOOD = { unitForgetBias: true, recurrentActivation: 'sigmoid' };

function facts(lstm: JsonObject, others: readonly LayerInfo[] = [], more: Partial<LintFacts> = {}): LintFacts {
  const model = modelOf('LSTM', lstm);
  return {
    model: { ...model, layers: [...model.layers, ...others] },
    ...{ memory: null, steps: 40, clips: true, shuffles: true, hasPadding: null, outputLayer: null, ...more },
  };
}
const ids = (of: LintFacts) => lint(of).map(({ id, level }) => [id, level]);

test('a network whose settings are right has no findings', () => {
  const dense = layer('dense_1', 'Dense', { activation: 'softmax', units: 4 });
  expect(lint(facts(GOOD, [dense], { outputLayer: 'dense_1' }))).toEqual([]);
  expect(lintLine([])).toBeNull();
});

test('a forget bias of 0 is worth knowing, and a mistake where a long memory was declared', () => {
  const lstm = { ...GOOD, unitForgetBias: false };
  expect(ids(facts(lstm))).toEqual([['forget-bias', 'info']]);
  expect(ids(facts(lstm, [], { memory: 40 }))).toEqual([['forget-bias', 'warning']]);
  expect(ids(facts(lstm, [], { memory: 3 }))).toEqual([['forget-bias', 'info']]);
  expect(ids(facts(lstm, [], { memory: 40, steps: 5 }))).toEqual([['forget-bias', 'info']]);
  expect(ids(facts({ ...lstm, useBias: false }))).toEqual([]);
});

test('what tfjs sets by itself and others do not is named: hard gates, no clipping', () => {
  expect(ids(facts({ ...GOOD, recurrentActivation: 'hardSigmoid' }))).toEqual([['hard-sigmoid', 'info']]);
  expect(ids(facts(GOOD, [], { clips: false }))).toEqual([['no-clipping', 'info']]);
  expect(ids(facts(GOOD, [], { clips: null }))).toEqual([]);
});

test('a stateful layer does not go with shuffled sequences', () => {
  expect(ids(facts({ ...GOOD, stateful: true }))).toEqual([['stateful-shuffle', 'warning']]);
  expect(ids(facts({ ...GOOD, stateful: true }, [], { shuffles: false }))).toEqual([]);
  expect(ids(facts({ ...GOOD, stateful: true }, [], { shuffles: null }))).toEqual([]);
});

test('padding without a mask is named only where there is padding', () => {
  const embedding = layer('embedding_1', 'Embedding', { maskZero: false });
  expect(ids(facts(GOOD, [embedding], { hasPadding: true }))).toEqual([['padding-unmasked', 'warning']]);
  expect(ids(facts(GOOD, [embedding], { hasPadding: false }))).toEqual([]);
  expect(ids(facts(GOOD, [embedding]))).toEqual([]);
  const masked = layer('embedding_1', 'Embedding', { maskZero: true });
  expect(ids(facts(GOOD, [masked], { hasPadding: true }))).toEqual([]);
});

test('a loss that the output does not fit is named', () => {
  const of = (loss: string, config: JsonObject) => {
    const base = facts(GOOD, [layer('dense_1', 'Dense', config)], { outputLayer: 'dense_1' });
    return lint({ ...base, model: { ...base.model, loss } }).map(({ id }) => id);
  };
  expect(of('categoricalCrossentropy', { units: 4, activation: 'linear' })).toEqual(['missing-softmax']);
  expect(of('sparseCategoricalCrossentropy', { units: 4 })).toEqual(['missing-softmax']);
  expect(of('categoricalCrossentropy', { units: 4, activation: 'sigmoid' })).toEqual(['sigmoid-for-classes']);
  expect(of('categoricalCrossentropy', { units: 1, activation: 'softmax' })).toEqual(['one-class']);
  expect(of('binaryCrossentropy', { units: 1, activation: 'linear' })).toEqual(['missing-sigmoid']);
  expect(of('binaryCrossentropy', { units: 1, activation: 'sigmoid' })).toEqual([]);
  expect(of('binaryCrossentropy', { units: 4, activation: 'softmax' })).toEqual([]);
  expect(of('meanSquaredError', { units: 1 })).toEqual([]);
});

test('a dense layer applied at every step counts as the output, another kind of layer is not guessed at', () => {
  const inner = { className: 'Dense', config: { units: 4, activation: 'linear' } };
  const wrapped = layer('time_distributed_1', 'TimeDistributed', { layer: inner });
  const found = lint(facts(GOOD, [wrapped], { outputLayer: 'time_distributed_1' }));
  expect(found.map(({ id }) => id)).toEqual(['missing-softmax']);
  const other = layer('activation_1', 'Activation', { activation: 'linear' });
  expect(lint(facts(GOOD, [other], { outputLayer: 'activation_1' }))).toEqual([]);
});

test('the console is told in one line, whatever a layer is called', () => {
  const [finding] = lint(facts({ ...GOOD, unitForgetBias: false }));
  expect(lintLine([{ ...finding!, layer: 'a\n\u001bb' }])).toBe(
    '1 setting to look at: forget-bias in a b (unitForgetBias: true)',
  );
});
