import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignmentErrors, meanOfHeads } from './alignment-checks.ts';
import type { AttentionWeights } from './attention-checks.ts';

function weightsOf(rows: readonly (readonly number[])[][][]): AttentionWeights {
  const [heads, targets, sources] = [rows[0]!.length, rows[0]![0]!.length, rows[0]![0]![0]!.length];
  const shape = [rows.length, heads, targets, sources] as const;
  return { shape, values: rows.flat(3), sourceMask: null };
}

test('weights on the true sources alone have no error', () => {
  const one = weightsOf([
    [
      [
        [0, 1, 0],
        [1, 0, 0],
      ],
    ],
  ]);
  expect(alignmentErrors(one, [[[1], [0]]])).toEqual({ errorRate: 0, offMass: 0 });
});

test('weights on other sources alone are wrong throughout', () => {
  expect(alignmentErrors(weightsOf([[[[0, 1, 0]]]]), [[[2]]])).toEqual({ errorRate: 1, offMass: 1 });
});

test('half of the links wrong is an error rate of one half', () => {
  const one = weightsOf([
    [
      [
        [0.6, 0.4, 0],
        [0.6, 0.4, 0],
      ],
    ],
  ]);
  const errors = alignmentErrors(one, [[[0], [1]]])!;
  expect(errors.errorRate).toBeCloseTo(0.5, 12);
  expect(errors.offMass).toBeCloseTo(0.5, 12);
});

test('looking at any of several true sources is right, and the weight on all of them counts', () => {
  const errors = alignmentErrors(weightsOf([[[[0.3, 0.5, 0.2]]]]), [[[0, 1]]])!;
  expect(errors.errorRate).toBe(0);
  expect(errors.offMass).toBeCloseTo(0.2, 12);
});

test('weights that do not sum to 1 are shares all the same, and a row of none is off throughout', () => {
  expect(alignmentErrors(weightsOf([[[[6, 2, 0]]]]), [[[0]]])!.offMass).toBeCloseTo(0.25, 12);
  expect(alignmentErrors(weightsOf([[[[0, 0, 0]]]]), [[[0]]])!.offMass).toBe(1);
});

test('targets without a source, and those beyond the weights, are left out', () => {
  const one = weightsOf([
    [
      [
        [1, 0],
        [0, 1],
      ],
    ],
  ]);
  expect(alignmentErrors(one, [[[], [1], [0], [0]], [[0]]])).toEqual({ errorRate: 0, offMass: 0 });
  expect(alignmentErrors(one, [[[], []]])!.errorRate).toBeNaN();
});

test('an alignment that speaks of more sources than there are is not of these weights', () => {
  expect(alignmentErrors(weightsOf([[[[0.5, 0.5]]]]), [[[2]]])).toBeNull();
});

test('heads are averaged', () => {
  const one = weightsOf([[[[1, 0]], [[0, 1]], [[0, 1]]]]);
  expect([...meanOfHeads(one.shape, one.values, 0)].map((v) => v.toFixed(6))).toEqual(['0.333333', '0.666667']);
  expect(alignmentErrors(one, [[[1]]])!.errorRate).toBe(0);
});

test('with one true source each, the error rate is the share of rows that look elsewhere most', () => {
  const row = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.nat(3)), { minLength: 1, maxLength: 12 }), (rows) => {
      const normal = rows.map(([weights]) => weights.map((w) => w / weights.reduce((a, b) => a + b)));
      const errors = alignmentErrors(weightsOf([[normal]]), [rows.map(([, s]) => [s])])!;
      const misses = rows.filter(([, s], t) => normal[t]!.indexOf(Math.max(...normal[t]!)) !== s).length;
      expect(errors.errorRate).toBeCloseTo(misses / rows.length, 10);
      const off = rows.reduce((sum, [, s], t) => sum + 1 - normal[t]![s]!, 0) / rows.length;
      expect(errors.offMass).toBeCloseTo(off, 10);
    }),
  );
});
