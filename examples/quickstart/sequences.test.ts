import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countClasses, moments, resample, seeded, splitByClass, standardise } from './sequences.ts';

test('resampling to the same number of frames changes nothing', () => {
  const frames = new Float32Array([1, 2, 3, 4, 5, 6]);
  expect(resample(frames, 2, 3)).toEqual(frames);
});

test('a straight line stays straight, and its ends stay where they are', () => {
  expect([...resample(new Float32Array([0, 10]), 1, 5)]).toEqual([0, 2.5, 5, 7.5, 10]);
  expect([...resample(new Float32Array([0, 1, 2, 3, 4, 5, 6, 7, 8]), 1, 3)]).toEqual([0, 4, 8]);
});

test('a single frame is repeated', () => {
  expect([...resample(new Float32Array([7, 8]), 2, 3)]).toEqual([7, 8, 7, 8, 7, 8]);
});

test('a resampled sequence never leaves the range of its frames', () => {
  const frames = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 90 });
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 40 }), (values, steps) => {
      for (const value of resample(new Float32Array(values), 1, steps)) {
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-4);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-4);
      }
    }),
  );
});

test('every part of a split holds every class in its share, and every row is in exactly one part', () => {
  const labels = Array.from({ length: 3000 }, (_, row) => row % 10);
  const parts = splitByClass(labels, [0.8, 0.1, 0.1], seeded(1));
  expect(parts.map((part) => part.length)).toEqual([2400, 300, 300]);
  for (const [part, each] of [
    [parts[0]!, 240],
    [parts[1]!, 30],
    [parts[2]!, 30],
  ] as const) {
    const counts = countClasses(part.map((row) => labels[row]!));
    expect([...counts.values()]).toEqual(Array.from({ length: 10 }, () => each));
  }
  expect(parts.flat().sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
});

test('the same seed splits the same, another one otherwise', () => {
  const labels = Array.from({ length: 200 }, (_, row) => row % 4);
  const split = (seed: number) => splitByClass(labels, [0.5, 0.5], seeded(seed));
  expect(split(3)).toEqual(split(3));
  expect(split(3)).not.toEqual(split(4));
});

test('standardised by its own moments every feature has mean 0 and deviation 1, and a constant one becomes 0', () => {
  const x = Float32Array.from([1, 100, 5, 2, 300, 5, 3, 500, 5, 6, 900, 5]);
  const sequences = { x, labels: new Uint8Array(2), rows: 2, steps: 2, features: 3 };
  const scaled = standardise(sequences, moments(sequences));
  const { mean, deviation } = moments(scaled);
  mean.forEach((value) => {
    expect(value).toBeCloseTo(0, 6);
  });
  expect(deviation[0]).toBeCloseTo(1, 6);
  expect(deviation[1]).toBeCloseTo(1, 6);
  expect([scaled.x[2], scaled.x[5], scaled.x[8], scaled.x[11]]).toEqual([0, 0, 0, 0]);
});
