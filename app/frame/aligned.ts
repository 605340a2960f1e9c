import type { RunSummary } from '../../lib/protocol/summary.ts';
import {
  type EpochEnds,
  epochAtPlace,
  epochUnder,
  nearestEnd,
  nextEnd,
  type PlaceAxis,
  placeOfEpoch,
} from '../../views/_kit/state/epoch-ends.ts';

/** A run's epochs along the axis that the selected runs are aligned by. */
export interface AlignedRow extends EpochEnds {
  /** How far the axis goes for it: as planned where steps tell, else as reached, with the epoch that is running. */
  readonly until: number;
}

/** The selected runs along one axis of steps or time; runs that are not loaded yet have no row. */
export interface AlignedRows {
  readonly axis: PlaceAxis;
  /** Where the axis ends; it begins at 0. */
  readonly extent: number;
  readonly rows: ReadonlyMap<string, AlignedRow>;
}

/** What the timeline knows of them at the playhead. */
export interface Aligned extends AlignedRows {
  readonly focus: AlignedRow;
  /** Where the playhead is; null before any epoch of the focused run ended. */
  readonly place: number | null;
}

/** How far a run's row goes. */
export function untilOf({ info, epoch }: RunSummary, axis: PlaceAxis, { start, ends }: EpochEnds): number {
  const last = ends.at(-1) ?? start;
  const perEpoch = axis === 'step' ? info.stepsPerEpoch : null;
  if (perEpoch !== null && info.epochsPlanned !== null)
    return Math.max(last, last + Math.max(0, info.epochsPlanned - epoch) * perEpoch);
  if (info.status !== 'live') return last;
  return last + (perEpoch ?? last - (ends.at(-2) ?? start));
}

/** Where the playhead goes: the place, and the epoch the focused run has there. */
export interface Put {
  readonly epoch: number;
  readonly moment: number;
}

/** The playhead at a place. */
export function putAt({ focus }: Pick<Aligned, 'focus'>, place: number): Put {
  return { epoch: Math.max(1, epochAtPlace(focus, place)), moment: place };
}

/** The place of the first end of any run, and of the last. */
export function firstEnd({ rows }: AlignedRows): number | null {
  return least([...rows.values()].map(({ ends }) => ends[0]));
}
export function lastEnd({ rows }: AlignedRows): number | null {
  const ends = [...rows.values()].flatMap((row) => row.ends.at(-1) ?? []);
  return ends.length > 0 ? Math.max(...ends) : null;
}

/** The next end of the focused run in a direction; behind its last, and before its first, those of the others. */
export function stepped(aligned: Aligned, direction: 1 | -1): number | null {
  const { place, focus, rows } = aligned;
  const from = place ?? lastEnd(aligned);
  if (from === null) return null;
  const own = nextEnd(focus, from, direction);
  if (own !== null) return own;
  const others = [...rows.values()].flatMap((row) => nextEnd(row, from, direction) ?? []);
  if (others.length === 0) return from;
  return direction > 0 ? Math.min(...others) : Math.max(...others);
}

/** Where a press on a run's row puts the playhead: at the end of the epoch under it. */
export function pressed(row: EpochEnds, at: number): number | null {
  return row.ends.length === 0 ? null : placeOfEpoch(row, epochUnder(row, at));
}

/** Where a drag along the axis puts it: at the nearest end of the focused run, behind its last at one of the run that goes on longest. */
export function dragged({ focus, rows }: Aligned, at: number): number | null {
  const own = focus.ends.at(-1) ?? Number.NEGATIVE_INFINITY;
  const longest = [...rows.values()].reduce(
    (far, row) => ((row.ends.at(-1) ?? 0) > (far.ends.at(-1) ?? 0) ? row : far),
    focus,
  );
  return nearestEnd(at > own ? longest : focus, at);
}

function least(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.min(...known) : null;
}
