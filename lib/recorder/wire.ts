import type { RunPosition } from '../protocol/ingest.ts';
import type { Parcel } from '../protocol/parcel.ts';
import type { NewRun, RunPatch } from '../protocol/run.ts';

/**
 * Messages to the writer's thread, handled in order. `kib` is what the message weighs in the bounded queue; `sender` names
 * the recorder, to a server and in answers.
 */
export type ToWriter =
  | {
      readonly kind: 'create';
      readonly seq: number;
      readonly kib: number;
      readonly sender: string;
      readonly run: NewRun;
    }
  /** Goes on with a run in the store; answered by `resumed` or `refused`. */
  | {
      readonly kind: 'resume';
      readonly seq: number;
      readonly kib: number;
      readonly sender: string;
      readonly run: string;
      readonly by: { readonly host: string; readonly pid: number; readonly startedMs: number };
    }
  | {
      readonly kind: 'parcel';
      readonly seq: number;
      readonly kib: number;
      readonly sender: string;
      readonly run: string;
      readonly parcel: Parcel;
    }
  | {
      readonly kind: 'update';
      readonly seq: number;
      readonly kib: number;
      readonly sender: string;
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
  | { readonly kind: 'recovered'; readonly message: string | null }
  | { readonly kind: 'resumed'; readonly sender: string; readonly position: RunPosition }
  /** The run can't be resumed; the writer goes on with others. */
  | { readonly kind: 'refused'; readonly sender: string; readonly code: string; readonly message: string }
  | { readonly kind: 'done'; readonly seq: number }
  /** The last message of this file: it is closed, and the thread is free. */
  | { readonly kind: 'closed' };

/** To a writer's thread that has nothing to do: own a file from here on, or end. */
export type ToThread = ({ readonly kind: 'start' } & WriterStart) | { readonly kind: 'end' };

/** Where a writer writes: a file (absolute path), or a server that does it for us. */
export type Target =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'server'; readonly url: string; readonly token: string | null };

/** What a writer's thread needs to own a target. */
export interface WriterStart {
  readonly target: Target;
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
  /** Points and records taken and not dealt with. */
  left: 3,
} as const;
export const CELLS = 4;
export const STATE = { opening: 0, open: 1, trouble: 2, failed: 3, closed: 4 } as const;
