import type { PageState } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Note } from '../../lib/protocol/note.ts';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { epochAtPlace, placeOfEpoch } from '../../views/_kit/state/epoch-ends.ts';
import { momentOf, newestSnapshotOf, playheadEpoch } from '../../views/_kit/state/playhead.ts';
import { type Aligned, type AlignedRows, firstEnd, lastEnd, putAt, stepped } from './aligned.ts';

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
  /** Where runs are aligned by steps or time: all of them along it. Epochs above are those of the focused run then. */
  readonly aligned: Aligned | null;
}

/** A change of the page that moves the playhead; without a moment to where the focused run's epoch ended. */
export type Move = { readonly epoch: number; readonly moment?: number };

/** Epochs a run takes: as planned, else as reached, with the one that is running. */
function epochsOf({ info, epoch }: RunSummary): number {
  return Math.max(info.epochsPlanned ?? (info.status === 'live' ? epoch + 1 : 0), epoch);
}

/** The timeline of the selected runs; `rows`: their places along an axis other than epochs. */
export function timelineOf(
  runs: readonly RunSummary[],
  focus: RunSummary,
  state: Pick<PageState, 'epoch' | 'window' | 'align' | 'moment'>,
  rows: AlignedRows | null = null,
): Timeline {
  const own = rows?.rows.get(focus.info.id);
  const counted = own ? [focus] : runs;
  const reached = Math.max(0, ...counted.map(({ epoch }) => epoch));
  const planned = Math.max(1, ...counted.map(epochsOf));
  const newest = newestSnapshotOf(focus);
  const epoch = playheadEpoch(state.epoch, newest);
  const place = own && epoch !== null && own.ends.length > 0 ? (momentOf(state) ?? placeOfEpoch(own, epoch)) : null;
  const atPlace = own && place !== null ? epochAtPlace(own, place) : epoch;
  const last = Math.max(1, reached);
  return {
    epochs: planned,
    reached,
    newest,
    playhead: atPlace === null ? null : Math.min(atPlace, last),
    isLive: focus.info.status === 'live',
    isFollowing: state.epoch === 'live',
    window: state.window ? [Math.min(state.window[0], planned), Math.min(state.window[1], planned)] : [1, planned],
    aligned: rows && own ? { ...rows, focus: own, place } : null,
  };
}

const putOrNull = ({ aligned }: Timeline, place: number | null): Move | null =>
  aligned && place !== null ? putAt(aligned, place) : null;

/** Where a step of the playhead leads, or null when there is nowhere to go. */
export function moved(timeline: Timeline, by: 1 | -1): Move | null {
  const { playhead, reached, aligned } = timeline;
  if (aligned) return putOrNull(timeline, stepped(aligned, by));
  if (reached < 1) return null;
  return { epoch: Math.min(reached, Math.max(1, (playhead ?? reached) + by)) };
}

/** The first epoch that ended, and the newest; null before one did. */
export function toFirst(timeline: Timeline): Move | null {
  const { reached, aligned } = timeline;
  if (aligned) return putOrNull(timeline, firstEnd(aligned));
  return reached > 0 ? { epoch: 1 } : null;
}
export function toNewest(timeline: Timeline): Move | null {
  const { reached, aligned } = timeline;
  if (aligned) return putOrNull(timeline, lastEnd(aligned));
  return reached > 0 ? { epoch: reached } : null;
}

/** The playhead cannot go further back, or on. */
export function isAtFirst({ playhead, reached, aligned }: Timeline): boolean {
  if (aligned) return aligned.place === null || aligned.place <= (firstEnd(aligned) ?? 0);
  return reached < 1 || playhead === 1;
}
export function isAtNewest({ playhead, reached, aligned }: Timeline): boolean {
  if (aligned) return aligned.place === null || aligned.place >= (lastEnd(aligned) ?? 0);
  return reached < 1 || playhead === reached;
}

/** First px of the cell of an epoch of the focused run, and of what comes behind it, over `width` px. */
export function cellOf({ epochs, aligned }: Timeline, epoch: number, width: number): readonly [number, number] {
  if (!aligned) return [cellEdge(epoch, epochs, width), cellEdge(epoch + 1, epochs, width)];
  const { focus, extent } = aligned;
  return [
    pxOfPlace(placeOfEpoch(focus, epoch - 1), extent, width),
    pxOfPlace(placeOfEpoch(focus, epoch), extent, width),
  ];
}

/** The px of a place along an axis from 0 to `extent`, over `width` px. */
export function pxOfPlace(place: number, extent: number, width: number): number {
  return Math.round((place / extent) * width);
}

/** The place under a px. */
export function placeAt(px: number, extent: number, width: number): number {
  return Math.min(extent, Math.max(0, (px / Math.max(1, width)) * extent));
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
