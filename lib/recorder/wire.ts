import type { EpochRecord, EventRecord, SeriesKey, TensorRecord } from '../protocol/record.ts';
import type { NewRun, RunPatch } from '../protocol/run.ts';
import type { Verdict } from '../protocol/verdict.ts';
import type { PointBlock } from './point-columns.ts';

/** What a run hands to the writer's thread at once. */
export interface Parcel {
  /** Series first used in this parcel; their numbers go on from the keys sent before. */
  readonly newKeys: readonly SeriesKey[];
  readonly points: PointBlock | null;
  readonly tensors: readonly TensorRecord[];
  readonly events: readonly EventRecord[];
  readonly epochs: readonly EpochRecord[];
  readonly verdicts: readonly Verdict[];
}

/** Messages to the writer's thread, handled in order. `kib` is what the message weighs in the bounded queue. */
export type ToWriter =
  | { readonly kind: 'create'; readonly seq: number; readonly kib: number; readonly run: NewRun }
  | {
      readonly kind: 'parcel';
      readonly seq: number;
      readonly kib: number;
      readonly run: string;
      readonly parcel: Parcel;
    }
  | {
      readonly kind: 'update';
      readonly seq: number;
      readonly kib: number;
      readonly run: string;
      readonly patch: RunPatch;
      /** Whether the heartbeat goes on (true), ends (false) or stays as it is (null). */
      readonly alive: boolean | null;
      /** What the training thread could not keep, to be added to the run's count. */
      readonly dropped: { readonly [reason: string]: number };
    }
  | { readonly kind: 'close'; readonly seq: number; readonly kib: number };

/** Messages from the writer's thread. */
export type FromWriter =
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'trouble'; readonly code: string; readonly message: string }
  | { readonly kind: 'recovered' }
  | { readonly kind: 'done'; readonly seq: number }
  /** The last message of this file: it is closed, and the thread is free. */
  | { readonly kind: 'closed' };

/** To a writer's thread that has nothing to do: own a file from here on, or end. */
export type ToThread = ({ readonly kind: 'start' } & WriterStart) | { readonly kind: 'end' };

/** What a writer's thread needs to own a file. */
export interface WriterStart {
  readonly file: string;
  readonly shared: SharedArrayBuffer;
}

/** Cells of the shared counters: both threads see them even while the training thread computes. */
export const CELL = {
  /** Sequence number of the last message that was dealt with (written, or given up and counted). */
  done: 0,
  /** KiB dealt with since the start, wrapping at 2³². */
  kib: 1,
  /** One of {@link STATE}. */
  state: 2,
} as const;
export const CELLS = 3;
export const STATE = { opening: 0, open: 1, trouble: 2, failed: 3, closed: 4 } as const;
