import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartCode } from './chart-code.ts';
import { encodedName, packQuery, type QueryPair, unpackQuery } from './short-query.ts';

const KNOWN = ['beside', 'epoch', 't', 'layer', 'weight', 'zoom', 'turn', 'f', 'y1', 'y2', 'c', 'pa', 'pb', 'sa'];
const value = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom(
    'integrated-gradients',
    '-120,-45',
    '0',
    '007',
    '1.5e+9,2e+9',
    '10-20',
    encodedName('gradient×input'),
  ),
  fc.string({ unit: 'grapheme', minLength: 1 }).map(encodedName),
  fc.array(fc.string({ unit: 'grapheme' }).map(encodedName), { minLength: 1 }).map((names) => names.join(',')),
);
const pairs = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...KNOWN, 'unheard-of'), value), { selector: ([key]) => key })
  .map((found): readonly QueryPair[] => found);
const byKey = (found: readonly QueryPair[]) => new Map(found);

test('what was packed comes back as it stood in the link, and nothing is lost', () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const { packed, left } = packQuery(given);
      expect(packed).toMatch(/^[\w-]*$/);
      expect(byKey([...unpackQuery(packed), ...left])).toEqual(byKey(given));
    }),
  );
});

test('a parameter it has no number for is left over', () => {
  expect(packQuery([['unheard-of', '1']])).toEqual({ packed: '', left: [['unheard-of', '1']] });
});

test('numbers, known words and what a name repeats take little room', () => {
  const { packed } = packQuery([
    ['epoch', '24'],
    ['layer', 'ein/Zweig'],
    ['weight', 'ein/Zweig/kern'],
    ['method', 'integrated-gradients'],
  ]);
  expect(packed.length).toBeLessThan(
    'epoch=24&layer=ein/Zweig&weight=ein/Zweig/kern&method=integrated-gradients'.length / 2,
  );
});

test('parts of a list that are known words take two bytes each, and what could be taken for one is left over', () => {
  const axes = ['config:units', 'best:loss:val', 'own', 'last:accuracy:val'].join(',');
  const { packed } = packQuery([['pa', axes]]);
  expect(packed.length).toBeLessThan(24);
  expect(unpackQuery(packed)).toEqual([['pa', axes]]);
  const odd: QueryPair = ['pa', encodedName('\u0001+')];
  expect(packQuery([odd])).toEqual({ packed: '', left: [odd] });
});

test('a link keeps its meaning for good', () => {
  // what stands in links that are out there: never to be changed
  const packed = 'DBgHBoIXAw2DHYITJRNiBhpbID8vkHWCIYtMgi8';
  const given: readonly QueryPair[] = [
    ['epoch', '24'],
    ['layer', 'lstm_1'],
    ['weight', 'lstm_1/kernel'],
    ['method', 'integrated-gradients'],
    ['zoom', '1.5,20'],
    ['y1', 'gradient_norm%7Clayer:lstm_1%7Cweight:lstm_1/kernel'],
  ];
  expect([packQuery(given).packed, unpackQuery(packed)]).toEqual([packed, given]);
});

test('letters that mean nothing never throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void unpackQuery(text)));
  fc.assert(fc.property(fc.base64String(), (text) => void unpackQuery(text)));
});

test('codes of charts take three bytes each, and come back as they were', () => {
  const codes = fc.array(fc.string().map(chartCode), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(codes, (pins) => {
      const given: readonly QueryPair[] = [['pins', pins.join('')]];
      const { packed } = packQuery(given);
      expect(unpackQuery(packed)).toEqual(given);
      expect(packed.length).toBeLessThanOrEqual(4 * pins.length + 6);
    }),
  );
});
