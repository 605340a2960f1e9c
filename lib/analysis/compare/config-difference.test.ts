import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../protocol/json.ts';
import { configRows, isDifferent, isSameSetting } from './config-difference.ts';
import { flatConfig } from './flat-config.ts';

const rowsOf = (reference: number, ...configs: JsonObject[]) => configRows(configs.map(flatConfig), reference);

test('settings are held against the reference, nested ones by their path, numbers with their change', () => {
  const rows = rowsOf(
    1,
    { opt: { lr: 0.01, name: 'adam' }, units: 64, shift: -1, dims: [1, 2] },
    { opt: { lr: 0.001, name: 'adam' }, units: 64, shift: 1, dims: [1, 2], extra: null },
  );
  expect(rows.filter(isDifferent).map(({ key, values }) => [key, ...values])).toEqual([
    ['opt.lr', 0.01, 0.001],
    ['shift', -1, 1],
    ['extra', undefined, null],
  ]);
  expect(rows.find(({ key }) => key === 'opt.lr')!.changes).toEqual([{ kind: 'factor', factor: 10 }, null]);
  expect(rows.find(({ key }) => key === 'shift')!.changes).toEqual([{ kind: 'difference', difference: -2 }, null]);
  expect(rows.find(({ key }) => key === 'dims')!.differs).toEqual([false, false]);
});

test('what is of another kind differs, the order of keys and the sign of 0 do not', () => {
  expect(rowsOf(0, { a: 1 }, { a: '1' }).filter(isDifferent)).toHaveLength(1);
  expect(rowsOf(0, { a: {} }, {}).filter(isDifferent)).toHaveLength(1);
  expect(rowsOf(0, { a: 0, list: [{ x: 1, y: 2 }] }, { a: -0, list: [{ y: 2, x: 1 }] }).filter(isDifferent)).toEqual(
    [],
  );
  expect(rowsOf(0, { a: 0 }, { a: 5 })[0]!.changes[1]).toEqual({ kind: 'difference', difference: 5 });
});

test('settings are the same by what they hold', () => {
  expect([
    isSameSetting({ a: 1, b: 2 }, { b: 2, a: 1 }),
    isSameSetting(0, -0),
    isSameSetting(undefined, undefined),
  ]).toEqual([true, true, true]);
  expect([isSameSetting(1, '1'), isSameSetting(null, undefined), isSameSetting([1, 2], [2, 1])]).toEqual([
    false,
    false,
    false,
  ]);
});

test('runs of the same config have no difference, whatever is in it', () => {
  const config = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<JsonObject>;
  fc.assert(
    fc.property(config, (each) => {
      const rows = rowsOf(0, each, JSON.parse(JSON.stringify(each)) as JsonObject);
      expect(rows.filter(isDifferent)).toEqual([]);
    }),
  );
});
