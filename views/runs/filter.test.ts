import { expect, test } from 'vitest';
import { runRow as row } from '../../lib/protocol/testing/run-info.ts';
import { filterText, matches, termsOf } from './filter.ts';
import { brief, differingKeys, flattenConfig } from './flatten-config.ts';

const run = filterText(
  row('lstm-fb0', {
    tags: ['baseline'],
    status: 'crashed',
    config: { units: 64, lr: 1e-3, opt: { name: 'Adam' }, clip: null },
  }),
);
const finds = (text: string) => matches(run, termsOf(text));

test('a word is found in name, tags, status and config, in any case', () => {
  expect(['LSTM', 'base', 'crash', 'adam', 'units', ''].map(finds)).toEqual([true, true, true, true, true, true]);
  expect(finds('gru')).toBe(false);
});

test('key=value compares the whole value, numbers as numbers', () => {
  expect(['units=64', 'lr=0.001', 'lr=1e-3', 'opt.name=adam', 'status=crashed', 'tag=baseline'].map(finds)).toEqual(
    Array(6).fill(true),
  );
  expect(['units=6', 'status=crash', 'lr=1', 'clip=0', 'nothing=1'].map(finds)).toEqual(Array(5).fill(false));
});

test('all terms must match', () => {
  expect(finds('lstm status=crashed')).toBe(true);
  expect(finds('lstm status=live')).toBe(false);
});

test('a config is shown by dotted keys with a real minus', () => {
  expect([...flattenConfig({ a: { b: 1e-3, c: [1, 2] }, d: -2, e: null, f: true })]).toEqual([
    ['a.b', '1e−3'],
    ['a.c', '[1,2]'],
    ['d', '−2'],
    ['e', ''],
    ['f', 'true'],
  ]);
});

test('a number with many digits is shown by four, anything else as it is', () => {
  expect(['0.1111111111', '−9.900990099e−3', '1e−3', '64', '2.5', '12345.678901', 'relu', ''].map(brief)).toEqual([
    '0.1111',
    '−9.901e−3',
    '1e−3',
    '64',
    '2.5',
    '12350',
    'relu',
    '',
  ]);
});

test('only what differs between runs is a column; a key that one run lacks differs', () => {
  const configs = [flattenConfig({ units: 64, lr: 1 }), flattenConfig({ units: 64, lr: 2, gain: 1 })];
  expect(differingKeys(configs)).toEqual(['lr', 'gain']);
  expect(differingKeys(configs.slice(0, 1))).toEqual([]);
  expect(differingKeys([])).toEqual([]);
});
