import { expect, test } from 'vitest';
import type { StoredEvent } from '../../lib/protocol/delta.ts';
import type { Note } from '../../lib/protocol/note.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { epochRecord, runData } from '../gradients/testing/run-data.ts';
import { entriesOf, leadsTo, wantedOf } from './entries.ts';

const event = (id: number, kind: StoredEvent['kind'], epoch: number, message: string): StoredEvent => ({
  ...{ id, kind, epoch, step: epoch * 10, wallMs: id, level: 'info', message, data: {} },
});
const note: Note = {
  ...{ id: 1, epoch: 2, step: null, view: 'states', link: '/states/?runs=run-a,gone&epoch=2&unit=7&theme=light' },
  ...{ text: 'unit 7 <b>flips</b>', author: 'mo', createdMs: 99, editedMs: null, deletedMs: null },
};
const verdict: Verdict = {
  ...{
    id: 'v',
    rule: 'VAN-T',
    severity: 'critical',
    layer: 'lstm_1',
    onsetEpoch: 3,
    announcedEpoch: 4,
    endEpoch: null,
  },
  ...{ evidence: [], remedies: [] },
};
const data = runData({
  epochs: [epochRecord(1), epochRecord(2), epochRecord(2, true, 1)],
  rest: {
    notes: [note],
    verdicts: [verdict],
    segments: [
      { index: 0, firstStep: 0, startedMs: 1 },
      { index: 1, firstStep: 15, startedMs: 2 },
    ],
    events: [event(1, 'console', 1, 'Epoch 1 / 3'), event(2, 'readings', 1, 'x'), event(3, 'log', 3, 'saved')],
  },
});
const entries = entriesOf(data, ({ rule }) => `vanishing ${rule}`);
const page = { runs: [], theme: 'dark' as const };

test('notes, verdicts, resumes and logs are one list by epoch; readings are not in it', () => {
  expect(entries.map(({ kind, epoch }) => [kind, epoch])).toEqual([
    ['console', 1],
    ['note', 2],
    ['resume', 2],
    ['verdict', 3],
    ['log', 3],
  ]);
});

test('entries are wanted by kind, word, run and epoch', () => {
  const all = { kinds: [], text: '', run: null, epoch: null };
  const kinds = (wanted: Partial<typeof all> | { kinds: string[] }) =>
    wantedOf(entries, { ...all, ...wanted }).map(({ kind }) => kind);
  expect(kinds({})).toHaveLength(5);
  expect(kinds({ kinds: ['note', 'verdict'] })).toEqual(['note', 'verdict']);
  expect(kinds({ text: 'FLIPS unit' } as never)).toEqual(['note']);
  expect(kinds({ text: 'lstm_1 van-t' } as never)).toEqual(['verdict']);
  expect(kinds({ text: 'mo' } as never)).toEqual(['note']);
  expect(kinds({ epoch: 3 } as never)).toEqual(['verdict', 'log']);
  expect(kinds({ run: 'another' } as never)).toEqual([]);
});

test('a note leads to just what was seen, in the theme of the page', () => {
  const to = leadsTo(entries[1]!, page);
  expect(to).toMatchObject({
    view: 'states',
    runs: ['run-a', 'gone'],
    focus: 'run-a',
    epoch: 2,
    unit: 7,
    theme: 'dark',
  });
});

test('where the run was given another id, its note leads to the run as it is here', () => {
  const moved = { ...data, info: { ...data.info, id: 'imported' } };
  const [entry] = entriesOf(moved, () => '').filter(({ kind }) => kind === 'note');
  expect(leadsTo(entry!, page)).toMatchObject({ runs: ['imported'], focus: 'imported', unit: 7 });
});

test('a verdict leads to its onset, layer and the view that shows it, a log to its epoch', () => {
  expect(leadsTo(entries[3]!, page)).toMatchObject({ view: 'gradients', epoch: 3, layer: 'lstm_1', focus: 'run-a' });
  expect(leadsTo(entries[4]!, { ...page, runs: ['b', 'run-a'] })).toMatchObject({
    ...{ view: 'overview', epoch: 3, runs: ['b', 'run-a'] },
  });
});
