import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodedTensor } from '../../../lib/client/run-data.ts';
import type { StoredTensor } from '../../../lib/protocol/delta.ts';
import { scoreDomain } from '../scale.ts';
import { withComputed } from './computed.ts';
import { coverageOf } from './coverage.ts';
import { epochRanges } from './epoch-ranges.ts';
import {
  type ExampleSaliency,
  recordedSaliency,
  stepScores,
  strongest,
  targetOf,
  validSpan,
} from './example-saliency.ts';
import { outputAt } from './output-at.ts';
import { answering, byEpoch, nearestEpoch, saliencySnapshots } from './recorded.ts';
import { agreement, completenessOf } from './trust.ts';

const NaNs = (count: number) => Array<number>(count).fill(Number.NaN);

function stored(epoch: number, method: string, attributes: StoredTensor['attributes'] = {}): StoredTensor {
  const target = { space: 'logit', classes: [1, 0], steps: null };
  return {
    ...{ id: epoch, name: 'saliency', epoch, layer: null, dtype: 'float32', shape: [2, 3, 2], step: epoch, wallMs: 0 },
    axes: ['sequence', 'time', 'feature'],
    attributes: {
      method,
      baseline: 'zero',
      scope: 'embedding',
      target,
      scores: [2, 3],
      sequences: [0, 5],
      ...attributes,
    },
  } as unknown as StoredTensor;
}

function decoded(info: StoredTensor): DecodedTensor {
  const values = Float32Array.from([1, 2, 3, -4, ...NaNs(2), 0.5, 0.25, -1, 0, 2, 2]);
  return { info, values, half: null };
}

function saliency(values: readonly number[], more: Partial<ExampleSaliency> = {}): ExampleSaliency {
  return {
    ...{ epoch: 1, method: 'integrated-gradients', baseline: 'zero', scope: 'input', space: 'logit', sequence: 0 },
    ...{ classIndex: 0, step: null, time: values.length, features: 1, values, score: 3, baselineScore: 1, points: 50 },
    origin: 'recorded',
    ...more,
  } as ExampleSaliency;
}

test('a recorded tensor is read for the sequences it is about, and for no other', () => {
  const second = recordedSaliency(decoded(stored(4, 'gradient×input')), 5)!;
  expect([second.classIndex, second.score, second.epoch]).toEqual([0, 3, 4]);
  expect([...stepScores(second)]).toEqual([0.75, -1, 4]);
  expect(recordedSaliency(decoded(stored(4, 'gradient×input')), 1)).toBeNull();
  expect(recordedSaliency(decoded(stored(4, 'sorcery')), 0)).toBeNull();
});

test('scores are sums where signs mean something, lengths where they do not, and NaN on padded steps', () => {
  const product = recordedSaliency(decoded(stored(1, 'gradient×input')), 0)!;
  expect([...stepScores(product)]).toEqual([3, -1, Number.NaN]);
  const gradient = recordedSaliency(decoded(stored(1, 'gradient')), 0)!;
  expect([...stepScores(gradient)]).toEqual([Math.hypot(1, 2), 5, Number.NaN]);
});

test('padding at either end is cut off; where nothing is a number every step is shown', () => {
  expect(validSpan([Number.NaN, 1, Number.NaN, 2, Number.NaN])).toEqual({ first: 2, last: 4 });
  expect(validSpan(NaNs(3))).toEqual({ first: 1, last: 3 });
  expect(validSpan([])).toEqual({ first: 1, last: 1 });
  expect(strongest([1, Number.NaN, -5, 2], 2)).toEqual([3, 4]);
});

test('completeness compares the sum with f(x) − f(x₀), only of integrated gradients', () => {
  expect(completenessOf(saliency([1, 1.002]))).toMatchObject({ difference: 2, level: 'fine' });
  expect(completenessOf(saliency([1, 1.06]))?.level).toBe('noted');
  expect(completenessOf(saliency([1, 1.2]))?.level).toBe('unreliable');
  expect(completenessOf(saliency(NaNs(2), { score: Number.NaN }))?.level).toBe('unreliable');
  expect(completenessOf(saliency([1, 1], { baselineScore: null }))).toEqual({
    ...{ sum: 2, difference: null, error: null, level: 'unknown' },
  });
  expect(completenessOf(saliency([1], { method: 'gradient×input' }))).toBeNull();
});

test('agreement ranks by sign and size, or by size alone where a method has no sign', () => {
  const occlusion = saliency([1, -2, 3, Number.NaN], { method: 'occlusion' });
  expect(agreement(saliency([10, -20, 30, Number.NaN]), occlusion)).toBeCloseTo(1, 12);
  expect(agreement(saliency([-10, 20, -30, 1]), occlusion)).toBeCloseTo(-1, 12);
  expect(agreement(saliency([1, 2, 3, 9], { method: 'gradient' }), occlusion)).toBeCloseTo(1, 12);
  expect(agreement(saliency([1, 2]), occlusion)).toBeNull();
  expect(agreement(saliency([1, 1, 1]), occlusion)).toBeNaN();
});

test('what answers is of the method, the sequence and the target; what was computed takes the place of what was recorded', () => {
  const all = [stored(9, 'gradient×input'), stored(2, 'gradient×input'), stored(2, 'occlusion')];
  const snapshots = saliencySnapshots({ tensors: all });
  expect(snapshots.map(({ epoch }) => epoch)).toEqual([2, 2, 9]);
  expect(targetOf(all[0]!, 0)).toBe(1);
  const wanted = { sequence: 0, method: 'gradient×input', target: null } as const;
  expect(answering(snapshots, wanted)).toHaveLength(2);
  expect(answering(snapshots, { ...wanted, target: 0 })).toHaveLength(0);
  expect(answering(snapshots, { ...wanted, sequence: 1 })).toHaveLength(0);
  const computed = saliency([7, 7, 7], { epoch: 9, method: 'gradient×input', classIndex: 1, origin: 'computed' });
  const known = byEpoch(answering(snapshots, wanted), () => decoded(all[0]!), [computed], wanted, 1);
  expect([...known].map(([epoch, { origin }]) => [epoch, origin])).toEqual([
    [2, 'recorded'],
    [9, 'computed'],
  ]);
  expect([1, 2, 8, 9, 12, null].map((epoch) => nearestEpoch(known, epoch))).toEqual([2, 2, 2, 9, 9, 9]);
  expect(nearestEpoch(new Map(), 3)).toBeNull();
  expect(withComputed([computed], [{ ...computed, score: 8 }]).map(({ score }) => score)).toEqual([8]);
});

test('an output is read as chances only where it is one', () => {
  const of = (shape: number[], values: number[]) =>
    ({ info: { shape } as unknown as StoredTensor, values: Float32Array.from(values), half: null }) as DecodedTensor;
  expect(outputAt(of([2, 1], [0.25, 0.75]), 1, null)).toMatchObject({
    values: [0.25, 0.75],
    areProbabilities: true,
    best: 1,
  });
  // a sigmoid's share has two sides; a number is one
  expect(outputAt(of([1, 1], [0.25]), 0, null)).toMatchObject({ values: [0.75, 0.25], areProbabilities: true });
  expect(outputAt(of([1, 1], [0.25]), 0, null, true)).toMatchObject({ values: [0.25], areProbabilities: false });
  expect(outputAt(of([1, 2], [4, -1]), 0, null)).toMatchObject({ areProbabilities: false, best: 0 });
  expect(outputAt(of([1, 2, 2], [0.5, 0.5, 0, 1]), 0, 1)).toMatchObject({ values: [0, 1], best: 1 });
  expect(outputAt(of([1, 2], [1, 0]), 3, null)).toBeNull();
  expect(outputAt(of([3], [1, 0, 0]), 0, null)).toBeNull();
});

test('epochs are told in stretches', () => {
  expect(epochRanges([1, 2, 3, 7, 9, 10])).toBe('1–3, 7, 9–10');
  expect(epochRanges([1, 3, 5, 7, 9, 11, 13, 15])).toBe('1, 3, 5, 7, 9, … 15');
  expect(epochRanges([])).toBe('');
});

test('an axis holds what it is asked to hold', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (size) => {
      const [low, high] = scoreDomain(-size, size / 2);
      expect(low).toBeLessThan(-size);
      expect(high).toBeGreaterThan(size / 2);
    }),
  );
  const [low, high] = scoreDomain(0, 0);
  expect(low).toBeLessThan(high);
});

test('what an earlier visit kept stands where nothing was recorded, and what is of another target nowhere', () => {
  const snapshots = saliencySnapshots({ tensors: [stored(2, 'gradient×input')] });
  const wanted = { sequence: 0, method: 'gradient×input', target: null } as const;
  const kept = (epoch: number, classIndex: number) =>
    saliency([7, 7, 7], { epoch, method: 'gradient×input', classIndex, origin: 'kept' });
  const all = [kept(2, 1), kept(3, 1), kept(4, 0)];
  const known = byEpoch(snapshots, () => decoded(snapshots[0]!), all, wanted, 1);
  expect([...known].map(([epoch, { origin }]) => [epoch, origin])).toEqual([
    [2, 'recorded'],
    [3, 'kept'],
  ]);
});

test('epochs are there, can be computed, or are lost; those nearest to the playhead are computed first', () => {
  const weights = [1, 3, 5, 9].map((epoch) => ({ epoch, reason: 'budget', isHalf: false, tensors: [] }));
  const known = new Map([1, 4].map((epoch) => [epoch, null]));
  const { open, ...counts } = coverageOf(known, 10, weights, 6);
  expect(open.map(({ epoch }) => epoch)).toEqual([5, 3, 9]);
  expect(counts).toEqual({ known: 2, reached: 10, lost: 5 });
  expect(coverageOf(known, 10, [], 6)).toMatchObject({ open: [], lost: 8 });
});
