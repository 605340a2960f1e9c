import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlation, ranksOf, spearman } from './rank-correlation.ts';
import { projectionReference } from './testing/projection-reference.ts';

test('ranks and Spearman’s correlation equal those of SciPy, ties included', () => {
  for (const { a, b, ranks, spearman: expected } of projectionReference.rankCorrelations) {
    expect([...ranksOf(a)]).toEqual(ranks);
    expect(Math.abs(spearman(a, b) - expected)).toBeLessThan(projectionReference.rankTolerance);
  }
});

test('any rising function leaves Spearman’s correlation as it is, a falling one turns its sign', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), { minLength: 3 }),
      (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const rho = spearman(a, b);
        expect(
          spearman(
            a.map((x) => x ** 3 + x),
            b,
          ),
        ).toEqual(rho);
        if (!Number.isNaN(rho))
          expect(
            spearman(
              a.map((x) => -x),
              b,
            ),
          ).toBeCloseTo(-rho, 12);
      },
    ),
  );
});

test('what does not vary, or holds NaN, has no correlation', () => {
  expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
  expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN();
  expect(spearman([1, Number.NaN, 3], [1, 2, 3])).toBeNaN();
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
});
