import { expect, test } from 'vitest';
import { normal, seededRandom } from '../../base/random.ts';
import { type Rows, rowsOf } from '../linalg/rows.ts';
import { epochSample, evenIndices, finiteMask, thinnedSteps } from './epoch-sample.ts';
import { layoutQuality } from './layout-quality.ts';
import { type EpochsRequest, projectEpochs } from './over-epochs.ts';
import { fitPca, transformPca } from './pca.ts';
import { needsRefit, pooledBasis, turnedOnto } from './shared-basis.ts';
import { finish } from './tsne/tsne.ts';

/** Three clusters of 20 points in 6 units, moved a little along one unit at each epoch. */
function clusters(epochs: number, drift = 0.1): Rows[] {
  const random = seededRandom(5);
  const noise = Array.from({ length: 60 * 6 }, () => 0.1 * normal(random));
  return Array.from({ length: epochs }, (_, e) =>
    rowsOf(
      noise.map((x, i) => x + (i % 6 === Math.floor(i / 120) ? 2 : 0) + (i % 6 === 5 ? drift * e * (1 + (i % 7)) : 0)),
      60,
      6,
    ),
  );
}

const pca: EpochsRequest = { method: 'pca', dimensions: 2, perplexity: 30, neighbours: 15, joint: true };

test('PCA shows all epochs in one basis, so that what does not move stays where it is', () => {
  const [first] = clusters(1);
  const { layouts, quality, basis } = finish(projectEpochs([first!, first!, first!], pca));
  expect(layouts[1]!.data).toEqual(layouts[0]!.data);
  expect(quality.map(({ drift }) => drift)).toEqual([Number.NaN, 0, 0]);
  expect(basis!.components.rows).toBe(3);
  expect(layouts[0]!.data).toEqual(transformPca(basis!, first!).data);
});

test('going on from a basis keeps earlier layouts in place, until it no longer shows the newest epoch', () => {
  const epochs = clusters(4);
  const whole = finish(projectEpochs(epochs.slice(0, 3), pca));
  const more = finish(projectEpochs(epochs.slice(2), pca, { basis: whole.basis, layout: null }));
  expect(more.refitted).toBe(false);
  expect(more.layouts[0]!.data).toEqual(whole.layouts[2]!.data);

  const turnedAway = rowsOf(
    epochs[0]!.data.map((x, i) => (i % 6 >= 3 ? 5 * Math.sin(i * (1 + (i % 6))) : 0.01 * x)),
    60,
    6,
  );
  expect(needsRefit(whole.basis!, epochs[3]!)).toBe(false);
  expect(needsRefit(whole.basis!, turnedAway)).toBe(true);
  const refitted = finish(projectEpochs([...epochs, turnedAway], pca, { basis: whole.basis, layout: null }));
  expect(refitted.refitted).toBe(true);
  expect(refitted.basis).not.toEqual(whole.basis);
});

test('a basis turned onto the one before spans the same plane and holds the same variance', () => {
  const [points] = clusters(1);
  const before = fitPca(points!, 3);
  // the same plane under other axes
  const swapped = {
    ...before,
    components: {
      ...before.components,
      data: Float64Array.of(
        ...before.components.data.subarray(6, 12),
        ...before.components.data.subarray(0, 6).map((x) => -x),
        ...before.components.data.subarray(12).map((x) => -x),
      ),
    },
    ratios: Float64Array.of(before.ratios[1]!, before.ratios[0]!, before.ratios[2]!),
  };
  const turned = turnedOnto(swapped, before, points!);
  expect(Math.max(...turned.components.data.map((x, i) => Math.abs(x - before.components.data[i]!)))).toBeLessThan(
    1e-9,
  );
  for (const [i, ratio] of turned.ratios.entries()) expect(ratio).toBeCloseTo(before.ratios[i]!, 9);
});

test('the pooled basis of very many states comes from evenly spaced ones, and is the same plane', () => {
  const epochs = clusters(3, 0);
  const all = pooledBasis(epochs, 2);
  const one = pooledBasis([epochs[0]!], 2);
  const across = [0, 1].map((i) =>
    Math.abs(
      all.components.data
        .subarray(i * 6, i * 6 + 6)
        .reduce((sum, x, c) => sum + x * one.components.data[i * 6 + c]!, 0),
    ),
  );
  for (const cosine of across) expect(cosine).toBeCloseTo(1, 6);
});

test('t-SNE of each epoch starts from the one before: what does not change hardly moves', () => {
  const [first] = clusters(1);
  const request: EpochsRequest = { ...pca, method: 'tsne', joint: false };
  const { layouts, quality, parameter } = finish(projectEpochs([first!, first!], request));
  expect(layouts.map(({ rows, cols }) => [rows, cols])).toEqual([
    [60, 2],
    [60, 2],
  ]);
  expect(parameter).toBeCloseTo(59 / 3, 9);
  expect(quality[1]!.drift).toBeLessThan(0.1);
  expect(quality[0]!.divergence).toBeGreaterThan(0);
  const goneOn = finish(projectEpochs([first!, first!], request, { basis: null, layout: layouts[0]! }));
  expect(goneOn.layouts[0]).toBe(layouts[0]);
  expect(goneOn.layouts[1]!.data).toEqual(layouts[1]!.data);
});

test('t-SNE and UMAP of all epochs together give a layout to each, and tell how far they are', () => {
  const epochs = clusters(2);
  for (const method of ['tsne', 'umap'] as const) {
    const run = projectEpochs(epochs, { ...pca, method, perplexity: 10, neighbours: 8 });
    const told: number[] = [];
    let step = run.next();
    while (!step.done) {
      told.push(step.value.done);
      step = run.next();
    }
    expect(told.every((done, i) => i === 0 || done >= told[i - 1]! - 1e-9)).toBe(true);
    expect(told.at(-1)).toBeCloseTo(1, 9);
    expect(step.value.layouts).toHaveLength(2);
    expect(step.value.quality[0]!.trustworthiness).toBeGreaterThan(0.8);
  }
});

test('states that are none, or too few, are refused in words', () => {
  expect(() => finish(projectEpochs([rowsOf([], 0, 3)], pca))).toThrow(/no states that are finite — /);
  expect(() => finish(projectEpochs([rowsOf([1, 2, 3, 4], 2, 2)], { ...pca, method: 'tsne' }))).toThrow(
    /needs at least 4; PCA shows any number/,
  );
  const { layouts, quality } = finish(projectEpochs([rowsOf([1, 2], 1, 2)], pca));
  expect([...layouts[0]!.data]).toEqual([0]);
  expect(quality[0]!.trustworthiness).toBeNaN();
});

test('a layout that is the states themselves moves truly and is trusted', () => {
  const [a, b] = clusters(2) as [Rows, Rows];
  const judged = layoutQuality({ states: b, layout: b }, { states: a, layout: a }, null);
  expect(judged).toMatchObject({ trustworthiness: 1, k: 12, divergence: Number.NaN });
  expect(judged.trueMovement).toBeCloseTo(1, 12);
});

test('a sample keeps every sequence a way of some steps, then thins epochs evenly', () => {
  expect(epochSample(10, 600, 30, 10_000)).toEqual({ epochs: evenIndices(10, 10), rows: 600 });
  const thinned = epochSample(200, 6_400, 32, 10_000);
  expect(thinned.epochs).toHaveLength(26);
  expect([thinned.epochs[0], thinned.epochs.at(-1)]).toEqual([0, 199]);
  expect(thinned.rows * thinned.epochs.length).toBeLessThanOrEqual(10_000);
  expect(epochSample(5, 1, 1, 1)).toEqual({ epochs: Int32Array.of(4), rows: 1 });
});

test('steps are thinned from the end of each sequence, padding and what is not finite left out', () => {
  const values = Float64Array.from({ length: 2 * 6 * 2 }, (_, i) => i);
  values.fill(Number.NaN, 16);
  values[1] = Infinity;
  const mask = finiteMask(values, 2);
  expect([...mask]).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  expect([...thinnedSteps(mask, 6, 100)]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect([...thinnedSteps(mask, 6, 4)]).toEqual([1, 3, 5, 7]);
  expect([...thinnedSteps(mask, 6, 2)]).toEqual([5, 7]);
  expect([...thinnedSteps(mask, 6, 1)]).toEqual([7]);
  expect([...thinnedSteps(new Uint8Array(4), 2, 5)]).toEqual([]);
});
