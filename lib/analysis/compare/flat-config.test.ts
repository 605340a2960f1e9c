import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../protocol/json.ts';
import { eachSetting, flatConfig, settingAt } from './flat-config.ts';

test('objects are taken apart, lists and empty objects are values', () => {
  const config = { opt: { lr: 1e-3, betas: [0.9, 0.99], extra: {} }, units: 64, off: null, seed: 0 };
  expect([...flatConfig(config)]).toEqual([
    ['opt.lr', 1e-3],
    ['opt.betas', [0.9, 0.99]],
    ['opt.extra', {}],
    ['units', 64],
    ['off', null],
    ['seed', 0],
  ]);
  expect(flatConfig(config)).toBe(flatConfig(config));
  expect(flatConfig({}).size).toBe(0);
});

test('a key that holds dots is taken as it is; of two settings of one path the one within fewer objects counts', () => {
  expect([...flatConfig({ opt: { lr: 1 }, 'opt.lr': 2 })]).toEqual([['opt.lr', 2]]);
  expect([...flatConfig({ 'opt.lr': 2, opt: { lr: 1 } })]).toEqual([['opt.lr', 2]]);
  expect([...flatConfig({ 'a.b': { c: 1 }, a: { 'b.c': 2 } })]).toEqual([['a.b.c', 1]]);
  expect([...flatConfig({ a: { b: { c: 1 } }, 'a.b': { c: 2 } })]).toEqual([['a.b.c', 2]]);
  expect(settingAt({ 'a.b': { c: 1 } }, 'a.b.c')).toBe(1);
});

test('names without letters, and those every object has, are names like others', () => {
  const config = JSON.parse('{"": 1, "a": {"": 2}, "__proto__": {"x": 3}, "constructor": 4}') as JsonObject;
  expect([...flatConfig(config)]).toEqual([
    ['', 1],
    ['a.', 2],
    ['__proto__.x', 3],
    ['constructor', 4],
  ]);
  expect(['toString', 'a', '__proto__', 'a.b'].map((path) => settingAt(config, path))).toEqual(
    Array(4).fill(undefined),
  );
  expect(settingAt(config, 'constructor')).toBe(4);
});

const key = fc.oneof(fc.constantFrom('a', 'b', 'a.b', 'b.a', ''), fc.string());
const config: fc.Arbitrary<JsonObject> = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.string(),
    fc.constant(null),
    fc.array(fc.integer()),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('json'), { maxKeys: 5 }),
})).object;

test('a setting is found by its path, wherever it lies, and nothing else is', () => {
  fc.assert(
    fc.property(config, key, key, (each, a, b) => {
      const flat = flatConfig(each);
      for (const [path, value] of flat) expect(settingAt(each, path)).toEqual(value);
      for (const path of [a, b, `${a}.${b}`]) expect(settingAt(each, path)).toEqual(flat.get(path));
    }),
  );
});

test('every setting has its path, and there is no path without one', () => {
  fc.assert(
    fc.property(config, (each) => {
      const paths = new Set<string>();
      eachSetting(each, (path) => paths.add(path));
      expect([...flatConfig(each).keys()]).toEqual([...paths]);
    }),
  );
});
