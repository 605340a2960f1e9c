import { expect, test } from 'vitest';
import { HeldMoments, HeldSeries } from './columns.ts';

function rows(segment: number, from: number, to: number, epochOf: (step: number) => number = () => 1) {
  const steps = Float64Array.from({ length: to - from }, (_, i) => from + i);
  return {
    segment,
    steps,
    epochs: Int32Array.from(steps, epochOf),
    wallMs: steps.map((step) => segment * 1e6 + step),
    of: steps.length,
  };
}

test('a series of a million points stays small, keeps its extremes and says how many it stands for', () => {
  const series = new HeldSeries({ id: 1, name: 'loss', context: {}, segment: 0, count: 0 });
  for (let from = 0; from < 1_000_000; from += 1_000) {
    const steps = Float64Array.from({ length: 1_000 }, (_, i) => from + i);
    series.append({ id: 1, steps, values: steps.map((s) => (s === 777_777 ? 50 : Math.sin(s))), of: 1_000 });
  }
  expect(series.of).toBe(1_000_000);
  expect(series.length).toBeLessThan(15_000);
  expect(series.steps[series.length - 1]).toBe(999_999);
  const at = series.steps.subarray(0, series.length).indexOf(777_777);
  expect(series.values[at]).toBe(50);
});

test('a thinned first load counts all the points it stands for', () => {
  const series = new HeldSeries({ id: 1, name: 'loss', context: {}, segment: 0, count: 0 });
  series.append({ id: 1, steps: Float64Array.of(0, 50, 99), values: Float64Array.of(1, 2, 3), of: 100 });
  series.append({ id: 1, steps: Float64Array.of(100), values: Float64Array.of(4), of: 1 });
  expect([series.length, series.of]).toEqual([4, 101]);
});

test('a segment that goes back takes the place of the earlier moments from its first step on', () => {
  const moments = new HeldMoments();
  moments.append(rows(0, 0, 100));
  moments.append(rows(1, 40, 60));
  expect([...moments.steps.subarray(0, moments.length)]).toEqual(Array.from({ length: 60 }, (_, i) => i));
  expect(moments.wallMs[39]).toBe(39);
  expect(moments.wallMs[40]).toBe(1_000_040);
});

test('a million moments stay bounded, in order, and keep where each epoch begins', () => {
  const moments = new HeldMoments();
  for (let from = 0; from < 1_000_000; from += 10_000)
    moments.append(rows(0, from, from + 10_000, (step) => 1 + Math.floor(step / 12_345)));
  const steps = moments.steps.subarray(0, moments.length);
  expect(moments.length).toBeLessThanOrEqual(65_536);
  expect(steps.every((step, i) => i === 0 || step > steps[i - 1]!)).toBe(true);
  for (let epoch = 2; epoch <= 81; epoch++) {
    const first = moments.epochs.subarray(0, moments.length).indexOf(epoch);
    expect(steps[first]).toBe((epoch - 1) * 12_345);
  }
});
