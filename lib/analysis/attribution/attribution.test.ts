import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  alignmentErrorRate,
  argMaxAccuracy,
  argMaxRows,
  coverage,
  expectedPosition,
  type Link,
  monotonicity,
  rowEntropy,
  summariseAttention,
} from './attention-checks.ts';
import { completenessError } from './completeness.ts';
import { gaussLegendre } from './gauss-legendre.ts';

const reference = JSON.parse(
  readFileSync(new URL('../../../data/reference/attribution.json', import.meta.url), 'utf8'),
) as {
  readonly gaussLegendre: readonly { readonly count: number; readonly nodes: number[]; readonly weights: number[] }[];
  readonly kendall: readonly { readonly order: number[]; readonly tau: number }[];
};

test.each(reference.gaussLegendre)(
  'Gauss–Legendre nodes and weights equal NumPy: $count',
  ({ count, nodes, weights }) => {
    const made = gaussLegendre(count);
    const worst = (actual: Float64Array, expected: number[]) =>
      Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));
    expect(worst(made.nodes, nodes)).toBeLessThan(1e-14);
    expect(worst(made.weights, weights)).toBeLessThan(1e-14);
  },
);

test('n nodes integrate polynomials of degree 2n − 1 exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, pick) => {
      const degree = pick % (2 * count);
      const { nodes, weights } = gaussLegendre(count);
      const integral = nodes.reduce((sum, x, i) => sum + weights[i]! * x ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 12);
    }),
  );
});

test.each(reference.kendall)('monotonicity of $order equals SciPy', ({ order, tau }) => {
  expect(monotonicity(order)).toBeCloseTo(tau, 12);
});

test('even weights have entropy 1, one-hot ones 0, and one valid source none at all', () => {
  expect(rowEntropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(1, 12);
  expect(rowEntropy([0, 1, 0])).toBe(0);
  expect(rowEntropy([0.5, 0.5, 0, 0], 2)).toBeCloseTo(1, 12);
  expect(rowEntropy([1, 0], 1)).toBeNaN();
});

test('a diagonal is monotone, its reverse the opposite', () => {
  const diagonal = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  expect(monotonicity(argMaxRows(diagonal, 3))).toBe(1);
  expect(monotonicity(argMaxRows([0, 0, 1, 0, 1, 0, 1, 0, 0], 3))).toBe(-1);
  expect(monotonicity([2, 1, 0])).toBe(-1);
  expect(monotonicity([1, 1, 1])).toBeNaN();
  expect(Array.from(coverage(diagonal, 3))).toEqual([1, 1, 1]);
  expect(expectedPosition([0, 0.5, 0.5])).toBe(1.5);
});

test('the mass on padding, the sums of rows and the entropy are those of the weights', () => {
  const summary = summariseAttention({
    shape: [2, 1, 2, 3],
    values: [0.4, 0.4, 0.2, 0.5, 0.5, 0, /* no padding */ 1, 0, 0, 0.5, 0.25, 0.2],
    sourceMask: [1, 1, 0, 1, 1, 1],
  });
  expect(summary.padMass).toBeCloseTo(0.1, 12);
  expect(summary.rowSumError).toBeCloseTo(0.05, 12);
  expect(summary.smallest).toBe(0);
  const none = summariseAttention({ shape: [1, 1, 1, 2], values: [0.5, 0.5], sourceMask: null });
  expect(none).toEqual({ entropy: 1, rowSumError: 0, smallest: 0.5, padMass: null });
  // a sequence of padding alone has rows of zeros, which are no error
  const empty = summariseAttention({ shape: [1, 1, 1, 2], values: [0, 0], sourceMask: [0, 0] });
  expect([empty.rowSumError, empty.padMass]).toEqual([0, null]);
  expect(summariseAttention({ shape: [1, 1, 1, 2], values: [Number.NaN, 1], sourceMask: null }).rowSumError).toBeNaN();
});

test('entropy and pad mass stay within 0…1 for any softmax', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 9 }), (scores) => {
      const exponents = scores.map(Math.exp);
      const total = exponents.reduce((a, b) => a + b);
      const values = exponents.map((e) => e / total);
      const sourceMask = scores.map((_, i) => (i < 2 ? 1 : 0));
      const { entropy, padMass } = summariseAttention({ shape: [1, 1, 1, scores.length], values, sourceMask: null });
      expect(entropy).toBeGreaterThanOrEqual(0);
      expect(entropy).toBeLessThanOrEqual(1 + 1e-12);
      expect(padMass).toBeNull();
      const padded = summariseAttention({ shape: [1, 1, 1, scores.length], values, sourceMask });
      expect(padded.padMass).toBeCloseTo(
        values.slice(2).reduce((a, b) => a + b),
        10,
      );
    }),
  );
});

test('alignment against gold: year digits of 2019-01-20 look at the last characters of JAN 20 2019', () => {
  const gold = [7, 8, 9, 10];
  const links = (at: readonly number[]) => at.map((source, target): Link => [target, source]);
  expect(argMaxAccuracy([7, 8, 9, 10], gold)).toBe(1);
  expect(alignmentErrorRate(links([7, 8, 9, 10]), links(gold))).toBe(0);
  expect(argMaxAccuracy([7, 8, 0, 10], [...gold.slice(0, 3), -1])).toBeCloseTo(2 / 3, 12);
  // A = 2 links, one of them sure, the other possible
  expect(
    alignmentErrorRate(
      [
        [0, 0],
        [1, 1],
      ],
      [[0, 0]],
      [[1, 1]],
    ),
  ).toBe(0);
  expect(alignmentErrorRate([[0, 1]], [[0, 0]])).toBe(1);
});

test('completeness is measured against what is to be explained', () => {
  expect(completenessError(0.99, 1)).toBeCloseTo(0.01, 12);
  expect(completenessError(-2, -1)).toBe(1);
  expect(completenessError(0, 0)).toBe(0);
  expect(completenessError(1, 0)).toBe(Infinity);
});
