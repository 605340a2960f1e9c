import type { PageState } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Note } from '../../lib/protocol/note.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { newestSnapshotOf, playheadEpoch } from '../../views/_kit/state/playhead.ts';

/** What the timeline spans and where its playhead is. */
export interface Timeline {
  /** Epochs on the axis: the most that any selected run planned or reached, at least 1. */
  readonly epochs: number;
  /** Newest finished epoch of any selected run: how far the playhead goes. */
  readonly reached: number;
  /** Newest snapshot of the focused run: where following live stands. */
  readonly newest: number;
  readonly playhead: number | null;
  /** The focused run is being trained, so its newest epoch moves. */
  readonly isLive: boolean;
  readonly isFollowing: boolean;
  readonly window: readonly [number, number];
}

/** Epochs a run takes: as planned, else as reached, with the one that is running. */
function epochsOf({ info, epoch }: RunSummary): number {
  return Math.max(info.epochsPlanned ?? (info.status === 'live' ? epoch + 1 : 0), epoch);
}

/** The timeline of the selected runs. */
export function timelineOf(
  runs: readonly RunSummary[],
  focus: RunSummary,
  state: Pick<PageState, 'epoch' | 'window'>,
): Timeline {
  const reached = Math.max(0, ...runs.map(({ epoch }) => epoch));
  const planned = Math.max(1, ...runs.map(epochsOf));
  const newest = newestSnapshotOf(focus);
  const epoch = playheadEpoch(state.epoch, newest);
  const last = Math.max(1, reached);
  return {
    epochs: planned,
    reached,
    newest,
    playhead: epoch === null ? null : Math.min(epoch, last),
    isLive: focus.info.status === 'live',
    isFollowing: state.epoch === 'live',
    window: state.window ? [Math.min(state.window[0], planned), Math.min(state.window[1], planned)] : [1, planned],
  };
}

/** Where a step of the playhead leads, or null when there is nowhere to go. */
export function moved({ playhead, reached }: Timeline, by: number): number | null {
  if (reached < 1) return null;
  return Math.min(reached, Math.max(1, (playhead ?? reached) + by));
}

/** An event of the focused run on the event lane. */
export type LaneEvent = { readonly key: string; readonly epoch: number } & (
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'resume' }
);

/** Onsets of what is wrong, resumes and notes, in order of epochs. Facts are no events, nor are notes about no epoch. */
export function laneEvents(
  data: Pick<RunData, 'verdicts' | 'notes' | 'segments' | 'epochs'> | null,
): readonly LaneEvent[] {
  if (!data) return [];
  const verdicts = data.verdicts
    .filter(({ severity }) => severity !== 'info')
    .map(
      (verdict): LaneEvent => ({ key: `verdict ${verdict.id}`, kind: 'verdict', epoch: verdict.onsetEpoch, verdict }),
    );
  const resumes = data.segments.flatMap(({ index }): LaneEvent[] => {
    const first = index > 0 ? data.epochs.find(({ segment }) => segment === index) : undefined;
    return first ? [{ key: `resume ${index}`, kind: 'resume', epoch: first.epoch }] : [];
  });
  const notes = data.notes.flatMap((note): LaneEvent[] =>
    note.epoch === null ? [] : [{ key: `note ${note.id}`, kind: 'note', epoch: note.epoch, note }],
  );
  return [...verdicts, ...resumes, ...notes].sort((a, b) => a.epoch - b.epoch);
}

/** Epoch of the next event from the playhead in a direction, or null. */
export function nextEvent(events: readonly LaneEvent[], playhead: number, direction: 1 | -1): number | null {
  const epochs = events.map(({ epoch }) => epoch);
  const found = direction > 0 ? epochs.find((epoch) => epoch > playhead) : epochs.findLast((epoch) => epoch < playhead);
  return found ?? null;
}

/** First px of epoch cell `epoch` (1-based) and behind the last one, over `width` px: cells are whole px. */
export function cellEdge(epoch: number, epochs: number, width: number): number {
  return Math.round(((epoch - 1) * width) / epochs);
}

/** The epoch under a px, 1…epochs. */
export function epochAt(px: number, epochs: number, width: number): number {
  return Math.min(epochs, Math.max(1, Math.floor((px * epochs) / Math.max(1, width)) + 1));
}
