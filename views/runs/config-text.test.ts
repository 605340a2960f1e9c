import { expect, test } from 'vitest';
import { settingAt } from '../../lib/analysis/compare/flat-config.ts';
import { brief, keysOf, settingText } from './config-text.ts';

test('a config is shown by dotted keys with a real minus', () => {
  const config = { a: { b: 1e-3, c: [1, 2] }, d: -2, e: null, f: true, g: {}, 'h.i': 3 };
  const { all } = keysOf([config]);
  expect(all.map((key) => [key, settingText(settingAt(config, key))])).toEqual([
    ['a.b', '1e−3'],
    ['a.c', '[1,2]'],
    ['d', '−2'],
    ['e', ''],
    ['f', 'true'],
    ['g', '{}'],
    ['h.i', '3'],
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

test('keys that are not the same in all runs differ, those that one run lacks too', () => {
  const { all, differing } = keysOf([
    { units: 64, lr: 1 },
    { units: 64, lr: 2, gain: 1 },
  ]);
  expect([all, [...differing]]).toEqual([
    ['units', 'lr', 'gain'],
    ['lr', 'gain'],
  ]);
  expect(keysOf([]).all).toEqual([]);
  // a number is no text, and an object that became empty is another
  expect([
    ...keysOf([
      { a: 1, b: {}, c: { d: 1 } },
      { a: '1', b: {}, c: {} },
    ]).differing,
  ]).toEqual(['a', 'c.d', 'c']);
});
