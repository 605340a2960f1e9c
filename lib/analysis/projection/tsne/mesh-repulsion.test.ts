import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../../base/random.ts';
import { largestDifference, projectionReference } from '../../testing/projection-reference.ts';
import { meshRepulsion } from './mesh-repulsion.ts';
import { exactRepulsion } from './repulsion.ts';

function cloud(points: number, spread: number, seed = 3): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: 2 * points }, () => spread * normal(random));
}

test.each([
  [800, 12],
  [800, 3],
  [800, 0.4],
  [800, 1e-3],
])('%i points of spread %f are pushed as by exact sums', (points, spread) => {
  const layout = cloud(points, spread);
  const [ours, exact] = [new Float64Array(layout.length), new Float64Array(layout.length)];
  const z = meshRepulsion(points).push(layout, ours);
  const exactZ = exactRepulsion(2).push(layout, exact);
  const norm = (values: Float64Array) => Math.hypot(...values);
  expect(Math.abs(z / exactZ - 1)).toBeLessThan(1e-3);
  expect(norm(ours.map((force, i) => force - exact[i]!)) / norm(exact)).toBeLessThan(0.03);
});

test('exact sums equal those of NumPy in the plane and in space', () => {
  const { cases, tolerance } = projectionReference.repulsion;
  expect(cases.map(({ layout }) => layout.cols)).toEqual([2, 2, 3]);
  for (const { layout, z, forces } of cases) {
    const out = new Float64Array(forces.length);
    const found = exactRepulsion(layout.cols as 2 | 3).push(Float64Array.from(layout.data), out);
    expect(Math.abs(found - z)).toBeLessThan(tolerance * z);
    expect(largestDifference(out, forces)).toBeLessThan(tolerance);
  }
});

test('what pushes points apart adds up to nothing, and knows no place', () => {
  const place = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 30 }), place, (points, by) => {
      const layout = Float64Array.from(points.flat());
      const [out, other] = [new Float64Array(layout.length), new Float64Array(layout.length)];
      const exact = exactRepulsion(2);
      const z = exact.push(layout, out);
      for (const side of [0, 1]) {
        const sum = out.reduce((total, force, i) => total + (i % 2 === side ? force : 0), 0);
        expect(Math.abs(sum)).toBeLessThan(1e-9);
      }
      const shifted = exact.push(
        layout.map((value) => value + by),
        other,
      );
      expect(shifted).toBeCloseTo(z, 6);
      expect(largestDifference(other, out)).toBeLessThan(1e-9);
    }),
  );
});

test('a mesh that grows and shrinks with the layout stays right', () => {
  const mesh = meshRepulsion(300);
  const exact = exactRepulsion(2);
  const [ours, sums] = [new Float64Array(600), new Float64Array(600)];
  for (const spread of [1e-4, 1, 10, 30, 8, 60, 1]) {
    const layout = cloud(300, spread, Math.round(spread * 10));
    const z = exact.push(layout, sums);
    // of N points far from all others Z is next to nothing, and the mesh takes their own N off again: so against both
    expect(Math.abs(mesh.push(layout, ours) - z) / (z + 300)).toBeLessThan(5e-3);
  }
});

test('points that all lie on one another have Z of N² − N and no force', () => {
  const out = new Float64Array(100);
  expect(meshRepulsion(50).push(new Float64Array(100).fill(3), out)).toBeCloseTo(2450, 3);
  for (const force of out) expect(Math.abs(force)).toBeLessThan(1e-6);
});

test('a layout too wide for the finest mesh is coarser, never out of bounds', () => {
  const layout = Float64Array.from([-900, -900, 900, 900, 0, 0, 899, 899]);
  const out = new Float64Array(8);
  expect(Number.isFinite(meshRepulsion(4).push(layout, out))).toBe(true);
  expect(out.every(Number.isFinite)).toBe(true);
});
