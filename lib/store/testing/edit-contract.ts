import { expect } from 'vitest';
import { EMPTY_CURSOR } from '../../protocol/delta.ts';
import type { NewNote } from '../../protocol/note.ts';
import { newRun, scalars } from './records.ts';
import type { WithStore } from './with-store.ts';

const NOTE: NewNote = {
  epoch: 3,
  step: 120,
  view: 'states',
  link: '/states/?epoch=3&unit=7',
  text: 'unit 7 flips here',
  author: null,
};

/** What people change of runs: names, tags, archive, bin, notes. */
export function editContract(withStore: WithStore): void {
  withStore("what a person set is the person's: a recorder changes the rest, not that", async (store) => {
    await store.createRun(newRun('a'));
    await store.editRuns(['a'], { name: 'the good one', tags: ['keep'], group: null }, 5);
    await store.updateRun('a', { name: 'lstm', tags: ['x'], notes: 'of the recorder', epochsPlanned: 4 });
    await store.write('a', [{ kind: 'update', patch: { group: 'g', status: 'finished' } }]);
    const { info } = await store.getRun('a');
    expect(info).toMatchObject({ name: 'the good one', tags: ['keep'], group: null });
    expect(info).toMatchObject({ notes: 'of the recorder', epochsPlanned: 4, status: 'finished' });
  });

  withStore('tags are added to and taken from many runs, of all or of none', async (store) => {
    await store.createRun(newRun('a', { tags: ['x'] }));
    await store.createRun(newRun('b', { tags: ['y', 'z'] }));
    await store.editRuns(['a', 'b'], { addTags: ['n', 'x'], removeTags: ['z'] }, 5);
    expect((await store.getRun('a')).info.tags).toEqual(['x', 'n']);
    expect((await store.getRun('b')).info.tags).toEqual(['y', 'n', 'x']);
    await expect(store.editRuns(['a', 'nobody'], { addTags: ['q'] }, 6)).rejects.toMatchObject({ code: 'unknown-run' });
    expect((await store.getRun('a')).info.tags).toEqual(['x', 'n']);
  });

  withStore('a run is put away and brought back, and the time it was first put away stays', async (store) => {
    await store.createRun(newRun('a'));
    const { cursor } = await store.tail('a', EMPTY_CURSOR);
    await store.editRuns(['a'], { archived: true }, 5);
    await store.editRuns(['a'], { archived: true, deleted: true }, 6);
    expect((await store.tail('a', cursor)).run).toMatchObject({ archivedMs: 5, deletedMs: 6 });
    await store.editRuns(['a'], { archived: false, deleted: false }, 7);
    expect((await store.getRun('a')).info).toMatchObject({ archivedMs: null, deletedMs: null });
  });

  withStore('emptying the bin removes deleted runs with all they hold, keeps live ones, and goes on', async (store) => {
    const ended = { status: 'finished' } as const;
    for (const id of ['a', 'b', 'c']) {
      await store.createRun(newRun(id, { host: 'elsewhere', startedMs: Date.now() }));
      await store.append(id, 0, scalars([['loss', 1, 3]]));
      await store.addNote(id, NOTE, 4);
    }
    await store.updateRun('a', ended);
    await store.updateRun('b', ended);
    await store.editRuns(['a', 'c'], { deleted: true }, 5);
    expect(await store.emptyBin()).toEqual({ removed: ['a'], kept: ['c'] });
    expect((await store.listRuns()).map(({ info }) => info.id).sort()).toEqual(['b', 'c']);
    await expect(store.listSeries('a')).rejects.toMatchObject({ code: 'unknown-run' });
    await store.append('b', 0, scalars([['loss', 2, 1]]));
    expect((await store.listSeries('b')).map(({ count }) => count)).toEqual([2]);
    expect(await store.listNotes('b')).toHaveLength(1);
    expect(await store.emptyBin()).toEqual({ removed: [], kept: ['c'] });
    await store.createRun(newRun('a'));
    expect(await store.listNotes('a')).toEqual([]);
  });

  withStore('a note comes with the next delta, changed, deleted and restored ones too', async (store) => {
    await store.createRun(newRun('a'));
    const first = await store.tail('a', EMPTY_CURSOR);
    const note = await store.addNote('a', NOTE, 10);
    expect(note).toEqual({ ...NOTE, id: note.id, createdMs: 10, editedMs: null, deletedMs: null });
    const second = await store.tail('a', first.cursor);
    expect(second.notes).toEqual([note]);
    await store.editNote('a', note.id, { text: 'unit 7 flips at 3 and 5' }, 11);
    await store.editNote('a', note.id, { deleted: true }, 12);
    const third = await store.tail('a', second.cursor);
    expect(third.notes).toEqual([{ ...note, text: 'unit 7 flips at 3 and 5', editedMs: 11, deletedMs: 12 }]);
    expect(await store.listNotes('a')).toEqual([]);
    await store.editNote('a', note.id, { deleted: false }, 13);
    expect(await store.listNotes('a')).toMatchObject([{ id: note.id, deletedMs: null, editedMs: 11 }]);
    expect((await store.tail('a', third.cursor)).notes).toHaveLength(1);
  });

  withStore('a note of another run, or of none, is refused by its number', async (store) => {
    await store.createRun(newRun('a'));
    await store.createRun(newRun('b'));
    const { id } = await store.addNote('a', { ...NOTE, epoch: null, step: null, view: null, link: '' }, 1);
    const refused = { code: 'unknown-note', message: expect.stringContaining(`note ${id}`) };
    await expect(store.editNote('b', id, { deleted: true }, 2)).rejects.toMatchObject(refused);
    await expect(store.addNote('nobody', NOTE, 2)).rejects.toMatchObject({ code: 'unknown-run' });
    expect(await store.listNotes('a')).toHaveLength(1);
  });
}
