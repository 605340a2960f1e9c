import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareReference } from '../testing/compare-reference.ts';
import { relativeError } from '../testing/reference.ts';
import { criticalT, incompleteBeta, twoSidedP } from './student-t.ts';

const { student, relativeTolerance } = compareReference;

test('tails, critical values and the incomplete beta function agree with SciPy', () => {
  const pairs = [
    ...student.p.map(({ t, freedom, p }) => [twoSidedP(t, freedom), p]),
    ...student.critical.map(({ p, freedom, t }) => [criticalT(p, freedom), t]),
    ...student.beta.map(({ x, a, b, value }) => [incompleteBeta(x, a, b), value]),
  ];
  const columns = [0, 1].map((column) => pairs.map((pair) => pair[column]!));
  expect(relativeError(columns[0]!, columns[1]!)).toBeLessThan(relativeTolerance);
});

test('a larger t is less likely, signs do not matter, and what cannot be told is NaN', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.double({ min: 0.01, max: 10, noNaN: true }),
      fc.double({ min: 1, max: 1e4, noNaN: true }),
      (t, more, freedom) => {
        const p = twoSidedP(t, freedom);
        expect(p).toBe(twoSidedP(-t, freedom));
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1 + 1e-12);
        expect(twoSidedP(t + more, freedom)).toBeLessThanOrEqual(p);
      },
    ),
  );
  expect([twoSidedP(Infinity, 3), twoSidedP(Number.NaN, 3)]).toEqual([0, Number.NaN]);
  // one degree of freedom is Cauchy's law, infinitely many the normal one
  expect(twoSidedP(1, 1)).toBeCloseTo(0.5, 12);
  expect(twoSidedP(1.959963984540054, Infinity)).toBeCloseTo(0.05, 7);
});
