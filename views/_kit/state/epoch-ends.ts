import { firstIndex } from '../../../lib/base/first-index.ts';
import type { Alignment } from '../../../lib/client/page-state.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { xsOf } from '../curves/x-axis.ts';

/** An axis other than epochs that runs are aligned by. */
export type PlaceAxis = Exclude<Alignment, 'epoch'>;

/** Where a run's epochs lie along an axis of steps, or of seconds since it began. */
export interface EpochEnds {
  /** Where its first epoch began. */
  readonly start: number;
  /** Where epoch n ended, at n − 1; never falling. An epoch that is not known ends with the one before it. */
  readonly ends: Float64Array;
}

/** What of a run says where its epochs lie. */
export type Placed = Pick<RunData, 'info' | 'epochs' | 'moments'>;

const MS_PER_S = 1_000;
const kept = new WeakMap<RunData, { readonly revision: number; readonly axis: PlaceAxis; readonly made: EpochEnds }>();

/** {@link epochEnds}, kept until the run changes. */
export function epochEndsOf(axis: PlaceAxis, run: RunData): EpochEnds {
  const held = kept.get(run);
  if (held && held.axis === axis && held.revision === run.revision) return held.made;
  const made = epochEnds(axis, run);
  kept.set(run, { revision: run.revision, axis, made });
  return made;
}

/** Where a run's epochs lie along an axis: whole steps, or seconds to the ms, so that a link holds them exactly. */
export function epochEnds(axis: PlaceAxis, run: Placed): EpochEnds {
  const { epochs } = run;
  const [first] = epochs;
  if (!first) return { start: 0, ends: new Float64Array(0) };
  const xs = xsOf(axis, run, Float64Array.of(first.firstStep - 1, ...epochs.map(({ step }) => step)));
  const exact = (x: number) => Math.max(0, axis === 'step' ? x : Math.round(x * MS_PER_S) / MS_PER_S);
  const count = epochs.reduce((most, { epoch }) => Math.max(most, epoch), 0);
  const ends = new Float64Array(count).fill(Number.NaN);
  for (const [index, { epoch, wallMs }] of epochs.entries()) {
    const x = xs[index + 1]!;
    // no step of it has a known time: the end of the epoch itself has one
    ends[epoch - 1] = exact(Number.isFinite(x) ? x : (wallMs - run.info.startedMs) / MS_PER_S);
  }
  const began = xs[0]!;
  const start = Math.min(Number.isFinite(began) ? exact(began) : 0, ends.find(Number.isFinite) ?? 0);
  let before = start;
  for (let index = 0; index < count; index += 1) {
    // steps and clocks may be set back: a later epoch never ends before an earlier one
    before = Math.max(before, Number.isFinite(ends[index]) ? ends[index]! : before);
    ends[index] = before;
  }
  return { start, ends };
}

/** The last epoch that had ended at a place; 0 before the first did. */
export function epochAtPlace({ ends }: EpochEnds, place: number): number {
  return firstIndex(ends.length, (index) => ends[index]! > place);
}

/** Where an epoch ended; of one beyond the last, where that did; where it began for 0. */
export function placeOfEpoch({ start, ends }: EpochEnds, epoch: number): number {
  return epoch < 1 || ends.length === 0 ? start : ends[Math.min(epoch, ends.length) - 1]!;
}

/** The epoch that was under way at a place, within those the run has; 0 when it has none. */
export function epochUnder({ ends }: EpochEnds, place: number): number {
  return Math.min(ends.length, firstIndex(ends.length, (index) => ends[index]! >= place) + 1);
}

/** The end that lies next to a place in a direction; null where there is none. */
export function nextEnd({ ends }: EpochEnds, place: number, direction: 1 | -1): number | null {
  if (direction > 0) return ends[firstIndex(ends.length, (index) => ends[index]! > place)] ?? null;
  return ends[firstIndex(ends.length, (index) => ends[index]! >= place) - 1] ?? null;
}

/** The end nearest to a place; null when the run has none. */
export function nearestEnd(row: EpochEnds, place: number): number | null {
  const at = firstIndex(row.ends.length, (index) => row.ends[index]! >= place);
  const [before, after] = [row.ends[at - 1], row.ends[at]];
  if (before === undefined || after === undefined) return after ?? before ?? null;
  return place - before < after - place ? before : after;
}
