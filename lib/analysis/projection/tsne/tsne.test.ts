import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../../base/random.ts';
import { type Rows, rowsOf } from '../../linalg/rows.ts';
import { digits, projectionReference } from '../../testing/projection-reference.ts';
import { fullDivergence } from '../kl.ts';
import { neighbourhoodQuality } from '../trustworthiness.ts';
import { finish, type TsneOptions, type TsneProgress, tsne } from './tsne.ts';

const { tsne: reference } = projectionReference;
/** Enough for what does not depend on a good picture. */
const brief: TsneOptions = { exaggerated: 30, iterations: 30 };

/** `groups` clouds of standard deviation 1, `gap` apart. */
function clouds(groups: number, each: number, cols: number, gap: number): Rows {
  const random = seededRandom(9);
  const data = new Float64Array(groups * each * cols);
  for (let i = 0; i < groups * each; i++) {
    for (let c = 0; c < cols; c++) data[i * cols + c] = normal(random) + (c === Math.floor(i / each) ? gap : 0);
  }
  return { data, rows: groups * each, cols };
}

test('on the digits KL over the full P and trustworthiness are those of exact scikit-learn', () => {
  const { layout, divergence, exact, perplexity } = finish(tsne(digits));
  const kl = fullDivergence(digits, layout);
  expect(exact).toBe(true);
  expect(perplexity).toBe(30);
  expect(kl).toBeLessThan(1.05 * reference.sklearnExact.divergence);
  expect(kl).toBeCloseTo(divergence, 4);
  expect(neighbourhoodQuality(digits, layout).trustworthiness).toBeGreaterThan(0.99);
});

test('beyond 600 points the mesh gives a picture as good', () => {
  const points = clouds(5, 140, 20, 8);
  const { layout, exact } = finish(tsne(points));
  expect(exact).toBe(false);
  expect(neighbourhoodQuality(points, layout).trustworthiness).toBeGreaterThan(0.9);
  for (let i = 0; i < 700; i += 7) {
    const nearest = Array.from({ length: 700 }, (_, j) => j)
      .filter((j) => j !== i)
      .sort((a, b) => distance(layout, i, a) - distance(layout, i, b))[0]!;
    expect(Math.floor(nearest / 140)).toBe(Math.floor(i / 140));
  }
});

test('a seed tells the layout to the last bit, another seed gives another', () => {
  const points = clouds(3, 220, 10, 5);
  const first = finish(tsne(points, { ...brief, seed: 1 })).layout.data;
  expect(finish(tsne(points, { ...brief, seed: 1 })).layout.data).toEqual(first);
  expect(finish(tsne(points, { ...brief, seed: 2 })).layout.data).not.toEqual(first);
});

test('three dimensions work up to a cap, beyond which it says what to do', () => {
  const points = clouds(3, 40, 10, 8);
  const { layout } = finish(tsne(points, { dimensions: 3, exaggerated: 100, iterations: 200 }));
  expect(layout.cols).toBe(3);
  expect(neighbourhoodQuality(points, layout, { k: 5 }).trustworthiness).toBeGreaterThan(0.9);
  const many = { data: new Float64Array(2501 * 2), rows: 2501, cols: 2 };
  expect(() => finish(tsne(many, { dimensions: 3 }))).toThrow('3-D goes up to 2500');
});

test('a warm start stays near where it began, and improves the picture of states that moved a little', () => {
  const points = clouds(4, 50, 10, 8);
  const before = finish(tsne(points)).layout;
  const random = seededRandom(3);
  const moved = { ...points, data: points.data.map((x) => x + 0.1 * normal(random)) };
  const after = finish(tsne(moved, { start: before })).layout;
  const cold = finish(tsne(moved, { seed: 5 })).layout;
  const meanMove = (to: Rows) => to.data.reduce((sum, x, i) => sum + Math.abs(x - before.data[i]!), 0) / to.data.length;
  expect(meanMove(after)).toBeLessThan(0.3 * meanMove(cold) + 1);
  expect(fullDivergence(moved, after)).toBeLessThan(1.05 * fullDivergence(moved, cold));
});

test('every step reports, the layout can be looked at on the way, and stopping is not asking again', () => {
  const run = tsne(clouds(2, 60, 8, 6), { exaggerated: 20, iterations: 40 });
  const seen: TsneProgress[] = [];
  for (const progress of run) {
    seen.push(progress);
    if (progress.iteration === 30) break;
  }
  expect(seen.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
    'neighbours',
    'exaggerated',
    'descent',
  ]);
  expect(seen.at(-1)!.done).toBeCloseTo(0.25, 12);
  expect(seen.at(-1)!.divergence).toBeGreaterThan(0);
  expect(seen.at(-1)!.layout().data.every(Number.isFinite)).toBe(true);
  expect(run.next().done).toBe(true);
});

test('fewer points than the perplexity needs lower it, fewer than four are refused', () => {
  const result = finish(tsne(clouds(2, 5, 3, 5), brief));
  expect(result.perplexity).toBe(3);
  expect(result.layout.data.every(Number.isFinite)).toBe(true);
  expect(finish(tsne(clouds(2, 2, 3, 5), brief)).layout.rows).toBe(4);
  expect(() => finish(tsne(clouds(1, 1, 3, 5)))).toThrow('1 points — needs at least 4');
});

test('one unit, constant points and duplicates give finite layouts', () => {
  const line = rowsOf(
    Array.from({ length: 50 }, (_, i) => i),
    50,
    1,
  );
  const constant = rowsOf(new Float64Array(700 * 3).fill(2), 700, 3);
  const doubled = clouds(2, 20, 4, 5);
  const twice = rowsOf([...doubled.data, ...doubled.data], 80, 4);
  for (const points of [line, constant, twice]) {
    const { layout } = finish(tsne(points, brief));
    expect(layout.data.every(Number.isFinite)).toBe(true);
    expect(new Set(layout.data).size).toBeGreaterThan(points.rows);
  }
});

test('points and starts that are not finite are refused in words', () => {
  const points = clouds(1, 10, 2, 0);
  points.data[7] = Number.NaN;
  expect(() => finish(tsne(points))).toThrow('t-SNE: NaN in row 3, column 1');
  const start = { data: new Float64Array(20).fill(Infinity), rows: 10, cols: 2 };
  expect(() => finish(tsne(clouds(1, 10, 2, 0), { start }))).toThrow('t-SNE start: Infinity');
});

test('wide states need no turn into principal axes to be projected', () => {
  const points = clouds(3, 20, 300, 30);
  const { layout } = finish(tsne(points, { exaggerated: 100, iterations: 100 }));
  expect(neighbourhoodQuality(points, layout, { k: 5 }).trustworthiness).toBeGreaterThan(0.75);
});

function distance({ data }: Rows, i: number, j: number): number {
  return Math.hypot(data[2 * i]! - data[2 * j]!, data[2 * i + 1]! - data[2 * j + 1]!);
}
