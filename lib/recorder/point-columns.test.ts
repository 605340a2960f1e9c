import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PointColumns } from './point-columns.ts';

test('of two values of a series at one step the last wins', () => {
  const columns = new PointColumns();
  columns.row(1, 1, 0);
  columns.add(0, 10);
  columns.add(1, 20);
  columns.row(1, 1, 5);
  columns.add(0, 11);
  const block = columns.take();
  expect([...(block?.values ?? [])]).toEqual([11, 20]);
  expect([...(block?.steps ?? [])]).toEqual([1]);
});

test('a block holds what was added since the last one, whatever its size', () => {
  const point = fc.record({ step: fc.nat(40), series: fc.nat(300), value: fc.double() });
  fc.assert(
    fc.property(fc.array(fc.array(point, { maxLength: 3_000 }), { minLength: 1, maxLength: 3 }), (blocks) => {
      const columns = new PointColumns();
      for (const points of blocks) {
        // What a plain list of rows with maps would hold.
        const rows: { step: number; values: Map<number, number> }[] = [];
        for (const { step, series, value } of points) {
          if (rows.at(-1)?.step !== step) rows.push({ step, values: new Map() });
          rows.at(-1)?.values.set(series, value);
          columns.row(step, 1, 7);
          columns.add(series, value);
        }
        const block = columns.take();
        const got: { step: number; values: Map<number, number> }[] = [];
        for (const step of block?.steps ?? []) got.push({ step, values: new Map() });
        block?.values.forEach((value, i) => {
          got[block.rowIndex[i] as number]?.values.set(block.seriesIndex[i] as number, value);
        });
        expect(got).toEqual(rows);
      }
      expect(columns.take()).toBeNull();
    }),
    { numRuns: 30 },
  );
});
