import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTensor, elementCount, encodeTensor } from './tensor-codec.ts';
import { formatRows, parseRows, takeRows } from './tensor-rows.ts';

const ascending = fc
  .uniqueArray(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 200 })
  .map((rows) => Int32Array.from(rows).sort());

test('rows come back from a URL as they were', () => {
  fc.assert(
    fc.property(ascending, (rows) => {
      expect(parseRows(formatRows(rows))).toEqual(rows);
    }),
  );
});

test('an evenly thinned trajectory is one range a sequence', () => {
  // of each of 32 sequences of 200 steps every 17th, counted back from the last
  const rows = Array.from({ length: 32 }, (_, sequence) =>
    Array.from({ length: 12 }, (_, i) => 200 * sequence + 199 - 17 * (11 - i)),
  ).flat();
  const text = formatRows(rows);
  expect(text.split(',').slice(0, 2)).toEqual(['12-199:17', '212-399:17']);
  expect([text.split(',').length, [...parseRows(text)]]).toEqual([32, rows]);
  expect([formatRows([4]), formatRows([4, 5]), formatRows([4, 5, 6]), formatRows([1, 3, 5, 9])]).toEqual([
    '4',
    '4,5',
    '4-6',
    '1-5:2,9',
  ]);
});

test('text that is no rows is refused, and so are rows that do not ascend or are too many', () => {
  for (const text of ['', 'a', '1,', '-3', '1-', '1-9:', '3 4', '1e3', '1-9:2:2', '9999999999']) {
    expect(() => parseRows(text), text).toThrow('rows and ranges separated by commas');
  }
  for (const text of ['2,1', '3,3', '9-3', '1-9,5', '9-3,1-20']) {
    expect(() => parseRows(text), text).toThrow('rows ascend');
  }
  expect(() => parseRows('1-9:0')).toThrow('a stride is 1 or more');
  expect(() => parseRows('0-999999999')).toThrow('at most 1000000 rows');
  expect(() => parseRows('0-1000000')).toThrow('at most 1000000 rows');
  expect(parseRows('0-999999')).toHaveLength(1_000_000);
});

test('rows taken of a tensor are those along its last axis', () => {
  const shape = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  const dtype = fc.constantFrom('float32' as const, 'float16' as const, 'uint8' as const);
  fc.assert(
    fc.property(shape, dtype, fc.infiniteStream(fc.boolean()), (sizes, kind, wanted) => {
      const values = Array.from({ length: elementCount(sizes) }, (_, i) => i % 200);
      const cols = sizes.at(-1)!;
      const matrix = Array.from({ length: values.length / cols }, (_, row) =>
        values.slice(row * cols, (row + 1) * cols),
      );
      const chosen = matrix.map(() => wanted.next().value as boolean);
      const rows = matrix.flatMap((_, row) => (chosen[row] ? [row] : []));
      const whole = { name: 'h', dtype: kind, shape: sizes };
      const taken = takeRows({ ...whole, data: encodeTensor(values, kind) }, rows);
      expect(taken.shape).toEqual([rows.length, cols]);
      const kept = decodeTensor({ ...whole, shape: taken.shape }, taken.data).values;
      expect([...kept]).toEqual(rows.flatMap((row) => matrix[row]!));
    }),
  );
});

test('a tensor without the row says how many it has', () => {
  const states = { name: 'h', dtype: 'float32', shape: [2, 3, 1], data: new Uint8Array(24) } as const;
  expect(() => takeRows(states, [0, 6])).toThrow('tensor h: no row 6 — [2, 3, 1] has 6 rows');
  expect(() => takeRows({ ...states, shape: [] }, [0])).toThrow('no row 0');
});
