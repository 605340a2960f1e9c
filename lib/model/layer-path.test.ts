import { expect, test } from 'vitest';
import { isAutomaticName, siblingNames, snakeCase, weightNames } from './layer-path.ts';

test('class names become words the way tfjs does it', () => {
  expect(['LSTM', 'SimpleRNN', 'GRU', 'Dense', 'TimeDistributed', 'RNN'].map(snakeCase)).toEqual([
    'lstm',
    'simple_rnn',
    'gru',
    'dense',
    'time_distributed',
    'rnn',
  ]);
});

test('names that tfjs made up are told from names a user gave', () => {
  expect(isAutomaticName('lstm_LSTM17', 'LSTM')).toBe(true);
  expect(isAutomaticName('simple_rnn_SimpleRNN1', 'SimpleRNN')).toBe(true);
  expect(isAutomaticName('sequential_3', 'Sequential')).toBe(true);
  expect(isAutomaticName('model2', 'Model')).toBe(true);
  expect(isAutomaticName('lstm_1', 'LSTM')).toBe(false);
  expect(isAutomaticName('encoder', 'LSTM')).toBe(false);
  expect(isAutomaticName('lstm_LSTM', 'LSTM')).toBe(false);
});

test('two processes that number their layers differently give the same paths', () => {
  const layers = (first: number) => [
    { name: `embedding_Embedding${first}`, className: 'Embedding' },
    { name: `lstm_LSTM${first}`, className: 'LSTM' },
    { name: `lstm_LSTM${first + 1}`, className: 'LSTM' },
    { name: `dense_Dense${first + 7}`, className: 'Dense' },
  ];
  expect(siblingNames(layers(1))).toEqual(['embedding_1', 'lstm_1', 'lstm_2', 'dense_1']);
  expect(siblingNames(layers(40))).toEqual(siblingNames(layers(1)));
});

test('a name given by the user is kept, and no made-up one collides with it', () => {
  const layers = [
    { name: 'lstm_LSTM1', className: 'LSTM' },
    { name: 'lstm_1', className: 'LSTM' },
    { name: 'lstm_LSTM2', className: 'LSTM' },
  ];
  const names = siblingNames(layers);
  expect(names[1]).toBe('lstm_1');
  expect(new Set(names).size).toBe(3);
});

test('a weight is called by its own name, repeated ones are numbered', () => {
  expect(weightNames(['lstm_LSTM3/kernel', 'lstm_LSTM3/recurrent_kernel', 'bias'])).toEqual([
    'kernel',
    'recurrent_kernel',
    'bias',
  ]);
  expect(weightNames(['a/kernel', 'b/kernel'])).toEqual(['kernel', 'kernel_2']);
});
