import fc from 'fast-check';
import { expect } from 'vitest';
import { type Delta, EMPTY_CURSOR } from '../../protocol/delta.ts';
import { thinPoints } from '../../protocol/thinning.ts';
import { DUPLICATE_STEP, type Store } from '../store.ts';
import { newRun, type Point, replay, scalars } from './records.ts';
import type { WithStore } from './with-store.ts';

const value = fc.oneof(
  { weight: 5, arbitrary: fc.double() },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0, 5e-324, Number.MAX_VALUE) },
);
const log = fc
  .array(fc.tuple(fc.constantFrom('loss', 'val/loss', 'acc', 'norm'), fc.nat(2), value), { maxLength: 80 })
  .map((rows) => {
    let step = 0;
    return rows.map(([name, gap, v]): Point => {
      step += gap;
      return [name, step, v];
    });
  });

/** Points and moments: what goes in comes out, once, in order, exactly or thinned. */
export function scalarContract(withStore: WithStore): void {
  withStore('values come back bit for bit: NaN, ±Infinity, −0, tiny, huge and whole numbers', async (store) => {
    const values = [Number.NaN, Infinity, -Infinity, -0, 0, 5e-324, 1 / 3, 2 ** 53, -7, 1e300];
    await store.createRun(newRun('a'));
    await store.append('a', 0, scalars(values.map((v, i): Point => ['loss', i, v])));
    const { points } = await store.tail('a', EMPTY_CURSOR);
    expect(points[0]!.values.every((v, i) => Object.is(v, values[i]))).toBe(true);
    expect([...points[0]!.steps]).toEqual(values.map((_, i) => i));
  });

  withStore('large and fractional steps are kept', async (store) => {
    await store.createRun(newRun('a'));
    const steps = [0, 0.5, 1, 2 ** 31, 2 ** 40 + 1, 2 ** 53 - 1];
    await store.append('a', 0, scalars(steps.map((step): Point => ['loss', step, step])));
    expect([...(await store.tail('a', EMPTY_CURSOR)).points[0]!.steps]).toEqual(steps);
  });

  withStore('a tail after any split of appends adds up to the whole', async (store) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.nat(20), { maxLength: 12 }), async (points, cuts) => {
        const id = `run ${run++}`;
        await store.createRun(newRun(id));
        const deltas: Delta[] = [];
        let at = 0;
        for (const size of [...cuts, points.length]) {
          await store.append(id, 0, scalars(points.slice(at, at + size)));
          at += size;
          deltas.push(await store.tail(id, deltas.at(-1)?.cursor ?? EMPTY_CURSOR));
        }
        const whole = replay([await store.tail(id, EMPTY_CURSOR)]);
        const steadily = replay(deltas);
        expect(new Map(steadily.points)).toEqual(new Map(whole.points));
        expect(steadily.moments).toEqual(whole.moments);
        await expectKept(store, id, points, whole.points);
      }),
      { numRuns: 60 },
    );
  });

  withStore('of two values at one step in a batch the last wins, whatever their order', async (store) => {
    await store.createRun(newRun('a'));
    const report = await store.append(
      'a',
      0,
      scalars([
        ['loss', 4, 1],
        ['loss', 2, 5],
        ['loss', 4, 2],
        ['loss', 3, 7],
      ]),
    );
    expect(report).toEqual({ points: 3, refused: 0 });
    const { points } = replay([await store.tail('a', EMPTY_CURSOR)]);
    expect(points.get('0:loss')).toEqual([
      [2, 5],
      [3, 7],
      [4, 2],
    ]);
  });

  withStore(
    'a point at or below the last one of its series is refused, counted and shown in the run',
    async (store) => {
      await store.createRun(newRun('a'));
      await store.append('a', 0, scalars([['loss', 5, 1]]));
      const { revision } = await store.getRun('a');
      const report = await store.append(
        'a',
        0,
        scalars([
          ['loss', 5, 2],
          ['loss', 4, 2],
          ['acc', 5, 2],
          ['loss', 6, 3],
        ]),
      );
      expect(report).toEqual({ points: 2, refused: 2 });
      const run = await store.getRun('a');
      expect(run.info.dropped).toEqual({ [DUPLICATE_STEP]: 2 });
      expect(run.revision).toBeGreaterThan(revision);
      const { points } = replay([await store.tail('a', EMPTY_CURSOR)]);
      expect(points.get('0:loss')).toEqual([
        [5, 1],
        [6, 3],
      ]);
      expect(points.get('0:acc')).toEqual([[5, 2]]);
    },
  );

  withStore('a series is told by name and context, with its last, smallest and largest value', async (store) => {
    await store.createRun(newRun('a'));
    await store.append(
      'a',
      0,
      scalars([
        ['loss', 1, 4],
        ['val/loss', 1, Number.NaN],
        ['loss', 2, -2],
        ['loss', 3, Infinity],
      ]),
    );
    await store.append('a', 0, scalars([['loss', 4, 3]]));
    const [train, val] = await store.listSeries('a');
    expect(train).toMatchObject({ name: 'loss', context: {}, count: 4, lastStep: 4, lastValue: 3, min: -2, max: 4 });
    expect(val).toMatchObject({
      context: { subset: 'val' },
      count: 1,
      lastValue: Number.NaN,
      min: Number.NaN,
      max: Number.NaN,
    });
    const seen = await store.tail('a', EMPTY_CURSOR);
    expect(seen.series.map(({ id, count }) => [id, count])).toEqual([
      [train!.id, 4],
      [val!.id, 1],
    ]);
  });

  withStore('moments say epoch and wall time of every step', async (store) => {
    await store.createRun(newRun('a'));
    await store.append(
      'a',
      0,
      scalars([
        ['loss', 1, 1],
        ['loss', 12, 1],
      ]),
    );
    await store.append(
      'a',
      0,
      scalars([
        ['val/loss', 12, 1],
        ['loss', 13, 1],
      ]),
    );
    const { moments } = await store.tail('a', EMPTY_CURSOR);
    expect(moments).toHaveLength(1);
    expect([...moments[0]!.steps]).toEqual([1, 12, 13]);
    expect([...moments[0]!.epochs]).toEqual([1, 2, 2]);
    expect([...moments[0]!.wallMs]).toEqual([1, 12, 13].map((step) => 1_700_000_000_000 + step * 75));
    expect(moments[0]!.of).toBe(3);
  });

  withStore(
    'a long series thins as thinning all of it does, from any cursor, and says how many it stands for',
    async (store) => {
      await store.createRun(newRun('a'));
      const points = await longSeries(store, 'a', 40_000);
      for (const max of [64, 400, 2_000, 100_000]) {
        const { points: read } = await store.tail('a', EMPTY_CURSOR, { maxPointsPerSeries: max });
        expectThinned(read[0]!, points, max);
        for (const after of [0, 17, 5_000, 39_990]) {
          const cursor = { ...EMPTY_CURSOR, series: { [read[0]!.id]: after } };
          const delta = await store.tail('a', cursor, { maxPointsPerSeries: max });
          expectThinned(
            delta.points[0]!,
            points.filter(([, step]) => step > after),
            max,
          );
          expect(delta.cursor.series[read[0]!.id]).toBe(points.at(-1)![1]);
        }
      }
    },
  );

  withStore('thinned moments keep the first and the last, and say how many they stand for', async (store) => {
    await store.createRun(newRun('a'));
    const points = await longSeries(store, 'a', 20_000);
    const [moments] = (await store.tail('a', EMPTY_CURSOR, { maxPointsPerSeries: 400 })).moments;
    expect(moments!.of).toBe(points.length);
    expect(moments!.steps.length).toBeLessThanOrEqual(400);
    expect(moments!.steps.length).toBeGreaterThan(100);
    expect(moments!.steps[0]).toBe(points[0]![1]);
    expect(moments!.steps.at(-1)).toBe(points.at(-1)![1]);
    expect([...moments!.steps]).toEqual([...new Set(moments!.steps)].sort((a, b) => a - b));
  });

  withStore('a tail without points tells the series, and goes on behind their last points', async (store) => {
    await store.createRun(newRun('a'));
    const points = await longSeries(store, 'a', 1_000);
    const outline = await store.tail('a', EMPTY_CURSOR, { withoutPoints: true });
    expect(outline.points).toEqual([]);
    expect(outline.series.map(({ name, count }) => [name, count])).toEqual([['loss', points.length]]);
    expect(outline.moments[0]!.of).toBe(points.length);
    const last = points.at(-1)![1];
    expect(outline.cursor).toEqual((await store.tail('a', EMPTY_CURSOR)).cursor);
    await store.append('a', 0, scalars([['loss', last + 1, 7]]));
    const delta = await store.tail('a', outline.cursor);
    expect(delta.points.map(({ steps, values }) => [[...steps], [...values]])).toEqual([[[last + 1], [7]]]);
    expect(delta.series).toEqual([]);
  });

  withStore('a window gives the points of its range, thinned as those alone would be', async (store) => {
    await store.createRun(newRun('a'));
    const points = await longSeries(store, 'a', 40_000);
    await store.append('a', 0, scalars([['acc', 1, 1]]));
    const [loss, acc] = await store.listSeries('a');
    const seriesIds = [loss!.id, acc!.id, 999_999];
    for (const [fromStep, toStep] of [
      [0, 1e9],
      [777, 31_111],
      [100, 140],
      [50_000_000, 60_000_000],
    ] as const) {
      const inside = points.filter(([, step]) => step >= fromStep && step <= toStep);
      for (const maxPoints of [64, 1_000, 100_000]) {
        const query = { runId: 'a', seriesIds, fromStep, toStep, maxPoints };
        const answer = await store.window(query);
        expect(answer.map(({ id }) => id)).toEqual([loss!.id, acc!.id]);
        expectThinned(answer[0]!, inside, maxPoints);
        expect(await store.window(query)).toEqual(answer);
      }
    }
  });
}

async function expectKept(
  store: Store,
  id: string,
  points: readonly Point[],
  kept: ReadonlyMap<string, readonly (readonly [number, number])[]>,
) {
  const stored = [...kept.values()].reduce((sum, series) => sum + series.length, 0);
  const distinct = new Set(points.map(([name, step]) => `${name} ${step}`)).size;
  const { dropped } = (await store.getRun(id)).info;
  expect(stored).toBe(distinct);
  expect(stored + (dropped[DUPLICATE_STEP] ?? 0)).toBeLessThanOrEqual(points.length);
}

/** Appends a series with uneven gaps, a spike, NaN and Infinity, in uneven batches. */
async function longSeries(store: Store, id: string, count: number): Promise<Point[]> {
  let step = 3;
  const points = Array.from({ length: count }, (_, i): Point => {
    step += (i * 7919) % 5 === 0 ? 3 : 1;
    const special = i === count >> 1 ? 50 : i % 9_973 === 0 ? Number.NaN : i === 1_234 ? Infinity : null;
    return ['loss', step, special ?? Math.sin(i / 50) + ((i * 104_729) % 97) / 500];
  });
  for (let at = 0, size = 1; at < count; at += size, size = (size * 7) % 9_001) {
    await store.append(id, 0, scalars(points.slice(at, at + size)));
  }
  return points;
}

function expectThinned(
  read: { readonly steps: Float64Array; readonly values: Float64Array; readonly of: number },
  points: readonly Point[],
  maxPoints: number,
): void {
  const steps = points.map(([, step]) => step);
  const values = points.map(([, , v]) => v);
  const expected = points.length <= maxPoints ? { steps, values } : thinPoints(steps, values, maxPoints / 4);
  expect(read.of).toBe(points.length);
  expect([...read.steps]).toEqual([...expected.steps]);
  expect([...read.values]).toEqual([...expected.values]);
}
