import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { type Rows, rowsOf } from '../linalg/rows.ts';
import { largestDifference, projectionReference, readRows } from '../testing/projection-reference.ts';
import { applyProcrustes, procrustes } from './procrustes.ts';

const reference = projectionReference.procrustes;

function cloud(rows: number, cols: number, seed: number): Rows {
  const random = seededRandom(seed);
  return { data: Float64Array.from({ length: rows * cols }, () => normal(random)), rows, cols };
}

test('the turn, the scale and what is left equal those of SciPy', () => {
  const [moving, fixed] = [readRows(reference.moving), readRows(reference.fixed)];
  const plain = procrustes(moving, fixed);
  expect(largestDifference(plain.rotation.data, reference.rotation.data)).toBeLessThan(reference.tolerance);
  expect(Math.abs(plain.residual - reference.residual)).toBeLessThan(reference.tolerance);
  expect(plain.scale).toBe(1);
  expect(Math.abs(procrustes(moving, fixed, { scale: true }).scale - reference.scale)).toBeLessThan(
    reference.tolerance,
  );
});

test('any turn, reflection and shift is undone; a scale of 3 only when asked', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 7, noNaN: true }), fc.boolean(), (seed, angle, mirror) => {
      const points = cloud(20, 2, seed);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const move = (size: number) => {
        const data = points.data.slice();
        for (let i = 0; i < 20; i++) {
          const x = points.data[2 * i]! * (mirror ? -1 : 1);
          const y = points.data[2 * i + 1]!;
          data[2 * i] = size * (c * x - s * y) + 5;
          data[2 * i + 1] = size * (s * x + c * y) - 9;
        }
        return { ...points, data };
      };
      const back = applyProcrustes(procrustes(move(1), points), move(1));
      expect(largestDifference(back.data, points.data)).toBeLessThan(1e-10);
      const tripled = procrustes(move(3), points);
      expect(tripled.residual).toBeCloseTo(4, 8);
      const scaled = procrustes(move(3), points, { scale: true });
      expect(scaled.scale).toBeCloseTo(1 / 3, 9);
      expect(largestDifference(applyProcrustes(scaled, move(3)).data, points.data)).toBeLessThan(1e-9);
    }),
    { numRuns: 50 },
  );
});

test('points that do not vary are only shifted', () => {
  const constant = rowsOf([2, 2, 2, 2, 2, 2], 3, 2);
  const motion = procrustes(constant, cloud(3, 2, 1));
  expect(motion.rotation.data.every(Number.isFinite)).toBe(true);
  expect(procrustes(cloud(3, 2, 1), constant).residual).toBeNaN();
  const one = procrustes(rowsOf([1, 2], 1, 2), rowsOf([4, 4], 1, 2), { scale: true });
  expect(largestDifference(applyProcrustes(one, rowsOf([1, 2], 1, 2)).data, [4, 4])).toBeLessThan(1e-12);
});

test('points that are not finite are refused in words', () => {
  const points = cloud(3, 2, 1);
  const broken = rowsOf([1, 2, 3, Number.NaN, 5, 6], 3, 2);
  expect(() => procrustes(broken, points)).toThrow('Procrustes: NaN in row 1, column 1');
});
