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
  readonly about: { readonly float64Tolerance: number; readonly gaussLegendreTolerance: number };
  readonly summaries: readonly {
    readonly shape: [number, number, number, number];
    readonly values: number[];
    readonly sourceMask: number[];
    readonly entropy: number;
    readonly rowSumError: number;
    readonly smallest: number;
    readonly padMass: number | null;
    readonly firstRowEntropy: number;
    readonly firstRowPosition: number;
    readonly coverage: number[];
    readonly argMax: number[];
  }[];
  readonly alignments: readonly {
    readonly links: Link[];
    readonly sure: Link[];
    readonly possible: Link[];
    readonly errorRate: number;
    readonly errorRateSureOnly: number;
    readonly gold: number[];
    readonly found: number[];
    readonly accuracy: number;
  }[];
  readonly gaussLegendre: readonly { readonly count: number; readonly nodes: number[]; readonly weights: number[] }[];
  readonly kendall: readonly { readonly order: number[]; readonly tau: number }[];
};

test.each(reference.gaussLegendre)(
  'Gauss–Legendre nodes and weights equal NumPy: $count',
  ({ count, nodes, weights }) => {
    const made = gaussLegendre(count);
    const worst = (actual: Float64Array, expected: number[]) =>
      Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));
    expect(worst(made.nodes, nodes)).toBeLessThan(reference.about.gaussLegendreTolerance);
    expect(worst(made.weights, weights)).toBeLessThan(reference.about.gaussLegendreTolerance);
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
  expectNear(monotonicity(order), tau);
});

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThan(reference.about.float64Tolerance);
}

test('entropies, row sums, mass on padding, positions and coverage equal those of SciPy and NumPy', () => {
  for (const { shape, values, sourceMask, ...expected } of reference.summaries) {
    const summary = summariseAttention({ shape, values, sourceMask });
    for (const name of ['entropy', 'rowSumError', 'smallest'] as const) expectNear(summary[name], expected[name]);
    if (expected.padMass === null) expect(summary.padMass).toBeNull();
    else expectNear(summary.padMass!, expected.padMass);
    const [, , targets, sources] = shape;
    const first = values.slice(0, targets * sources);
    const row = first.slice(sources, 2 * sources);
    expectNear(rowEntropy(row), expected.firstRowEntropy);
    expectNear(expectedPosition(row), expected.firstRowPosition);
    coverage(first, sources).forEach((sum, s) => {
      expectNear(sum, expected.coverage[s]!);
    });
    expect(Array.from(argMaxRows(first, sources))).toEqual(expected.argMax);
  }
});

test('alignment error rates equal those of NLTK, accuracies those of NumPy', () => {
  for (const { links, sure, possible, errorRate, errorRateSureOnly, gold, found, accuracy } of reference.alignments) {
    expectNear(alignmentErrorRate(links, sure, possible), errorRate);
    expectNear(alignmentErrorRate(links, sure), errorRateSureOnly);
    expectNear(argMaxAccuracy(found, gold), accuracy);
  }
});

const links = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 8 });

test('an alignment error rate lies within 0…1, and is 0 of the sure links themselves', () => {
  fc.assert(
    fc.property(links, links, links, (found, sure, possible) => {
      const rate = alignmentErrorRate(found, sure, possible);
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(1);
      expect(alignmentErrorRate(sure, sure, possible)).toBe(0);
      // more that is possible is never worse
      expect(alignmentErrorRate(found, sure, [...possible, ...found])).toBeLessThanOrEqual(rate + 1e-12);
    }),
  );
});

test('monotonicity turns its sign where the order is turned, and is the same whatever the steps between positions', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 12 }), (order) => {
      const tau = monotonicity(order);
      if (Number.isNaN(tau)) return;
      expect(monotonicity(order.toReversed())).toBeCloseTo(-tau, 12);
      expect(monotonicity(order.map((at) => at ** 3))).toBeCloseTo(tau, 12);
    }),
  );
});

test('even weights have entropy 1, one-hot ones 0, and one valid source none at all', () => {
  expect(rowEntropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(1, 12);
  expect(rowEntropy([0, 1, 0])).toBe(0);
  expect(rowEntropy([0.5, 0.5, 0, 0], [1, 1, 0, 0])).toBeCloseTo(1, 12);
  expect(rowEntropy([1, 0], [1, 0])).toBeNaN();
  expect(rowEntropy([0, 0, 1], [1, 1, 0])).toBeNaN();
  expect(rowEntropy([Number.NaN, 1])).toBeNaN();
  // what lies on padding has a number of its own
  expect(rowEntropy([0.2, 0.2, 0.2, 0.2, 0.2], [1, 1, 0, 0, 0])).toBeCloseTo(1, 12);
});

test('entropy is of shares: within 0…1, and the same however large the weights and whatever lies on padding', () => {
  const weight = fc.integer({ min: 0, max: 1e6 }).map((n) => n / 1e3);
  const row = fc.array(fc.record({ weight, isValid: fc.boolean() }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(row, fc.integer({ min: -20, max: 20 }), (steps, power) => {
      const valid = steps.map(({ isValid }) => Number(isValid));
      const weights = steps.map((step) => step.weight);
      const entropy = rowEntropy(weights, valid);
      const alone = rowEntropy(weights.filter((_, i) => valid[i] === 1));
      expect(entropy).toBe(alone);
      if (Number.isNaN(entropy)) return;
      expect(entropy).toBeGreaterThanOrEqual(0);
      expect(entropy).toBeLessThanOrEqual(1);
      const scaled = weights.map((each) => each * 2 ** power);
      expect(rowEntropy(scaled, valid)).toBeCloseTo(entropy, 9);
    }),
  );
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
  const gates = { shape: [1, 1, 1, 3], values: [0.8, 0.8, 1.6], sourceMask: [1, 1, 0] } as const;
  expect(summariseAttention(gates).padMass).toBeCloseTo(0.5, 12);
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

test('the error of completeness has no unit', () => {
  // Integers scaled: `fc.double` draws bit patterns, so nearly all of its numbers are closer to zero than these.
  const sums = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e3);
  const differences = fc
    .tuple(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(-1, 1))
    .map(([n, sign]) => (sign * n) / 1e3);
  fc.assert(
    fc.property(sums, differences, fc.integer({ min: -30, max: 30 }), (sum, difference, power) => {
      const error = completenessError(sum, difference);
      expect(error).toBeGreaterThanOrEqual(0);
      expect(completenessError(sum * 2 ** power, difference * 2 ** power)).toBe(error);
      expect(completenessError(difference, difference)).toBe(0);
    }),
  );
});

test('completeness is measured against what is to be explained', () => {
  expect(completenessError(0.99, 1)).toBeCloseTo(0.01, 12);
  expect(completenessError(-2, -1)).toBe(1);
  expect(completenessError(0, 0)).toBe(0);
  expect(completenessError(1, 0)).toBe(Infinity);
});
