import { expect } from 'vitest';
import { EMPTY_CURSOR } from '../../protocol/delta.ts';
import { EMPTY_BATCH, newRun, scalars } from './records.ts';
import type { WithStore } from './with-store.ts';

/** Runs, their changes and their segments. */
export function runContract(withStore: WithStore): void {
  withStore('a new run is live, has the next colour and its first segment', async (store) => {
    const first = await store.createRun(newRun('a'));
    const second = await store.createRun(newRun('b', { startedMs: 1_700_000_000_001 }));
    expect(first.run).toMatchObject({ ...newRun('a'), status: 'live', colour: 0, heartbeatMs: newRun('a').startedMs });
    expect(first.segment).toEqual({ index: 0, firstStep: 0, startedMs: newRun('a').startedMs });
    expect(second.run.colour).toBe(1);
    expect((await store.listRuns()).map(({ info }) => info.id)).toEqual(['b', 'a']);
  });

  withStore('hostile names, markup, emoji and numbers JSON cannot say come back as they were', async (store) => {
    const name = `<img src=x onerror=alert(1)> "';DROP TABLE run;-- 🌀 ${'ü'.repeat(10_000)}`;
    const config = { lr: Number.NaN, top: Infinity, nested: { list: [1, null, 'a/b', -Infinity] } };
    await store.createRun(newRun(name, { project: name, name, notes: name, tags: [name, ''], group: name, config }));
    const { info } = await store.getRun(name);
    expect(info).toMatchObject({ id: name, project: name, name, notes: name, tags: [name, ''], group: name, config });
  });

  withStore('an id is used once', async (store) => {
    await store.createRun(newRun('a'));
    await expect(store.createRun(newRun('a'))).rejects.toMatchObject({ code: 'run-exists' });
    expect(await store.listRuns()).toHaveLength(1);
  });

  withStore('what is asked of an unknown run is refused by name', async (store) => {
    for (const call of [
      () => store.getRun('nobody'),
      () => store.tail('nobody', EMPTY_CURSOR),
      () => store.append('nobody', 0, EMPTY_BATCH),
      () => store.updateRun('nobody', { name: 'x' }),
      () => store.heartbeat('nobody', 1),
      () => store.openSegment('nobody', 0, 0),
      () => store.listSeries('nobody'),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'unknown-run', message: expect.stringContaining('"nobody"') });
    }
  });

  withStore('a patch changes what it names, and the revision says so', async (store) => {
    await store.createRun(newRun('a'));
    const before = await store.getRun('a');
    const probe = {
      digest: 'd',
      count: 2,
      inputShape: [3, null],
      origin: 'given' as const,
      labels: null,
      tokens: null,
      classNames: null,
    };
    await store.updateRun('a', { status: 'failed', statusDetail: 'NaN loss', finishedMs: 5, epochsPlanned: 10, probe });
    const after = await store.getRun('a');
    expect(after.info).toEqual({
      ...before.info,
      status: 'failed',
      statusDetail: 'NaN loss',
      finishedMs: 5,
      epochsPlanned: 10,
      probe,
    });
    expect(after.revision).toBeGreaterThan(before.revision);
    await store.updateRun('a', { statusDetail: null });
    expect((await store.getRun('a')).info.statusDetail).toBeNull();
  });

  withStore('what was dropped adds up by reason', async (store) => {
    await store.createRun(newRun('a'));
    await store.updateRun('a', { dropped: { 'queue-full': 2 } });
    await store.updateRun('a', { dropped: { 'queue-full': 3, other: 1 } });
    await store.updateRun('a', { dropped: {} });
    expect((await store.getRun('a')).info.dropped).toEqual({ 'queue-full': 5, other: 1 });
  });

  withStore('a heartbeat shows in pulse and run and leaves the revision alone', async (store) => {
    await store.createRun(newRun('a'));
    const { revision } = await store.getRun('a');
    await store.heartbeat('a', 1_700_000_009_000);
    const run = await store.getRun('a');
    expect(run.info.heartbeatMs).toBe(1_700_000_009_000);
    expect(run.revision).toBe(revision);
    expect(await store.pulses()).toEqual([
      { id: 'a', status: 'live', heartbeatMs: 1_700_000_009_000, host: 'here', pid: 1 },
    ]);
  });

  withStore('a run that was never changed since gives no info again', async (store) => {
    await store.createRun(newRun('a'));
    const first = await store.tail('a', EMPTY_CURSOR);
    expect(first.run?.id).toBe('a');
    expect(first.segments).toHaveLength(1);
    const second = await store.tail('a', first.cursor);
    expect(second).toEqual({
      run: null,
      segments: [],
      series: [],
      points: [],
      moments: [],
      tensors: [],
      events: [],
      epochs: [],
      verdicts: [],
      notes: [],
      cursor: first.cursor,
    });
  });

  withStore('a segment lets steps begin anew, and the series of both stay apart', async (store) => {
    await store.createRun(newRun('a'));
    await store.append(
      'a',
      0,
      scalars([
        ['loss', 1, 3],
        ['loss', 5, 2],
      ]),
    );
    const seen = await store.tail('a', EMPTY_CURSOR);
    const segment = await store.openSegment('a', 3, 1_700_000_060_000);
    expect(segment).toEqual({ index: 1, firstStep: 3, startedMs: 1_700_000_060_000 });
    await store.append('a', 1, scalars([['loss', 3, 9]]));
    const delta = await store.tail('a', seen.cursor);
    expect(delta.segments).toEqual([segment]);
    expect(delta.series.map(({ name, segment: of, count }) => ({ name, of, count }))).toEqual([
      { name: 'loss', of: 1, count: 1 },
    ]);
    expect(delta.moments.map(({ segment: of, steps }) => [of, ...steps])).toEqual([[1, 3]]);
    expect(await store.listSeries('a')).toHaveLength(2);
    expect((await store.getRun('a')).step).toBe(3);
    await expect(store.append('a', 7, EMPTY_BATCH)).rejects.toMatchObject({ code: 'unknown-segment' });
  });
}
