import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stretches, worst } from './health.ts';
import { spread } from './labels.ts';
import { trace } from './lines.ts';

const same = (value: number) => value;

test('a line is never drawn through a value that is not finite', () => {
  const points = trace([1, 2, 3, 4, 5], [1, 2, Number.NaN, 4, 5], 5, same, same);
  expect(points).toEqual([[1, 1], [2, 2], null, [4, 4], [5, 5]]);
  expect(trace([1, 2], [Number.POSITIVE_INFINITY, 3], 2, same, same)).toEqual([[2, 3]]);
});

test('only the entries that count are drawn', () => {
  expect(trace(new Float64Array([1, 2, 0, 0]), new Float64Array([7, 8, 0, 0]), 2, same, same)).toEqual([
    [1, 7],
    [2, 8],
  ]);
});

test('thinning to pixels keeps the extremes, whatever the data', () => {
  const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 500, maxLength: 3_000 });
  fc.assert(
    fc.property(values, (ys) => {
      const xs = ys.map((_, index) => index);
      const points = trace(xs, ys, ys.length, (value) => value / 40, same).filter((point) => point !== null);
      const drawn = points.map(([, y]) => y);
      expect(Math.max(...drawn)).toBe(Math.max(...ys));
      expect(Math.min(...drawn)).toBe(Math.min(...ys));
      expect(points.length).toBeLessThanOrEqual(4 * (ys.length / 40 + 2) + 64 + 4);
    }),
    { numRuns: 40 },
  );
});

test('a gap survives the thinning to pixels', () => {
  const ys = Array.from({ length: 4_000 }, (_, index) => (index >= 1_000 && index < 1_400 ? Number.NaN : 1));
  const points = trace(
    ys.map((_, index) => index),
    ys,
    ys.length,
    (value) => value / 100,
    same,
  );
  expect(points.filter((point) => point === null)).toHaveLength(1);
});

test('labels stand apart, in the order of their lines, and near them', () => {
  expect(spread([50, 52, 20], 0, 100, 13)).toEqual([44.5, 57.5, 20]);
  expect(spread([2], 5, 100)).toEqual([5]);
  expect(spread([], 0, 10)).toEqual([]);
});

test('labels never overlap while there is room', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { minLength: 1, maxLength: 14 }), (wanted) => {
      const placed = [...spread(wanted, 0, 200)].sort((a, b) => a - b);
      for (let index = 1; index < placed.length; index += 1)
        expect(placed[index]! - placed[index - 1]!).toBeGreaterThanOrEqual(13 - 1e-6);
      expect(placed[0]!).toBeGreaterThanOrEqual(-1e-6);
      expect(placed.at(-1)!).toBeLessThanOrEqual(200 + 1e-6);
    }),
  );
});

test('equal epochs merge, and what is not reached stays visible', () => {
  expect(stretches(['healthy', 'vanishing', 'vanishing'], 5)).toEqual([
    { health: 'healthy', first: 1, last: 1 },
    { health: 'vanishing', first: 2, last: 3 },
    { health: 'ahead', first: 4, last: 5 },
  ]);
});

test('a bucket shows its worst epoch', () => {
  expect(worst(['healthy', 'vanishing', 'exploding', 'nan'], 1, 3)).toBe('exploding');
  expect(worst(['healthy'], 2, 9)).toBe('ahead');
});
