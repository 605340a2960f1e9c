import { expect, test } from 'vitest';
import { thinPoints } from '../protocol/thinning.ts';
import type { WindowRequest } from './contract.ts';
import { exactPoints } from './exact-points.ts';

/** A server with points at some steps, which thins as ours does. */
function serverOf(steps: readonly number[]) {
  const asked: number[] = [];
  const window = async ({ fromStep, toStep, points, series }: WindowRequest) => {
    const own = Float64Array.from(steps.filter((step) => step >= fromStep && step <= toStep));
    asked.push(own.length);
    const values = own.map((step) => step * 2);
    if (own.length <= points) return [{ id: series[0]!, steps: own, values, of: own.length }];
    const { length, ...thin } = thinPoints(own, values, Math.floor(points / 4));
    const kept = { steps: thin.steps.subarray(0, length), values: thin.values.subarray(0, length) };
    return [{ id: series[0]!, ...kept, of: own.length }];
  };
  return { client: { window }, asked };
}

const request = { runId: 'a', series: 1, fromStep: 0, toStep: Number.MAX_SAFE_INTEGER };

test('every point comes, however few are given at once and however uneven the steps are', async () => {
  for (const steps of [
    Array.from({ length: 1_000 }, (_, i) => i),
    Array.from({ length: 300 }, (_, i) => i ** 3),
    [5],
    [],
  ]) {
    const { client } = serverOf(steps);
    const { steps: found, values } = await exactPoints(client, request, 16);
    expect([...found]).toEqual(steps);
    expect([...values]).toEqual(steps.map((step) => step * 2));
  }
});

test('what is not thinned is asked for once', async () => {
  const { client, asked } = serverOf(Array.from({ length: 1_000 }, (_, i) => i));
  await exactPoints(client, request);
  expect(asked).toEqual([1_000]);
});
