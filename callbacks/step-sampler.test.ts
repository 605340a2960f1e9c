import { expect, test } from 'vitest';
import { StepSampler } from './step-sampler.ts';

/** Steps sampled out of `count`, when a step takes 100 ms and a sample `costMs`. */
function sampledSteps(sampler: StepSampler, count: number, costMs: number, stepsPerEpoch: number | null): number[] {
  const sampled: number[] = [];
  for (let step = 1; step <= count; step++) {
    const { due } = sampler;
    if (due) sampled.push(step);
    sampler.stepped(100, due ? costMs : null, stepsPerEpoch);
  }
  return sampled;
}

test('samples as often as its share of the time allows, the first step always', () => {
  const sampler = new StepSampler(0.015);
  const steps = sampledSteps(sampler, 1_000, 6, 1_000);
  expect(steps.slice(0, 3)).toEqual([1, 5, 9]);
  // 6 ms in 4 steps of 100 ms are 1.5 %; in 3 steps they would be 2 %.
  expect(sampler.interval).toBe(4);
});

test('takes at least four samples an epoch, however dear', () => {
  expect(sampledSteps(new StepSampler(0.015), 20, 1_000, 20)).toEqual([1, 6, 11, 16]);
  expect(sampledSteps(new StepSampler(0.015), 4, 1_000, 2)).toEqual([1, 2, 3, 4]);
});

test('where the length of an epoch is not known, an epoch that ends at any step has had four samples', () => {
  const steps = sampledSteps(new StepSampler(0.015), 5_000, 1_000, null);
  expect(steps.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
  for (let end = 4; end <= 5_000; end++) {
    expect(steps.filter((step) => step <= end).length).toBeGreaterThanOrEqual(4);
  }
  expect(steps.at(-1)! - steps.at(-2)!).toBe(256);
  expect(steps.length).toBeLessThan(60);
});

test('an interval asked for is kept', () => {
  expect(sampledSteps(new StepSampler(0.015, 3), 7, 1_000, null)).toEqual([1, 4, 7]);
});

test('one slow step does not change the interval', () => {
  const sampler = new StepSampler(0.015);
  sampledSteps(sampler, 52, 6, 1_000);
  expect(sampler.due).toBe(true);
  sampler.stepped(10_000, 6, 1_000);
  expect(sampler.interval).toBe(4);
});

test('the step after a sampled one makes a pair with it, and its cost counts', () => {
  const sampler = new StepSampler(0.015);
  const pairs: number[] = [];
  for (let step = 1; step <= 30; step++) {
    const { due, follows } = sampler;
    if (follows) pairs.push(step);
    sampler.stepped(100, due ? 6 : follows ? 3 : null, 1_000);
  }
  // 9 ms in 6 steps of 100 ms are 1.5 %
  expect(sampler.interval).toBe(6);
  expect(pairs.slice(0, 4)).toEqual([2, 8, 14, 20]);
});
