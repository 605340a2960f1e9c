import { expect, test } from 'vitest';
import { type Recordings, STEPS, someOfEach, speechData } from './recordings.ts';

const FEATURES = 2;
/** 200 recordings of 1 to 50 frames, 20 of each digit; no value is 0. */
const RECORDINGS: Recordings = {
  frames: Array.from({ length: 200 }, (_, row) =>
    Float32Array.from({ length: (1 + (row % 50)) * FEATURES }, (_, i) => (i % 2 === 0 ? 100 + row : -1 - (i % 7))),
  ),
  labels: Uint8Array.from({ length: 200 }, (_, row) => Math.floor(row / 20)),
  features: FEATURES,
};

test('frames stand at the beginning, zeros behind them, and what is too long is cut', () => {
  const { train, validation, test: held, cut } = speechData(RECORDINGS, { seed: 1 });
  expect([train.rows, validation.rows, held.rows]).toEqual([160, 20, 20]);
  expect(cut).toBe(40);
  for (const { x, lengths, rows } of [train, validation, held]) {
    for (let row = 0; row < rows; row++) {
      const own = x.subarray(row * STEPS * FEATURES, (row + 1) * STEPS * FEATURES);
      expect(lengths[row]).toBeLessThanOrEqual(STEPS);
      expect(own.indexOf(0)).toBe(lengths[row]! < STEPS ? lengths[row]! * FEATURES : -1);
      expect(own.subarray(lengths[row]! * FEATURES).every((value) => value === 0)).toBe(true);
    }
  }
});

test('the frames trained on have mean 0 and deviation 1, padding left out, and padding stays 0', () => {
  const { train } = speechData(RECORDINGS, { seed: 1 });
  const valid = (feature: number) =>
    Array.from(train.lengths).flatMap((length, row) =>
      Array.from({ length }, (_, t) => train.x[(row * STEPS + t) * FEATURES + feature]!),
    );
  // recordings longer than the steps are scaled with their cut frames, which moves the mean a little
  for (const feature of [0, 1]) {
    const values = valid(feature);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(variance).toBeGreaterThan(0.9);
    expect(variance).toBeLessThan(1.1);
  }
  train.lengths.forEach((length, row) => {
    expect(
      train.x.subarray((row * STEPS + length) * FEATURES, (row + 1) * STEPS * FEATURES).every((v) => v === 0),
    ).toBe(true);
  });
});

test('the probe holds some of every digit', () => {
  const { validation } = speechData(RECORDINGS, { seed: 1 });
  const probe = someOfEach(validation, 2);
  expect([...probe.labels]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
  expect(probe.rows).toBe(20);
  expect(probe.lengths).toHaveLength(20);
});
