import { expect, test } from 'vitest';
import type { RunData, SeriesColumns } from '../../lib/client/run-data.ts';
import type { JsonObject } from '../../lib/protocol/json.ts';
import type { Context } from '../../lib/protocol/record.ts';
import { runInfo } from '../../lib/protocol/testing/run-info.ts';
import { groupsOf, hasSeeds } from './select/groups.ts';
import { epochValues, groupLines, partings, seriesKeys } from './select/series.ts';

type Logged = readonly [name: string, context: Context, values: readonly number[]];

/** A run of epochs of four steps. */
function run(id: string, config: JsonObject, series: readonly Logged[], name = id): RunData {
  const columns = series.map(([of, context, values], index): SeriesColumns => {
    const stride = context.per === 'epoch' ? 4 : 1;
    const steps = Float64Array.from(values, (_, i) => stride * (i + 1));
    const ys = Float64Array.from(values);
    return { id: index, name: of, context, segment: 0, steps, values: ys, length: values.length, of: values.length };
  });
  const epochs = Math.max(0, ...columns.map(({ steps }) => Math.floor((steps.at(-1) ?? 0) / 4)));
  return {
    info: runInfo(id, { config, name, stepsPerEpoch: 4 }),
    series: new Map(columns.map((each) => [each.id, each])),
    epochs: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, step: 4 * (i + 1), firstStep: 4 * i + 1 })),
    moments: { length: 0 },
  } as unknown as RunData;
}

const val = { subset: 'val', per: 'epoch' } as const;
const falling = (from: number, by: number) => Array.from({ length: 12 }, (_, i) => from * by ** i);

test('runs that differ in their seed alone are one group, named by what their names have in common', () => {
  const runs = [
    run('a', { units: 8, seed: 1 }, [], 'lstm-s1'),
    run('b', { units: 8, seed: 2 }, [], 'lstm-s2'),
    run('c', { units: 16, seed: 1 }, [], 'wide'),
    run('d', {}, [], 'bare'),
    run('e', {}, [], 'bare'),
  ];
  const names = (isFolded: boolean) => groupsOf(runs, isFolded).map(({ name, runs: of }) => [name, of.length]);
  expect(names(true)).toEqual([
    ['lstm', 2],
    ['wide', 1],
    ['bare', 1],
    ['bare', 1],
  ]);
  expect(names(false)).toHaveLength(5);
  expect([hasSeeds(runs), hasSeeds(runs.slice(1))]).toEqual([true, false]);
});

test('what is validated comes first; steps are left out where epochs are logged', () => {
  const data = run('a', {}, [
    ['loss', { subset: 'train', per: 'step' }, [4, 3, 2, 1]],
    ['loss', { subset: 'train', per: 'epoch' }, [2.5]],
    ['global_gradient_norm', {}, [1, 2]],
    ['gradient_norm', { weight: 'w' }, [1]],
    ['loss', val, [2]],
  ]);
  expect(seriesKeys([data]).map(({ key }) => key)).toEqual(['loss|val', 'loss|train', 'global_gradient_norm']);
});

test('an epoch has the mean of its points, and none where nothing was logged', () => {
  const data = run('a', {}, [['norm', {}, [1, 2, 3, 4, 6, 6, 6, 6]]]);
  expect(epochValues(data, 'norm')).toEqual([2.5, 6]);
  expect(epochValues(data, 'other')).toEqual([]);
});

test('a group’s line is the mean over its runs, with n beside it', () => {
  const runs = [
    run('a', { seed: 1, k: 1 }, [['loss', val, [1, 2]]]),
    run('b', { seed: 2, k: 1 }, [['loss', val, [3]]]),
  ];
  const [line] = groupLines(groupsOf(runs, true), 'loss|val', 'epoch', 'range');
  expect([...line!.band.xs]).toEqual([1, 2]);
  expect([...line!.band.mean]).toEqual([2, 2]);
  expect([...line!.band.n]).toEqual([2, 1]);
  expect(line!.runs).toBe(2);
});

test('runs part where one stops falling, by the series that shows it first; alike ones do not', () => {
  const fine = run('a', { k: 1 }, [
    ['loss', val, falling(1, 0.8)],
    ['norm', val, falling(1, 0.9)],
  ]);
  const alike = run('b', { k: 2 }, [['loss', val, falling(1, 0.8)]]);
  const stuck = run('c', { k: 3 }, [['loss', val, falling(1, 0.8).map((value, i) => (i < 5 ? value : 0.41))]]);
  const [own, ...others] = groupsOf([fine, alike, stuck], true);
  const found = partings(own!, others, seriesKeys([fine]));
  expect(
    found.map(({ group, result }) => [group.name, result.parting === null ? null : result.parting.at + 1]),
  ).toEqual([
    ['c', expect.any(Number)],
    ['b', null],
  ]);
  expect(found[0]!.result.parting!.at).toBeGreaterThanOrEqual(5);
  const apart = run('d', {}, [['other', val, [1]]]);
  expect(partings(own!, groupsOf([apart], true), seriesKeys([fine, apart]))).toEqual([]);
});

test('a run that crashed before its first epoch is compared by its settings alone', () => {
  const crashed = run('z', { k: 9 }, []);
  const fine = run('a', { k: 1 }, [['loss', val, falling(1, 0.8)]]);
  const groups = groupsOf([fine, crashed], true);
  expect(groupLines(groups, 'loss|val', 'epoch', 'sd')).toHaveLength(1);
  expect(partings(groups[0]!, groups.slice(1), seriesKeys([fine, crashed]))).toEqual([]);
});
