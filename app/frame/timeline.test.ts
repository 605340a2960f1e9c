import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunInfo } from '../../lib/protocol/run.ts';
import type { Health, RunSummary } from '../../lib/protocol/summary.ts';
import { runRow } from '../../lib/protocol/testing/run-info.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { projectsOf, select } from './selection.ts';
import {
  cellEdge,
  epochAt,
  isAtFirst,
  isAtNewest,
  laneEvents,
  moved,
  nextEvent,
  timelineOf,
  toFirst,
  toNewest,
} from './timeline.ts';

/** A row of the run list whose epochs went like this. */
function run(
  id: string,
  info: Partial<RunInfo> = {},
  health: readonly Health[] = ['healthy', 'healthy', 'none'],
): RunSummary {
  return runRow(id, info, { health, epoch: health.length });
}

const follow = { epoch: 'live', window: null, align: 'epoch', moment: null } as const;

test('following live stands on the newest snapshot, not on an epoch without one', () => {
  const live = run('a', { status: 'live' });
  const timeline = timelineOf([live], live, follow);
  expect(timeline).toMatchObject({
    epochs: 10,
    reached: 3,
    newest: 2,
    playhead: 2,
    isLive: true,
    isFollowing: true,
    window: [1, 10],
  });
});

test('a playhead that was put somewhere stays there when epochs come', () => {
  const before = run('a', { status: 'live' });
  const after = run('a', { status: 'live' }, Array<Health>(8).fill('healthy'));
  expect(timelineOf([before], before, { ...follow, epoch: 2 }).playhead).toBe(2);
  expect(timelineOf([after], after, { ...follow, epoch: 2 }).playhead).toBe(2);
});

test('before the first epoch ended there is no playhead and nowhere to go', () => {
  const fresh = run('a', { status: 'live', epochsPlanned: null }, []);
  const timeline = timelineOf([fresh], fresh, follow);
  expect(timeline).toMatchObject({ epochs: 1, reached: 0, playhead: null });
  expect(moved(timeline, 1)).toBeNull();
});

test('the axis spans the longest run and shows the unfinished epoch', () => {
  const short = run('a', { epochsPlanned: 4 });
  const long = run('b', { epochsPlanned: null, status: 'live' }, Array<Health>(12).fill('healthy'));
  expect(timelineOf([short, long], short, follow).epochs).toBe(13);
});

test('steps of the playhead stay within what was reached', () => {
  const one = run('a');
  const timeline = timelineOf([one], one, { ...follow, epoch: 3 });
  expect([moved(timeline, 1), moved(timeline, -1)]).toEqual([{ epoch: 3 }, { epoch: 2 }]);
  expect([toFirst(timeline), toNewest(timeline)]).toEqual([{ epoch: 1 }, { epoch: 3 }]);
  expect([isAtFirst(timeline), isAtNewest(timeline)]).toEqual([false, true]);
});

const verdict = (onsetEpoch: number, severity: Verdict['severity']): Verdict => ({
  id: `VAN-T::${onsetEpoch}`,
  rule: 'VAN-T',
  severity,
  layer: null,
  onsetEpoch,
  announcedEpoch: onsetEpoch + 2,
  endEpoch: null,
  evidence: [],
  remedies: [],
});

test('events are onsets of what is wrong; a fact is none', () => {
  const events = laneEvents({
    ...{ notes: [], segments: [], epochs: [] },
    verdicts: [verdict(9, 'warning'), verdict(1, 'info'), verdict(3, 'critical')],
  });
  expect(events.map(({ epoch }) => epoch)).toEqual([3, 9]);
  expect([
    nextEvent(events, 3, 1),
    nextEvent(events, 3, -1),
    nextEvent(events, 20, -1),
    nextEvent(events, 9, 1),
  ]).toEqual([9, null, 9, null]);
});

test('notes stand at their epoch and resumes at the first epoch after them; a note about the whole run at none', () => {
  const note = (id: number, epoch: number | null) => ({
    ...{ id, epoch, step: null, view: null, link: '', text: 'look', author: null },
    ...{ createdMs: id, editedMs: null, deletedMs: null },
  });
  const record = (segment: number, epoch: number) => ({
    ...{ segment, epoch, firstStep: 0, step: epoch * 10, wallMs: 0, snapshot: true },
  });
  const events = laneEvents({
    verdicts: [verdict(4, 'critical')],
    notes: [note(1, 2), note(2, null), note(3, 4)],
    segments: [0, 1, 2].map((index) => ({ index, firstStep: index * 20, startedMs: index })),
    epochs: [record(0, 1), record(0, 2), record(1, 3), record(1, 4)],
  });
  expect(events.map(({ kind, epoch }) => [kind, epoch])).toEqual([
    ['note', 2],
    ['resume', 3],
    ['verdict', 4],
    ['note', 4],
  ]);
});

test('every px of the track belongs to the cell drawn there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 50, max: 1_500 }), (epochs, width) => {
      fc.pre(width >= epochs);
      for (let epoch = 1; epoch <= epochs; epoch += 1) {
        const middle = (cellEdge(epoch, epochs, width) + cellEdge(epoch + 1, epochs, width)) / 2;
        expect(epochAt(middle, epochs, width)).toBe(epoch);
      }
    }),
  );
});

test('without runs in the link the newest run of the project is shown', () => {
  const list = [run('new', { project: 'b' }), run('old', { project: 'a' })];
  expect(select({ runs: [], focus: null, project: null }, list)).toMatchObject({
    project: 'b',
    followsNewest: true,
    focus: list[0],
  });
  expect(select({ runs: [], focus: null, project: 'a' }, list).runs).toEqual([list[1]]);
  expect(select({ runs: [], focus: null, project: 'gone' }, list)).toMatchObject({
    runs: [],
    project: 'gone',
    focus: null,
  });
});

test('a link to runs that are gone names them and shows the others', () => {
  const list = [run('a'), run('b')];
  const selection = select({ runs: ['x', 'b', 'a'], focus: 'x', project: null }, list);
  expect(selection.missing).toEqual(['x']);
  expect(selection.runs.map(({ info }) => info.id)).toEqual(['b', 'a']);
  expect(selection.focus).toBe(list[1]);
});

test('projects are listed once, the one with the newest run first', () => {
  expect(projectsOf([run('c', { project: 'b' }), run('b', { project: 'a' }), run('a', { project: 'b' })])).toEqual([
    'b',
    'a',
  ]);
});
