import { assert } from '../base/errors.ts';
import type {
  Cursor,
  Delta,
  SegmentInfo,
  SeriesInfo,
  StoredEpoch,
  StoredEvent,
  StoredTensor,
} from '../protocol/delta.ts';
import type { Note } from '../protocol/note.ts';
import type { RunInfo } from '../protocol/run.ts';
import type { Verdict } from '../protocol/verdict.ts';
import { HeldMoments, HeldSeries } from './columns.ts';
import type { RunData } from './run-data.ts';

/** A run in the making: what {@link applyDelta} changes in place. Views see it as {@link RunData}. */
export interface HeldRun extends RunData {
  info: RunInfo;
  segments: readonly SegmentInfo[];
  readonly series: Map<number, HeldSeries>;
  readonly moments: HeldMoments;
  tensors: readonly StoredTensor[];
  events: readonly StoredEvent[];
  epochs: readonly StoredEpoch[];
  verdicts: readonly Verdict[];
  notes: readonly Note[];
  cursor: Cursor;
  revision: number;
}

/** A run out of its first delta, which holds everything. */
export function holdRun(first: Delta): HeldRun {
  assert(first.run !== null, 'the first delta of a run carries its info');
  const held: HeldRun = {
    info: first.run,
    segments: [],
    series: new Map(),
    moments: new HeldMoments(),
    tensors: [],
    events: [],
    epochs: [],
    verdicts: [],
    notes: [],
    cursor: { series: {}, moments: {}, tensor: 0, event: 0, revision: 0 },
    revision: 0,
  };
  applyDelta(held, first);
  return held;
}

/**
 * Works a delta into a run, in place, and raises its revision. What was seen before is left out, so the same delta
 * twice, or two that overlap, change nothing twice. Arrays of metadata are replaced when they change, never mutated.
 */
export function applyDelta(held: HeldRun, delta: Delta): void {
  if (delta.run) held.info = delta.run;
  held.segments = merged(held.segments, delta.segments, ({ index }) => index, bySegment);
  for (const series of delta.series) holdSeries(held, series);
  for (const points of delta.points) held.series.get(points.id)?.append(points);
  for (const rows of delta.moments) held.moments.append(rows);
  held.tensors = appended(held.tensors, delta.tensors);
  held.events = appended(held.events, delta.events);
  held.epochs = merged(held.epochs, delta.epochs, ({ segment, epoch }) => `${segment}:${epoch}`, byEpoch);
  held.verdicts = merged(held.verdicts, delta.verdicts, ({ id }) => id, byOnset);
  if (delta.notes.length > 0) {
    held.notes = merged(held.notes, delta.notes, ({ id }) => id, byNoteEpoch).filter(isThere);
  }
  held.cursor = mergedCursor(held.cursor, delta.cursor);
  held.revision++;
}

/** The later of two cursors, part by part. */
export function mergedCursor(before: Cursor, after: Cursor): Cursor {
  return {
    series: laterMarks(before.series, after.series),
    moments: laterMarks(before.moments, after.moments),
    tensor: Math.max(before.tensor, after.tensor),
    event: Math.max(before.event, after.event),
    revision: Math.max(before.revision, after.revision),
  };
}

type Marks = { readonly [key: string]: number };

function laterMarks(before: Marks, after: Marks): Marks {
  const later = { ...before };
  for (const [key, step] of Object.entries(after)) later[key] = Math.max(step, later[key] ?? -Infinity);
  return later;
}

function holdSeries(held: HeldRun, series: SeriesInfo): void {
  if (!held.series.has(series.id)) held.series.set(series.id, new HeldSeries(series));
}

function appended<T extends { readonly id: number }>(held: readonly T[], more: readonly T[]): readonly T[] {
  const last = held.at(-1)?.id ?? 0;
  const fresh = more.filter(({ id }) => id > last);
  return fresh.length === 0 ? held : [...held, ...fresh];
}

function merged<T>(
  held: readonly T[],
  more: readonly T[],
  keyOf: (item: T) => string | number,
  order: (a: T, b: T) => number,
): readonly T[] {
  if (more.length === 0) return held;
  const byKey = new Map(held.map((item) => [keyOf(item), item]));
  for (const item of more) byKey.set(keyOf(item), item);
  return [...byKey.values()].sort(order);
}

function bySegment(a: SegmentInfo, b: SegmentInfo): number {
  return a.index - b.index;
}

function byEpoch(a: StoredEpoch, b: StoredEpoch): number {
  return a.segment - b.segment || a.epoch - b.epoch;
}

function byOnset(a: Verdict, b: Verdict): number {
  return a.onsetEpoch - b.onsetEpoch || (a.id < b.id ? -1 : 1);
}

function byNoteEpoch(a: Note, b: Note): number {
  return (a.epoch ?? 0) - (b.epoch ?? 0) || a.id - b.id;
}

function isThere({ deletedMs }: Note): boolean {
  return deletedMs === null;
}
