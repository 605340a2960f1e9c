import { expect, test } from 'vitest';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { SeriesPoints } from '../../../lib/protocol/delta.ts';
import { columns, epochRecord, runData } from '../../gradients/testing/run-data.ts';
import { exactTable } from './exact-table.ts';
import { foldOf, groupsOf } from './groups.ts';
import { linesOf, spansDecades } from './lines.ts';
import { epochValues, partingsOf, tellingSeries } from './partings.ts';
import { defaultSeries, nameOf, pointsOf, type RunPoints, seriesChoices } from './series.ts';
import { settingRows } from './settings.ts';

const LOSS = { subset: 'val', per: 'epoch' };
const VAL = nameOf({ name: 'loss', context: LOSS });

/** A run with one loss at the end of every epoch, as an outline holds it, and what was stored before. */
function lossRun(id: string, values: readonly number[], config: RunData['info']['config'] = {}) {
  const series = columns('loss', LOSS, [], {});
  const run = runData({
    info: { id, name: id, config, startedMs: 0 },
    epochs: values.map((_, i) => epochRecord(i + 1)),
    series: [series],
  });
  const points: SeriesPoints = {
    id: series.id,
    steps: Float64Array.from(values, (_, i) => 4 * (i + 1)),
    values: Float64Array.from(values),
    of: values.length,
  };
  return { run, points, fetched: (each: number) => (each === series.id ? points : undefined) };
}

/** The points of some such runs. */
function pointsIn(all: readonly ReturnType<typeof lossRun>[]) {
  return (run: RunData, name: string): RunPoints | null => {
    const found = all.find((each) => each.run === run);
    return found ? pointsOf(run, name, found.fetched) : null;
  };
}

test('what was stored comes first, then what the page held since; nothing twice, a later segment takes over', () => {
  const first = columns('loss', LOSS, [9, 8, 7, 6, 5]);
  const second = columns('loss', LOSS, [3], { segment: 1, steps: Float64Array.of(6) });
  const run = runData({ series: [second, first] });
  const stored = new Map<number, SeriesPoints>([
    [first.id, { id: first.id, steps: Float64Array.of(1, 2, 3), values: Float64Array.of(9, 8, 7), of: 3 }],
    [second.id, { id: second.id, steps: Float64Array.of(4, 5), values: Float64Array.of(1, 2), of: 2 }],
  ]);
  const points = pointsOf(run, VAL, (id) => stored.get(id));
  expect([[...points!.steps], [...points!.values], points!.of]).toEqual([[1, 2, 3, 4, 5, 6], [9, 8, 7, 1, 2, 3], 8]);
  expect(pointsOf(run, VAL, () => undefined)).toBeNull();
  expect(pointsOf(run, 'other', () => undefined)).toBeNull();
});

test('the loss on what was not trained on is looked at first, and beside it how large gradients are', () => {
  const run = runData({
    series: [
      columns('loss', { subset: 'train', per: 'epoch' }, []),
      columns('global_gradient_norm', {}, []),
      columns('loss', LOSS, []),
    ],
  });
  expect(defaultSeries(seriesChoices([run, run]))).toEqual([VAL, 'global_gradient_norm']);
  expect(defaultSeries([])).toEqual([null, null]);
  expect(seriesChoices([runData({}), run]).map(({ runs }) => runs)).toEqual([1, 1, 1]);
});

test('runs that differ in their seed alone are one group, named by what their names have in common', () => {
  const runs = [
    ['base-s1', { lr: 0.1, seed: 1 }],
    ['wide-s1', { lr: 0.2, seed: 1 }],
    ['base-s2', { lr: 0.1, seed: 2 }],
  ].map(([id, config]) => lossRun(id as string, [1], config as RunData['info']['config']).run);
  expect(foldOf(null, runs)).toBe('seed');
  const groups = groupsOf(runs, 'seed', runs[1]!);
  expect(groups.map(({ name, runs: members, isReference }) => [name, members.length, isReference])).toEqual([
    ['wide-s1', 1, true],
    ['base', 2, false],
  ]);
  expect(groupsOf(runs, 'config:lr', null).map(({ name }) => name)).toEqual(['lr 0.1', 'wide-s1']);
  // runs that are not said to have seeds are each for itself, whatever their names
  const same = [lossRun('a1', [1]).run, lossRun('a2', [1]).run];
  expect(foldOf(null, same)).toBe('none');
  expect(groupsOf(same, 'group', same[0]!)).toHaveLength(2);
});

test('a group is drawn as its mean with a band and a count, and a run alone as it is', () => {
  const all = [
    lossRun('a-s1', [1, 2], { seed: 1 }),
    lossRun('a-s2', [3, 4, 5], { seed: 2 }),
    lossRun('b', [7], { x: 1 }),
  ];
  const groups = groupsOf(
    all.map(({ run }) => run),
    'seed',
    all[2]!.run,
  );
  const [alone, mean] = linesOf(groups, (run) => pointsIn(all)(run, VAL), 'epoch', 'range');
  expect([[...alone!.ys], alone!.n]).toEqual([[7], null]);
  expect([[...mean!.xs], [...mean!.ys], [...mean!.n!], [...mean!.low!]]).toEqual([
    [1, 2, 3],
    [2, 3, 5],
    [2, 2, 1],
    [1, 2, Number.NaN],
  ]);
  expect(spansDecades([mean!])).toBe(false);
  // nothing of what is on its way is drawn
  expect(linesOf(groups, () => null, 'step', 'sd')).toEqual([]);
});

test('an epoch’s value is the median within it, and what is not finite is not averaged away', () => {
  const run = runData({ epochs: [epochRecord(1), epochRecord(2), epochRecord(4)] });
  const points = {
    steps: Float64Array.of(1, 2, 4, 5, 6, 14),
    values: Float64Array.of(1, 9, 3, 2, Number.NaN, 5),
    of: 6,
  };
  expect(epochValues(run, points)).toEqual([3, Number.NaN, undefined, 5]);
  expect(epochValues(runData({}), points)).toEqual([]);
});

test('runs with nothing in common, and one that crashed at epoch 0, are told from runs that do not part', () => {
  const noise = (i: number) => 0.01 * Math.sin(7 * i);
  const flat = Array.from({ length: 20 }, (_, i) => 1 + noise(i));
  const all = [
    lossRun('a', flat),
    lossRun(
      'b',
      flat.map((v, i) => (i < 9 ? v : v / 3)),
    ),
    lossRun('crashed', []),
  ];
  const groups = groupsOf(
    all.map(({ run }) => run),
    'none',
    all[0]!.run,
  );
  const { first, groups: found } = partingsOf(VAL, groups, pointsIn(all));
  expect([first?.epoch, first?.group.name, first?.test, first?.n]).toEqual([10, 'b', 'noise', [1, 1]]);
  expect(found.map(({ epoch, compared }) => [epoch, compared])).toEqual([
    [10, 20],
    [null, 0],
  ]);
  expect(partingsOf('never logged', groups, pointsIn(all)).groups.every(({ compared }) => compared === 0)).toBe(true);
  expect(tellingSeries(seriesChoices(all.map(({ run }) => run)), VAL)).toEqual([VAL]);
});

test('what the model is counts as a setting, unless the script named one so', () => {
  const [a, b] = [lossRun('a', [1], { memory: 'own' }).run, lossRun('b', [1], {}).run];
  const rows = settingRows([a, { ...b, info: { ...b.info, memory: 12 } }], 0);
  expect(rows.find(({ key }) => key === 'memory')?.values).toEqual(['own', 12]);
  expect(rows.some(({ key }) => key === 'model.layers')).toBe(true);
});

test('the table of a curve holds every stored point, whatever of it is drawn, and tells runs of one name apart', async () => {
  const all = [
    lossRun(
      'a',
      Array.from({ length: 300 }, (_, i) => i),
    ),
    lossRun('b', [5]),
  ];
  const runs = all.map(({ run }, i) => ({ ...run, info: { ...run.info, name: 'same', id: `id-${i}` } }));
  const window = async ({ runId, fromStep, toStep }: { runId: string; fromStep: number; toStep: number }) => {
    const { points } = all[Number(runId.slice(3))]!;
    const at = [...points.steps.keys()].filter((i) => points.steps[i]! >= fromStep && points.steps[i]! <= toStep);
    return [
      {
        id: points.id,
        of: at.length,
        steps: points.steps.filter((_, i) => at.includes(i)),
        values: points.values.filter((_, i) => at.includes(i)),
      },
    ];
  };
  const rows = [...(await exactTable({ window }, runs, VAL)).rows];
  expect(rows).toHaveLength(301);
  expect(new Set(rows.map(([name, id]) => `${name} ${id}`))).toEqual(new Set(['same id-0', 'same id-1']));
});
