import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ThinnedColumns } from './thinned-columns.ts';
import { bucketOf, KEPT_PER_BUCKET, thinnedIndexes, thinningWidth, thinPoints } from './thinning.ts';

const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noDefaultInfinity: true, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -2, max: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
);
const series = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 40 }), value), { minLength: 1, maxLength: 400 })
  .chain((gaps) => fc.tuple(fc.constant(gaps), fc.integer({ min: 0, max: 1e7 })))
  .map(([gaps, origin]) => {
    let step = origin;
    return { steps: gaps.map(([gap]) => (step += gap)), values: gaps.map(([, v]) => v) };
  });

function plain(points: { steps: Float64Array; values: Float64Array; length: number }): [number[], number[]] {
  return [[...points.steps.subarray(0, points.length)], [...points.values.subarray(0, points.length)]];
}

test('a bucket keeps its first, smallest, largest and last point', () => {
  const values = [5, 1, 9, 3, 4, 2, 2, 7];
  const steps = values.map((_, i) => i);
  expect([...thinnedIndexes(steps, values, 8)]).toEqual([0, 1, 2, 7]);
  expect([...thinnedIndexes(steps, values, 4)]).toEqual([0, 1, 2, 3, 4, 5, 7]);
});

test('of equal extremes the earliest is kept', () => {
  expect([...thinnedIndexes([0, 1, 2, 3, 4], [1, 9, 9, 0, 0], 8)]).toEqual([0, 1, 3, 4]);
});

test('a NaN and infinities of either sign inside a bucket stay as points to be marked', () => {
  const values = [1, Number.NaN, 2, Number.NaN, Infinity, -Infinity, Infinity, 1.5];
  const kept = [
    ...thinnedIndexes(
      values.map((_, i) => i),
      values,
      8,
    ),
  ];
  expect(kept).toEqual([0, 1, 2, 4, 5, 7]);
});

test('the width is the smallest power of two that fits the buckets', () => {
  expect(thinningWidth(0, 999, 1000)).toBe(1);
  expect(thinningWidth(0, 1000, 1000)).toBe(2);
  expect(thinningWidth(1, 100_000, 1000)).toBe(128);
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e6), fc.integer({ min: 2, max: 5000 }), (first, span, buckets) => {
      const width = thinningWidth(first, first + span, buckets);
      const count = (w: number) => bucketOf(first + span, w) - bucketOf(first, w) + 1;
      expect(count(width)).toBeLessThanOrEqual(buckets);
      if (width > 1) expect(count(width / 2)).toBeGreaterThan(buckets);
    }),
  );
});

test('points that fit are all kept, and an empty series stays empty', () => {
  const steps = Array.from({ length: 500 }, (_, i) => i + 1);
  const values = steps.map((s) => Math.sin(s));
  expect(plain(thinPoints(steps, values, 500))).toEqual([steps, values]);
  expect(thinPoints([], [], 10).length).toBe(0);
});

test('thinning keeps real points, the first and latest of them, every extreme, and stays within its bound', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 2, max: 60 }), ({ steps, values }, buckets) => {
      const [s, v] = plain(thinPoints(steps, values, buckets));
      const original = new Map(steps.map((step, i) => [step, values[i]!]));
      for (let i = 0; i < s.length; i++) expect(v[i]).toBe(original.get(s[i]!));
      expect(s[0]).toBe(steps[0]);
      expect(s.at(-1)).toBe(steps.at(-1));
      expect(s.length).toBeLessThanOrEqual(KEPT_PER_BUCKET * buckets);
      expect([...s].sort((a, b) => a - b)).toEqual(s);
      const finite = (xs: number[]) => xs.filter(Number.isFinite);
      expect(Math.min(...finite(v))).toBe(Math.min(...finite(values)));
      expect(Math.max(...finite(v))).toBe(Math.max(...finite(values)));
      for (const mark of [Number.NaN, Infinity, -Infinity]) {
        expect(v.some((x) => Object.is(x, mark))).toBe(values.some((x) => Object.is(x, mark)));
      }
    }),
  );
});

test('thinning what was thinned at half the width gives the same points as thinning everything', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 0, max: 8 }), ({ steps, values }, power) => {
      const half = [...thinnedIndexes(steps, values, 2 ** power)];
      const again = thinnedIndexes(
        half.map((i) => steps[i]!),
        half.map((i) => values[i]!),
        2 ** (power + 1),
      );
      expect([...again].map((i) => half[i])).toEqual([...thinnedIndexes(steps, values, 2 ** (power + 1))]);
    }),
  );
});

test('a growing series read at any moments ends as the whole series thinned at once', () => {
  fc.assert(
    fc.property(
      series,
      fc.integer({ min: 2, max: 40 }),
      fc.array(fc.boolean(), { minLength: 400, maxLength: 400 }),
      ({ steps, values }, buckets, reads) => {
        const columns = new ThinnedColumns(buckets);
        for (let i = 0; i < steps.length; i++) {
          columns.append(steps[i]!, values[i]!);
          if (reads[i]) {
            const soFar = thinPoints(steps, values, buckets, i + 1);
            expect(plain(columns)).toEqual(plain(soFar));
          }
        }
        expect(plain(columns)).toEqual(plain(thinPoints(steps, values, buckets)));
        expect(columns.of).toBe(steps.length);
      },
    ),
  );
});

test('a page that got a thinned history and then live points holds what thinning everything gives', () => {
  fc.assert(
    fc.property(
      series,
      fc.integer({ min: 2, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, buckets, part) => {
        const cut = Math.floor(all.steps.length * part);
        const columns = new ThinnedColumns(buckets);
        columns.appendAll({ ...thinPoints(all.steps, all.values, buckets, cut), of: cut });
        for (let i = cut; i < all.steps.length; i++) columns.append(all.steps[i]!, all.values[i]!);
        expect(plain(columns)).toEqual(plain(thinPoints(all.steps, all.values, buckets)));
        expect(columns.of).toBe(all.steps.length);
      },
    ),
  );
});

test('the memory of a growing series is bounded by its buckets, not by its points', () => {
  const columns = new ThinnedColumns(100);
  for (let i = 0; i < 200_000; i++) columns.append(i, Math.sin(i));
  expect(columns.length).toBeLessThanOrEqual(700);
  expect(columns.steps.length).toBeLessThanOrEqual(4096);
});

test('a step that does not rise is refused', () => {
  const columns = new ThinnedColumns(10);
  columns.append(3, 1);
  expect(() => columns.append(3, 2)).toThrow(/must rise, got 3 after 3/);
});
