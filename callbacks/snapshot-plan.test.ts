import { expect, test } from 'vitest';
import { expectedCosts, extentOf, type PassCosts, type SnapshotExtent } from './snapshot-plan.ts';
import { SnapshotSchedule } from './snapshot-schedule.ts';

/** What is taken at the ends of epochs of 10 s; the costs are in ms, those of a batch alone nothing. */
function taken(costs: PassCosts, epochs: number): { readonly extents: (SnapshotExtent | null)[]; readonly ms: number } {
  let ms = 0;
  const schedule = new SnapshotSchedule(0.015);
  const extents: (SnapshotExtent | null)[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    schedule.trained(10_000);
    const extent = extentOf(schedule, costs, epoch, epoch === epochs);
    extents.push(extent);
    if (extent === null) continue;
    const cost = extent === 'batch' ? 0 : costs[extent];
    schedule.spent('snapshot', epoch, cost);
    ms += cost;
  }
  return { extents, ms };
}

test('cheap snapshots are free for ten seconds in all and then keep to their share of the time', () => {
  const { extents, ms } = taken({ whole: 900, forward: 300 }, 1_000);
  expect(extents.slice(0, 10)).toEqual(Array(10).fill('whole'));
  // 10 s free, 1.5 % of 10,000 s, and every tenth epoch at least
  expect(ms).toBeLessThanOrEqual(10_000 + 150_000 + 900);
  expect(ms).toBeGreaterThan(155_000);
});

test('what is dear has nothing free: it keeps to its share strictly', () => {
  for (const epochs of [3, 30, 300]) {
    const { ms } = taken({ whole: 6_000, forward: 1_500 }, epochs);
    expect(ms).toBeLessThanOrEqual(0.015 * epochs * 10_000);
  }
});

test('the first, the last and every tenth epoch are kept, at least as far as the last batch tells', () => {
  const { extents } = taken({ whole: 1e6, forward: 1e6 }, 34);
  const kept = extents.flatMap((extent, i) => (extent === null ? [] : [i + 1]));
  expect(kept).toEqual([1, 11, 21, 31, 34]);
});

test('a cheap snapshot is kept whole at the first, the last and every tenth epoch, whatever was spent', () => {
  const schedule = new SnapshotSchedule(0);
  schedule.spent('snapshot', 1, 20_000);
  const costs = { whole: 300, forward: 100 };
  expect(extentOf(schedule, costs, 2, false)).toBeNull();
  expect(extentOf(schedule, costs, 11, false)).toBe('whole');
  expect(extentOf(schedule, costs, 2, true)).toBe('whole');
});

test('a forward pass is taken where the backward one is too dear', () => {
  const schedule = new SnapshotSchedule(0.015);
  expect(extentOf(schedule, { whole: 3_000, forward: 1_200 }, 1, false)).toBe('batch');
  schedule.trained(100_000);
  expect(extentOf(schedule, { whole: 3_000, forward: 1_200 }, 1, false)).toBe('forward');
});

test('before the first pass a training step tells what it will take', () => {
  const { whole, forward } = expectedCosts(8_000, 32, 32);
  expect(whole).toBe(8_000);
  expect(forward).toBeCloseTo((8_000 * 0.4) / 3);
  expect(expectedCosts(8_000, 32, 1).whole).toBe(3_200);
});

test('a dear measurement has a turn for nothing where epochs are short, and only in its share of the time where they are long', () => {
  const turns = (epochMs: number) => {
    const schedule = new SnapshotSchedule(0.015);
    schedule.trained(epochMs);
    schedule.epochEnded();
    return schedule.affordsTurn(300);
  };
  expect(turns(5_000)).toBe(true);
  expect(turns(16_000)).toBe(false);
  expect(turns(30_000)).toBe(true);
});
