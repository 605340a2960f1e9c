import { expect, test } from 'vitest';
import type { Measurement } from './measurements/measurement.ts';
import { SnapshotSchedule } from './snapshot-schedule.ts';

/** Epochs at which something that costs `costMs` was measured, epochs of 10 s. */
function measuredEpochs(costMs: number, epochs: number): number[] {
  let now = 0;
  const schedule = new SnapshotSchedule(0.015, () => now);
  const measured: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    now += 10_000;
    if (!schedule.due('snapshot', epoch, epoch === epochs)) continue;
    schedule.spent('snapshot', epoch, costMs);
    measured.push(epoch);
  }
  return measured;
}

test('snapshots are free at first and then keep to their share of the time', () => {
  // 10 s free and 1.5 % of 10,000 s, and every tenth epoch at least.
  const taken = measuredEpochs(1_000, 1_000);
  expect(taken.length).toBeGreaterThan(145);
  expect(taken.length).toBeLessThanOrEqual(160);
});

test('the first, the last and every tenth epoch are kept, however dear', () => {
  expect(measuredEpochs(1e6, 34)).toEqual([1, 11, 21, 31, 34]);
});

test('dear measurements take turns', () => {
  const schedule = new SnapshotSchedule(0.015, () => 0);
  const names = ['a', 'b', 'c'].map((name): Measurement => ({ name, pace: 'spread' }));
  schedule.spent('a', 3, 1);
  schedule.spent('c', 2, 1);
  expect(schedule.inTurn(names).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
});

test('the share used tells when what is always kept went beyond the budget', () => {
  const schedule = new SnapshotSchedule(0.03, () => 0);
  schedule.spent('snapshot', 1, 20_000);
  expect(schedule.usedShare).toBe(2);
});
