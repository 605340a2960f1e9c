import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickRows, rowsOf } from '../linalg/rows.ts';
import { digits, moved, projectionReference, readRows } from '../testing/projection-reference.ts';
import { fullDivergence, fullDivergences } from './kl.ts';

const { divergence } = projectionReference.tsne;
const first = pickRows(
  digits,
  Int32Array.from({ length: 60 }, (_, i) => i),
);

test('KL over the complete P equals that of NumPy', () => {
  const ours = fullDivergence(first, readRows(divergence.layout), divergence.perplexity);
  expect(Math.abs(ours - divergence.expected)).toBeLessThan(divergence.tolerance);
});

test('KL does not change when the layout is shifted, turned or mirrored, and several at once are each as alone', () => {
  const layout = readRows(divergence.layout);
  const moved = { ...layout, data: layout.data.slice() };
  for (let i = 0; i < 60; i++) {
    moved.data[2 * i] = 3 - layout.data[2 * i + 1]!;
    moved.data[2 * i + 1] = layout.data[2 * i]! + 5;
  }
  const [a, b] = fullDivergences(first, [layout, moved], 10);
  expect(a).toBe(fullDivergence(first, layout, 10));
  expect(b).toBeCloseTo(a!, 9);
});

test('KL of any layout is not below 0 and stays when the layout is turned, mirrored and moved', () => {
  const points = pickRows(first, [...Array(20).keys()]);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 40, maxLength: 40 }),
      fc.double({ min: 0, max: 7, noNaN: true }),
      fc.boolean(),
      fc.integer({ min: -9, max: 9 }),
      (data, angle, mirror, by) => {
        const layout = rowsOf(data, 20, 2);
        const [plain, turned] = fullDivergences(points, [layout, moved(layout, angle, mirror, by)], 5);
        expect(plain).toBeGreaterThanOrEqual(-1e-12);
        expect(turned).toBeCloseTo(plain!, 8);
      },
    ),
    { numRuns: 30 },
  );
});

test('fewer than four points have no KL', () => {
  expect(fullDivergence(rowsOf([1, 2, 3], 3, 1), rowsOf([1, 2, 3], 3, 1))).toBeNaN();
});
