import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../../base/random.ts';
import { farKernel, nearField } from './near-field.ts';

test('the far part is 1/u beyond the reach, and joins it there with the same slope and curvature', () => {
  const reach = fc.double({ min: 0.1, max: 5, noNaN: true });
  fc.assert(
    fc.property(reach, fc.double({ min: 0, max: 1, noNaN: true }), (to, share) => {
      expect(farKernel(to * to * (1 + share), to)).toBeCloseTo(1 / (1 + to * to * (1 + share)), 14);
      // what is missing within the reach is of third order
      const e = share * 0.01;
      const u = (1 + to * to) * (1 - e);
      if (u < 1) return;
      expect(Math.abs(farKernel(u - 1, to) - 1 / u)).toBeLessThanOrEqual(1.0001 * (e ** 3 / u) + 1e-15);
    }),
  );
  expect(farKernel(4, 0)).toBe(0.2);
  // 1/10·(1 + 0.9 + 0.81)
  expect(farKernel(0, 3)).toBeCloseTo(0.271, 12);
});

test('near pairs make up for what the far part lacks: forces and sums are those of 1/u', () => {
  const [points, columns, reach] = [300, 12, 1];
  const random = seededRandom(5);
  const clamped = () => Math.min(columns - 1.01, Math.max(1, columns / 2 + 1.5 * normal(random)));
  const layout = Float64Array.from({ length: 2 * points }, clamped);
  const cells = Int32Array.from({ length: points }, (_, i) => {
    return Math.floor(layout[2 * i + 1]!) * columns + Math.floor(layout[2 * i]!);
  });
  const found = new Float64Array(2 * points);
  const sum = nearField(points).push(layout, cells, columns, reach, found);
  const expected = new Float64Array(2 * points);
  let lacking = 0;
  for (let i = 0; i < points; i++) {
    for (let j = 0; j < points; j++) {
      if (j === i) continue;
      const [dx, dy] = [layout[2 * i]! - layout[2 * j]!, layout[2 * i + 1]! - layout[2 * j + 1]!];
      const square = dx * dx + dy * dy;
      const lack = (of: number) => 1 / (1 + of) - farKernel(of, reach);
      const slope = (lack(square + 1e-6) - lack(Math.max(0, square - 1e-6))) / (square > 1e-6 ? 2e-6 : square + 1e-6);
      expected[2 * i]! -= slope * dx;
      expected[2 * i + 1]! -= slope * dy;
      if (j > i) lacking += lack(square);
    }
  }
  expect(sum).toBeCloseTo(lacking, 9);
  for (const [at, force] of expected.entries()) expect(found[at]).toBeCloseTo(force, 5);
});
