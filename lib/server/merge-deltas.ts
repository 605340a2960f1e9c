import { assert } from '../base/errors.ts';
import type { Delta, MomentColumns, SeriesPoints } from '../protocol/delta.ts';

/** Whether a delta says nothing: only its cursor may differ. */
export function isEmpty(delta: Delta): boolean {
  return (
    delta.run === null &&
    delta.segments.length === 0 &&
    delta.series.length === 0 &&
    delta.points.length === 0 &&
    delta.moments.length === 0 &&
    delta.tensors.length === 0 &&
    delta.events.length === 0 &&
    delta.epochs.length === 0 &&
    delta.verdicts.length === 0 &&
    delta.notes.length === 0
  );
}

/**
 * One delta that does what these do one after the other. Of epochs, verdicts, notes and segments told twice the later one is
 * last, so a reader that goes through them in order ends with it.
 */
export function mergeDeltas(deltas: readonly Delta[]): Delta {
  const last = deltas.at(-1);
  assert(last !== undefined, 'there must be a delta to merge');
  if (deltas.length === 1) return last;
  return {
    run: deltas.findLast(({ run }) => run !== null)?.run ?? null,
    segments: deltas.flatMap(({ segments }) => segments),
    series: deltas.flatMap(({ series }) => series),
    points: [
      ...groupedBy(
        deltas.flatMap(({ points }) => points),
        ({ id }) => id,
      ).values(),
    ].map(joinPoints),
    moments: [
      ...groupedBy(
        deltas.flatMap(({ moments }) => moments),
        ({ segment }) => segment,
      ).values(),
    ].map(joinMoments),
    tensors: deltas.flatMap(({ tensors }) => tensors),
    events: deltas.flatMap(({ events }) => events),
    epochs: deltas.flatMap(({ epochs }) => epochs),
    verdicts: deltas.flatMap(({ verdicts }) => verdicts),
    notes: deltas.flatMap(({ notes }) => notes),
    cursor: last.cursor,
  };
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, [T, ...T[]]> {
  const groups = new Map<number, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function joinPoints(parts: readonly [SeriesPoints, ...SeriesPoints[]]): SeriesPoints {
  if (parts.length === 1) return parts[0];
  return {
    id: parts[0].id,
    of: parts.reduce((sum, { of }) => sum + of, 0),
    steps: joined(parts.map(({ steps }) => steps)),
    values: joined(parts.map(({ values }) => values)),
  };
}

function joinMoments(parts: readonly [MomentColumns, ...MomentColumns[]]): MomentColumns {
  if (parts.length === 1) return parts[0];
  return {
    segment: parts[0].segment,
    of: parts.reduce((sum, { of }) => sum + of, 0),
    steps: joined(parts.map(({ steps }) => steps)),
    wallMs: joined(parts.map(({ wallMs }) => wallMs)),
    epochs: Int32Array.from(parts.flatMap(({ epochs }) => [...epochs])),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
