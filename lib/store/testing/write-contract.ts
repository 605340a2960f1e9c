import { expect } from 'vitest';
import type { RunChange } from '../../protocol/ingest.ts';
import { EMPTY_BATCH, newRun, scalars } from './records.ts';
import type { WithStore } from './with-store.ts';

const GONE = { host: 'elsewhere', pid: 0 };
const create = (id: string): RunChange => ({ kind: 'create', run: newRun(id, GONE) });
const points = (...steps: number[]): RunChange => ({
  kind: 'append',
  batch: scalars(steps.map((step) => ['loss', step, step / 10])),
});
const resume: RunChange = { kind: 'resume', host: 'there', pid: 0, startedMs: 1_700_000_100_000 };

/** Writes of several things at once, numbered by their sender; resumes. */
export function writeContract(withStore: WithStore): void {
  withStore('a write does all in order, and appends go to the newest segment', async (store) => {
    const { position } = await store.write('a', [
      create('a'),
      points(1, 2, 3),
      { kind: 'segment', firstStep: 2, startedMs: 1_700_000_000_500 },
      points(2, 3, 4),
      { kind: 'update', patch: { status: 'finished' } },
    ]);
    expect(position).toEqual({ project: 'speech', name: 'run a', step: 4, epoch: 0, segment: 1 });
    expect((await store.listSeries('a')).map(({ segment, count }) => [segment, count])).toEqual([
      [0, 3],
      [1, 3],
    ]);
    expect((await store.getRun('a')).info.status).toBe('finished');
  });

  withStore('a write that fails half-way leaves nothing, not even its number', async (store) => {
    await store.write('a', [create('a')], { sender: 's', number: 1 });
    const broken: RunChange = { kind: 'create', run: newRun('a') };
    await expect(store.write('a', [points(1), broken], { sender: 's', number: 2 })).rejects.toMatchObject({
      code: 'run-exists',
    });
    expect(await store.listSeries('a')).toEqual([]);
    expect((await store.position('a', 's')).received).toBe(1);
  });

  withStore('a number is carried out once, a later one is refused with what is expected', async (store) => {
    const first = { sender: 's', number: 1 };
    expect((await store.write('a', [create('a'), points(1)], first)).repeated).toBe(false);
    expect((await store.write('a', [create('a'), points(1)], first)).repeated).toBe(true);
    await store.write('a', [points(2)], { sender: 's', number: 2 });
    expect((await store.write('a', [points(2)], { sender: 's', number: 2 })).repeated).toBe(true);
    await expect(store.write('a', [points(9)], { sender: 's', number: 4 })).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringContaining('3 is expected'),
    });
    expect((await store.listSeries('a')).map(({ count, lastStep }) => [count, lastStep])).toEqual([[2, 2]]);
    expect((await store.getRun('a')).info.dropped).toEqual({});
  });

  withStore('a run has one sender, until it is resumed', async (store) => {
    await store.write('a', [create('a'), points(1, 2)], { sender: 'one', number: 1 });
    await expect(store.write('a', [points(3)], { sender: 'two', number: 2 })).rejects.toMatchObject({
      code: 'other-sender',
    });
    await store.write('a', [resume], { sender: 'two', number: 1 });
    await store.write('a', [points(3)], { sender: 'two', number: 2 });
    await expect(store.write('a', [points(3)], { sender: 'one', number: 2 })).rejects.toMatchObject({
      code: 'other-sender',
    });
    expect((await store.position('a', 'one')).received).toBeNull();
    expect(await store.position('a', 'two')).toMatchObject({ received: 2, step: 3, segment: 1 });
  });

  withStore('a resumed run is live again, by who resumed it, in a segment of its own', async (store) => {
    await store.write('a', [create('a'), points(5)]);
    await store.write('a', [
      { kind: 'append', batch: { ...EMPTY_BATCH, epochs: [epoch(3)] } },
      { kind: 'update', patch: { status: 'stopped', statusDetail: 'SIGINT', finishedMs: 7 } },
    ]);
    const { position } = await store.write('a', [resume]);
    expect(position).toMatchObject({ step: 5, epoch: 3, segment: 1 });
    const { info } = await store.getRun('a');
    expect(info).toMatchObject({ status: 'live', statusDetail: null, finishedMs: null, host: 'there', pid: 0 });
    expect(Date.now() - info.heartbeatMs).toBeLessThan(60_000);
  });

  withStore('a run whose process lives is not resumed, nor one that is not there', async (store) => {
    await store.write('a', [create('a'), { kind: 'update', patch: { heartbeatMs: Date.now() } }]);
    await expect(store.write('a', [resume])).rejects.toMatchObject({
      code: 'run-live',
      message: expect.stringContaining('elsewhere'),
    });
    await expect(store.write('b', [resume])).rejects.toMatchObject({ code: 'unknown-run' });
    await expect(store.position('b')).rejects.toMatchObject({ code: 'unknown-run' });
  });
}

function epoch(number: number) {
  return { epoch: number, step: 5, firstStep: 1, wallMs: 1_700_000_000_100, snapshot: false };
}
