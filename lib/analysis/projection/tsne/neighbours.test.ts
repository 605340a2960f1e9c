import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../../base/random.ts';
import { type Rows, squaredDistance } from '../../linalg/rows.ts';
import { affinitiesOf } from './affinities.ts';
import { leafOrder } from './leaf-order.ts';
import { nearestNeighbours } from './neighbours.ts';
import { rowBandwidth } from './perplexity.ts';
import { finish } from './tsne.ts';

function cloud(rows: number, cols: number, seed: number, grain = 0): Rows {
  const random = seededRandom(seed);
  const draw = () => (grain > 0 ? Math.round(normal(random) / grain) * grain : normal(random));
  return { data: Float64Array.from({ length: rows * cols }, draw), rows, cols };
}

test('neighbours are those of brute force, ties and duplicates included', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 220 }), fc.integer(), fc.constantFrom(0, 2), (rows, seed, grain) => {
      const order = leafOrder(cloud(rows, 16, seed, grain));
      const count = Math.min(7, rows - 1);
      const found = finish(nearestNeighbours(order.points, order, count));
      for (let i = 0; i < rows; i++) {
        const truth = Float64Array.from({ length: rows }, (_, j) => squaredDistance(order.points, i, order.points, j));
        const ids = [...found.ids.subarray(i * count, (i + 1) * count)];
        expect(new Set(ids).size).toBe(count);
        expect(ids).not.toContain(i);
        truth[i] = Infinity;
        const sorted = ids.map((j) => truth[j]!).sort((a, b) => a - b);
        truth
          .sort()
          .subarray(0, count)
          .forEach((square, k) => {
            expect(sorted[k]).toBeCloseTo(square, 9);
          });
      }
    }),
    { numRuns: 40 },
  );
});

test('P sums to 1, and each row has the perplexity asked for', () => {
  const order = leafOrder(cloud(300, 8, 4));
  const neighbours = finish(nearestNeighbours(order.points, order, 90));
  const { weights, starts, others } = affinitiesOf(neighbours, 30);
  expect(2 * weights.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  expect(starts[300]).toBe(others.length);
  for (let i = 0; i < 300; i++) for (let e = starts[i]!; e < starts[i + 1]!; e++) expect(others[e]).toBeGreaterThan(i);
  for (let i = 0; i < 300; i += 17) {
    const row = neighbours.squares.subarray(i * 90, (i + 1) * 90);
    const { beta, sum, least, converged } = rowBandwidth(row, 30, 1);
    expect(converged).toBe(true);
    const p = row.map((square) => Math.exp(-(square - least) * beta) / sum);
    const entropy = -p.reduce((total, x) => total + (x > 0 ? x * Math.log(x) : 0), 0);
    expect(Math.abs(entropy - Math.log(30))).toBeLessThan(1e-5);
  }
});

test('the perplexity is found whatever the scale of the distances, from any first guess', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: -12, max: 12 }),
      fc.integer({ min: -12, max: 12 }),
      (seed, scale, guess) => {
        const random = seededRandom(seed);
        const squares = Float64Array.from({ length: 40 }, () => 10 ** scale * (0.1 + random()));
        expect(rowBandwidth(squares, 10, 10 ** guess).converged).toBe(true);
      },
    ),
  );
});

test('duplicates share their probability evenly', () => {
  const { sum, converged } = rowBandwidth(new Float64Array(20), 5, 1);
  expect(converged).toBe(false);
  expect(sum).toBe(20);
});
