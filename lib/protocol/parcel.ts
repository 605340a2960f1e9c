import type { EpochRecord, EventRecord, SeriesKey, TensorRecord } from './record.ts';
import type { Verdict } from './verdict.ts';

/** Points of one run in columns, as they cross the thread: a `ScalarBlock` whose series are numbers of the run's table. */
export interface PointBlock {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly epochs: Int32Array<ArrayBuffer>;
  readonly wallMs: Float64Array<ArrayBuffer>;
  readonly seriesIndex: Uint32Array<ArrayBuffer>;
  readonly rowIndex: Uint32Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
}

/** What a run hands to its writer at once. */
export interface Parcel {
  /** Series first used in this parcel; their numbers go on from the keys handed over before. */
  readonly newKeys: readonly SeriesKey[];
  readonly points: PointBlock | null;
  readonly tensors: readonly TensorRecord[];
  readonly events: readonly EventRecord[];
  readonly epochs: readonly EpochRecord[];
  readonly verdicts: readonly Verdict[];
}

/** How many points and records a parcel holds. */
export function parcelSize({ points, tensors, events, epochs, verdicts }: Omit<Parcel, 'newKeys'>): number {
  return (points?.values.length ?? 0) + tensors.length + events.length + epochs.length + verdicts.length;
}
